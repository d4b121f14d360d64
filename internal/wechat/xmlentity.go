package wechat

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// longestReference is "&#x0010FFFF;" and a little, bytes.
const longestReference = 12

var entities = map[string]string{"lt": "<", "gt": ">", "amp": "&", "apos": "'", "quot": `"`}

// unescape replaces the five entities and character references.
func (x *xmlReader) unescape(at int, s string) (string, error) {
	if strings.IndexByte(s, '&') < 0 {
		return s, nil
	}
	var out strings.Builder
	for i := 0; i < len(s); {
		n := strings.IndexByte(s[i:], '&')
		if n < 0 {
			out.WriteString(s[i:])
			break
		}
		out.WriteString(s[i : i+n])
		i += n
		end := strings.IndexByte(s[i:min(len(s), i+longestReference)], ';')
		if end < 0 {
			if len(s)-i < longestReference && at+len(s) == len(x.s) {
				return "", x.fail(len(x.s), SyntaxEnd, s[i:])
			}
			return "", x.fail(at+i, SyntaxEntity, "&")
		}
		name := s[i+1 : i+end]
		switch r, ok := reference(name); {
		case entities[name] != "":
			out.WriteString(entities[name])
		case ok:
			out.WriteRune(r)
		default:
			return "", x.fail(at+i, SyntaxEntity, "&"+name+";")
		}
		i += end + 1
	}
	return out.String(), nil
}

// reference reads #10 or #xA.
func reference(name string) (rune, bool) {
	digits, ok := strings.CutPrefix(name, "#")
	if !ok {
		return 0, false
	}
	base := 10
	if h, hex := strings.CutPrefix(digits, "x"); hex {
		digits, base = h, 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n > utf8.MaxRune || !utf8.ValidRune(rune(n)) || n == 0 {
		return 0, false
	}
	return rune(n), true
}
