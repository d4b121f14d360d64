package archive

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"html"
	"net/url"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// A codec finds the pieces of a text that hide another one of at least so many bytes, and
// writes those anew that change returns otherwise.
type codec func(s string, least int, change func(plain string) string) string

// codecs are the encodings that values are met in within requests and answers.
var codecs = [...]codec{percent, jsonEscapes, entities, hexadecimal, base64Standard, base64URL}

// class is a set of bytes.
type class [256]bool

func classOf(in func(c byte) bool) *class {
	var k class
	for c := range k {
		k[c] = in(byte(c))
	}
	return &k
}

func letterOrDigit(c byte) bool { return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' }

var (
	urlBytes    = classOf(func(c byte) bool { return c > ' ' && strings.IndexByte("\"'<>&=?#;,()\\", c) < 0 })
	quotedBytes = classOf(func(c byte) bool { return c > ' ' && strings.IndexByte("\"'<>", c) < 0 })
	hexBytes    = classOf(func(c byte) bool { return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f' })
	base64Bytes = classOf(func(c byte) bool { return letterOrDigit(c) || c == '+' || c == '/' || c == '=' })
	base64Other = classOf(func(c byte) bool { return letterOrDigit(c) || c == '-' || c == '_' || c == '=' })
)

// pieces rewrites every longest run of in of at least so many bytes.
func pieces(s string, in *class, least int, rewrite func(piece string) string) string {
	var b strings.Builder
	done := 0
	for i := 0; i < len(s); {
		if !in[s[i]] {
			i++
			continue
		}
		start := i
		for i < len(s) && in[s[i]] {
			i++
		}
		if piece := s[start:i]; len(piece) >= least {
			if other := rewrite(piece); other != piece {
				b.WriteString(s[done:start])
				b.WriteString(other)
				done = i
			}
		}
	}
	if done == 0 {
		return s
	}
	b.WriteString(s[done:])
	return b.String()
}

// percent is URL encoding.
func percent(s string, least int, change func(string) string) string {
	if strings.IndexByte(s, '%') < 0 {
		return s
	}
	return pieces(s, urlBytes, least, func(piece string) string {
		if strings.IndexByte(piece, '%') < 0 {
			return piece
		}
		plain := unpercent(piece)
		if other := change(plain); other != plain {
			return url.QueryEscape(other)
		}
		return piece
	})
}

// unpercent decodes the escapes that are right and leaves the others.
func unpercent(s string) string {
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if v, err := hex.DecodeString(s[i+1 : i+3]); err == nil {
				b = append(b, v[0])
				i += 2
				continue
			}
		}
		b = append(b, s[i])
	}
	return string(b)
}

// jsonEscapes are the backslashes of JSON strings.
func jsonEscapes(s string, least int, change func(string) string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	return pieces(s, quotedBytes, least, func(piece string) string {
		if strings.IndexByte(piece, '\\') < 0 {
			return piece
		}
		plain := unescape(piece)
		other := change(plain)
		if other == plain {
			return piece
		}
		quoted, err := json.Marshal(other)
		if err != nil {
			return other
		}
		return string(quoted[1 : len(quoted)-1])
	})
}

// unescape decodes JSON's escapes where they are right.
func unescape(s string) string {
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b = append(b, s[i])
			continue
		}
		i++
		switch k := strings.IndexByte(`"\/bfnrt`, s[i]); {
		case k >= 0:
			b = append(b, "\"\\/\b\f\n\r\t"[k])
		case s[i] == 'u':
			r, ok := unit(s[i-1:])
			if !ok {
				b = append(b, '\\', 'u')
				continue
			}
			i += 4
			if low, ok := unit(s[i+1:]); ok && utf16.IsSurrogate(r) {
				if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
					r = pair
					i += 6
				}
			}
			b = utf8.AppendRune(b, r)
		default:
			b = append(b, '\\', s[i])
		}
	}
	return string(b)
}

// unit reads \uXXXX at the beginning of s.
func unit(s string) (rune, bool) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0, false
	}
	v, err := hex.DecodeString(s[2:6])
	if err != nil {
		return 0, false
	}
	return rune(v[0])<<8 | rune(v[1]), true
}

// entities are the character references of XML and HTML.
func entities(s string, least int, change func(string) string) string {
	if strings.IndexByte(s, '&') < 0 || strings.IndexByte(s, ';') < 0 {
		return s
	}
	return pieces(s, quotedBytes, least, func(piece string) string {
		plain := html.UnescapeString(piece)
		if plain == piece {
			return piece
		}
		if other := change(plain); other != plain {
			return html.EscapeString(other)
		}
		return piece
	})
}

// hexadecimal is two digits a byte, in either case, from either of the first two digits on.
func hexadecimal(s string, least int, change func(string) string) string {
	return pieces(s, hexBytes, 2*least, func(piece string) string {
		for off := range 2 {
			end := off + (len(piece)-off)/2*2
			raw, err := hex.DecodeString(piece[off:end])
			if err != nil {
				continue
			}
			plain := string(raw)
			if other := change(plain); other != plain {
				digits := hex.EncodeToString([]byte(other))
				if strings.ToUpper(piece) == piece && strings.ToLower(piece) != piece {
					digits = strings.ToUpper(digits)
				}
				return piece[:off] + digits + piece[end:]
			}
		}
		return piece
	})
}

// base64Standard and base64URL are base64 in either alphabet.
func base64Standard(s string, least int, change func(string) string) string {
	return base64Runs(s, base64Bytes, least, base64.RawStdEncoding, change)
}

func base64URL(s string, least int, change func(string) string) string {
	return base64Runs(s, base64Other, least, base64.RawURLEncoding, change)
}

// base64Runs decodes every run from any of its first four characters on, since what stands
// before may be no part of it.
func base64Runs(s string, in *class, least int, e *base64.Encoding, change func(string) string) string {
	least = least * 4 / 3
	return pieces(s, in, least, func(piece string) string {
		var out string
		for rest := piece; rest != ""; { // "=" ends a value, or stands between a name and one
			n := strings.IndexByte(rest, '=')
			if n < 0 {
				n = len(rest)
			}
			m := n
			for m < len(rest) && rest[m] == '=' {
				m++
			}
			if n < least {
				out += rest[:m]
			} else {
				out += base64Piece(rest[:n], rest[n:m], e, change)
			}
			rest = rest[m:]
		}
		return out
	})
}

func base64Piece(core, pads string, e *base64.Encoding, change func(string) string) string {
	for off := range min(4, len(core)) {
		end := len(core)
		if (end-off)%4 == 1 {
			end--
		}
		raw, err := e.DecodeString(core[off:end])
		if err != nil {
			continue
		}
		plain := string(raw)
		other := change(plain)
		if other == plain {
			continue
		}
		text := e.EncodeToString([]byte(other)) + core[end:]
		if (len(core)-off+len(pads))%4 == 0 { // true padding, or whole groups without any
			pads = strings.Repeat("=", (4-len(text)%4)%4)
		}
		return core[:off] + text + pads
	}
	return core + pads
}
