package exchange

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// span is a part of a text, in bytes.
type span struct{ from, to int }

func (s span) of(text string) string { return text[s.from:s.to] }

// token is one term of a query as it stands in its text.
type token struct {
	span
	not    bool
	key    span // of the name before the colon; empty for a free word
	after  int  // where the colon ends; 0 for a free word
	values []valueToken
}

// valueToken is one value, or a free word.
type valueToken struct {
	span          // with its quotes
	text   string // without them
	quoted bool
	open   bool // the closing quote is missing
}

// lex cuts a query into terms. Every text has some.
func lex(text string) []token {
	var out []token
	l := lexer{text: text}
	for l.blanks(); l.at < len(text); l.blanks() {
		out = append(out, l.term())
	}
	return out
}

type lexer struct {
	text string
	at   int
}

// next is the character at the place, without moving.
func (l *lexer) next() (r rune, width int) { return utf8.DecodeRuneInString(l.text[l.at:]) }

func (l *lexer) blanks() {
	for l.at < len(l.text) {
		r, n := l.next()
		if !unicode.IsSpace(r) {
			return
		}
		l.at += n
	}
}

func (l *lexer) term() token {
	t := token{span: span{from: l.at}}
	if r, n := l.next(); r == '-' || r == '－' {
		t.not = true
		l.at += n
	}
	if to, after := l.colon(); after > 0 {
		t.key, t.after = span{l.at, to}, after
		l.at = after
		t.values = l.list()
	} else if l.at < len(l.text) {
		if r, _ := l.next(); !unicode.IsSpace(r) {
			t.values = []valueToken{l.value(func(rune) bool { return false })}
		}
	}
	t.to = l.at
	return t
}

// colon finds the end of a name and of the colon that follows it, as in "type:"; after is 0
// where there is none. An address such as https://… has none.
func (l *lexer) colon() (to, after int) {
	i := l.at
	for i < len(l.text) && (l.text[i]|0x20 >= 'a' && l.text[i]|0x20 <= 'z' || l.text[i] == '_' && i > l.at) {
		i++
	}
	if i == l.at {
		return 0, 0
	}
	for _, colon := range []string{":", "："} {
		if rest, ok := strings.CutPrefix(l.text[i:], colon); ok && !strings.HasPrefix(rest, "//") {
			return i, i + len(colon)
		}
	}
	return 0, 0
}

func isComma(r rune) bool { return r == ',' || r == '，' }

// list reads values with commas between; empty ones are left out.
func (l *lexer) list() (out []valueToken) {
	for l.at < len(l.text) {
		switch r, n := l.next(); {
		case unicode.IsSpace(r):
			return out
		case isComma(r):
			l.at += n
		default:
			v := l.value(isComma)
			out = append(out, v)
			if r, _ := l.next(); v.quoted && l.at < len(l.text) && !isComma(r) {
				return out // what touches a closing quote is another term
			}
		}
	}
	return out
}

// value reads a value up to a blank or where end says, or up to its closing quote.
func (l *lexer) value(end func(rune) bool) valueToken {
	v := valueToken{span: span{from: l.at}}
	if closing := quote(l.text[l.at:]); closing != 0 {
		l.quoted(&v, closing)
	} else {
		for l.at < len(l.text) {
			r, n := l.next()
			if unicode.IsSpace(r) || end(r) {
				break
			}
			l.at += n
		}
		v.text = l.text[v.from:l.at]
	}
	v.to = l.at
	return v
}

// quote is the sign that closes the quote with which a text begins, 0 if it begins otherwise.
func quote(text string) rune {
	switch r, _ := utf8.DecodeRuneInString(text); r {
	case '"', '＂':
		return r
	case '“':
		return '”'
	}
	return 0
}

// quoted reads what stands in quotes. A backslash takes the meaning from a quote or another
// backslash.
func (l *lexer) quoted(v *valueToken, closing rune) {
	v.quoted, v.open = true, true
	_, n := l.next()
	l.at += n
	var b strings.Builder
	for l.at < len(l.text) {
		r, n := l.next()
		part := l.text[l.at : l.at+n]
		l.at += n
		if r == closing {
			v.open = false
			break
		}
		if r == '\\' && l.at < len(l.text) {
			if e, n := l.next(); e == '\\' || e == '"' || e == closing {
				part = l.text[l.at : l.at+n]
				l.at += n
			}
		}
		b.WriteString(part)
	}
	v.text = b.String()
}

// quoteIf puts a text in quotes if it must have them, or would mean something else without.
func quoteIf(must bool, text string, list bool) string {
	plain := !must && text != "" && quote(text) == 0
	for i, r := range text {
		plain = plain && !unicode.IsSpace(r) && !(list && isComma(r)) && !(i == 0 && !list && (r == '-' || r == '－'))
	}
	if l := (lexer{text: text}); !list && plain {
		_, after := l.colon()
		plain = after == 0
	}
	if plain {
		return text
	}
	var b strings.Builder
	b.WriteByte('"')
	for i := 0; i < len(text); i++ { // bytes, so that invalid ones stay
		if text[i] == '"' || text[i] == '\\' {
			b.WriteByte('\\')
		}
		b.WriteByte(text[i])
	}
	b.WriteByte('"')
	return b.String()
}
