package ui

import (
	"bytes"
	"encoding/json"
	"strings"

	"echostr/internal/ui/kit"
)

// pretty sets a body one element per line, if it is XML or JSON; nothing in it is changed
// but the blanks between elements. Any goroutine may call it.
func pretty(body string) (text string, syntax kit.Syntax) {
	trimmed := strings.TrimSpace(body)
	switch {
	case strings.HasPrefix(trimmed, "<"):
		return prettyXML(trimmed), kit.SyntaxXML
	case strings.HasPrefix(trimmed, "{"), strings.HasPrefix(trimmed, "["):
		var out bytes.Buffer
		if json.Indent(&out, []byte(trimmed), "", "  ") == nil {
			return out.String(), kit.SyntaxJSON
		}
		return body, kit.SyntaxJSON
	}
	return body, kit.SyntaxNone
}

// prettyXML indents elements. One that holds only text stays on its line; CDATA, comments
// and what is not well-formed stay as they are.
func prettyXML(s string) string {
	var out strings.Builder
	out.Grow(len(s) + len(s)/4)
	depth, held := 0, false // held: the line holds an opening tag, and its text so far
	line := func(part string) {
		if out.Len() > 0 {
			out.WriteByte('\n')
		}
		for range min(depth, 40) {
			out.WriteString("  ")
		}
		out.WriteString(part)
	}
	for s != "" {
		part := xmlPart(s)
		s = s[len(part):]
		switch {
		case strings.HasPrefix(part, "</"):
			depth = max(0, depth-1)
			if held {
				out.WriteString(part)
			} else {
				line(part)
			}
			held = false
		case strings.HasPrefix(part, "<![CDATA["), part[0] != '<':
			if strings.TrimSpace(part) == "" && !(held && strings.HasPrefix(s, "</")) {
				continue // between elements
			}
			if held {
				out.WriteString(part)
			} else {
				line(strings.TrimSpace(part))
			}
		case strings.HasPrefix(part, "<?"), strings.HasPrefix(part, "<!"), strings.HasSuffix(part, "/>"):
			line(part)
			held = false
		default:
			line(part)
			depth++
			held = true
		}
	}
	return out.String()
}

// xmlPart is the first tag, comment, CDATA section or run of text of s, which is not empty.
func xmlPart(s string) string {
	if s[0] != '<' {
		if i := strings.IndexByte(s, '<'); i > 0 {
			return s[:i]
		}
		return s
	}
	end := ">"
	switch {
	case strings.HasPrefix(s, "<!--"):
		end = "-->"
	case strings.HasPrefix(s, "<![CDATA["):
		end = "]]>"
	}
	if i := strings.Index(s, end); i >= 0 {
		return s[:i+len(end)]
	}
	return s
}
