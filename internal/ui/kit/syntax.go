package kit

import (
	"strings"

	"fyne.io/fyne/v2"
)

// Syntax says how a code view tints its lines.
type Syntax int

// The kinds of text that a code view knows.
const (
	SyntaxNone Syntax = iota
	SyntaxXML
	SyntaxJSON
	SyntaxHTTP // a request or status line, and headers
)

// String names the kind.
func (s Syntax) String() string {
	switch s {
	case SyntaxNone:
		return "none"
	case SyntaxXML:
		return "xml"
	case SyntaxJSON:
		return "json"
	case SyntaxHTTP:
		return "http"
	}
	return "unknown"
}

// token is a run of a line in a tone; what lies between tokens has that of text.
type token struct {
	from, to int // bytes
	role     fyne.ThemeColorName
}

// tintMax is the longest line, in bytes, that is tinted: each visible row reads its line anew.
const tintMax = 4096

// tokens tints one line, which it reads alone: a string or comment that goes on over
// several lines is plain from the second on.
func (s Syntax) tokens(line string) []token {
	if len(line) > tintMax {
		return nil
	}
	switch s {
	case SyntaxXML:
		return xmlTokens(line)
	case SyntaxJSON:
		return jsonTokens(line)
	case SyntaxHTTP:
		return httpTokens(line)
	}
	return nil
}

func xmlTokens(line string) (out []token) {
	const open, shut = "<![CDATA[", "]]>"
	for i := 0; i < len(line); {
		switch {
		case strings.HasPrefix(line[i:], open):
			out = append(out, token{i, i + len(open), ColorText3})
			i += len(open)
			if n := strings.Index(line[i:], shut); n >= 0 {
				out = append(out, token{i + n, i + n + len(shut), ColorText3})
				i += n + len(shut)
			} else {
				return out
			}
		case strings.HasPrefix(line[i:], shut):
			out = append(out, token{i, i + len(shut), ColorText3})
			i += len(shut)
		case line[i] == '<':
			end := strings.IndexByte(line[i:], '>')
			if end < 0 {
				return append(out, token{i, len(line), ColorLink})
			}
			out = append(out, token{i, i + end + 1, ColorLink})
			i += end + 1
		default:
			i++
		}
	}
	return out
}

func jsonTokens(line string) (out []token) {
	for i := 0; i < len(line); {
		c := line[i]
		switch {
		case c == '"':
			end := i + 1
			for end < len(line) && line[end] != '"' {
				if line[end] == '\\' {
					end++
				}
				end++
			}
			end = min(end+1, len(line))
			role := ColorGreen
			if rest := strings.TrimLeft(line[end:], " "); strings.HasPrefix(rest, ":") {
				role = ColorLink
			}
			out = append(out, token{i, end, role})
			i = end
		case c == '-' || c >= '0' && c <= '9':
			end := i + 1
			for end < len(line) && strings.IndexByte("0123456789.eE+-", line[end]) >= 0 {
				end++
			}
			out = append(out, token{i, end, ColorBlue})
			i = end
		case c >= 'a' && c <= 'z':
			end := i + 1
			for end < len(line) && line[end] >= 'a' && line[end] <= 'z' {
				end++
			}
			if word := line[i:end]; word == "true" || word == "false" || word == "null" {
				out = append(out, token{i, end, ColorBlue})
			}
			i = end
		default:
			i++
		}
	}
	return out
}

func httpTokens(line string) []token {
	if strings.HasPrefix(line, "HTTP/") {
		return []token{{0, len(line), ColorBlue}}
	}
	name := strings.IndexAny(line, ": ?&=")
	switch {
	case name <= 0:
		return nil
	case line[name] == ':':
		return []token{{0, name + 1, ColorLink}}
	case line[name] == ' ' && line[:name] == strings.ToUpper(line[:name]):
		return []token{{0, name, ColorBlue}}
	}
	return nil
}
