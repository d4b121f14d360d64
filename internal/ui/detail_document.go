package ui

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"unicode/utf8"

	"echostr/internal/ui/kit"
	"echostr/internal/wechat"
)

// bodyKind is what a body turns out to be, whatever its Content-Type says.
type bodyKind int

// The kinds of bodies.
const (
	bodyText bodyKind = iota
	bodyXML
	bodyJSON
	bodyForm // names and values, as a browser's form sends them
	bodyImage
	bodyBinary
)

// kindOf looks at a body's beginning, and at its Content-Type only to tell a form from a
// text.
func kindOf(body []byte, contentType string) bodyKind {
	start := bytes.TrimLeft(bytes.TrimPrefix(body[:min(len(body), 512)], []byte("\ufeff")), " \t\r\n")
	switch {
	case pictureType(body) != "":
		return bodyImage
	case notText(body):
		return bodyBinary
	case bytes.HasPrefix(start, []byte("<")):
		return bodyXML
	case bytes.HasPrefix(start, []byte("{")), bytes.HasPrefix(start, []byte("[")):
		return bodyJSON
	case strings.Contains(strings.ToLower(contentType), "application/x-www-form-urlencoded") && bytes.ContainsRune(body, '='):
		return bodyForm
	}
	return bodyText
}

// notText says whether the beginning of a body is no text.
func notText(body []byte) bool {
	start := body[:min(len(body), 4096)]
	odd := 0
	for i := 0; i < len(start); {
		r, n := utf8.DecodeRune(start[i:])
		if r == utf8.RuneError && n == 1 && (len(start) == len(body) || utf8.FullRune(start[i:])) || r < ' ' && r != '\n' && r != '\r' && r != '\t' {
			odd++
		}
		i += n
	}
	return odd*20 > len(start)
}

// docBody is a body that can be looked at.
type docBody struct {
	body        []byte
	contentType string
	guard       func(string) string
	fault       *fault // where it stops being what it should be; nil looks for itself
}

// fault is a place in a text, from 1, and what is wrong there.
type fault struct {
	line, column int
	words        string
}

// bodyForms are the ways to look at a body: what it is made of, set out, as it came, and
// byte by byte. word names the set out form.
func (p *detail) bodyForms(b docBody, word string) (list []docForm) {
	t, kind := p.teller, kindOf(b.body, b.contentType)
	whole := func() string { return string(b.body) }
	switch kind {
	case bodyImage:
		list = append(list, docForm{formImage, t.t("detail.form.image"), whole, func() pane { return pane{object: p.image(b.body)} }})
	case bodyForm:
		list = append(list, docForm{formTable, t.t("detail.form.table"), whole, func() pane {
			return pane{object: p.scrolled(p.table(t.formRows(string(b.body), b.guard)))}
		}})
	case bodyXML, bodyJSON:
		list = append(list, docForm{formPretty, t.t(word), func() string { s, _ := pretty(string(b.body)); return s }, func() pane { return p.prettyCode(b) }})
	}
	if kind != bodyImage && kind != bodyBinary {
		list = append(list, p.rawForm(b))
	}
	return append(list, p.hexForm(b))
}

// prettyCode is a body set out in lines; one that is malformed as it came, with the place
// marked.
func (p *detail) prettyCode(b docBody) pane {
	return p.code(len(b.body), func() (kit.CodeSource, int) {
		at := b.fault
		if at == nil {
			at = p.teller.faultIn(b.body)
		}
		if at != nil {
			_, syntax := pretty(string(b.body[:min(len(b.body), 64)]))
			s, line := mark(string(b.body), *at, b.guard)
			s.Syntax = syntax
			return s, line
		}
		text, syntax := pretty(string(b.body))
		return shown(text, syntax, b.guard), 0
	})
}

// shown is a text as it may be seen, which is copied as it is.
func shown(exact string, syntax kit.Syntax, guard func(string) string) kit.CodeSource {
	s := kit.CodeSource{Text: guard(visible([]byte(exact))), Syntax: syntax}
	if s.Text != exact {
		s.Exact = exact
	}
	return s
}

func (p *detail) rawForm(b docBody) docForm {
	return docForm{formRaw, p.teller.t("detail.form.raw"), func() string { return string(b.body) }, func() pane {
		return p.code(len(b.body), func() (kit.CodeSource, int) {
			_, syntax := pretty(string(b.body[:min(len(b.body), 64)]))
			return shown(string(b.body), syntax, b.guard), 0
		})
	}}
}

// faultIn is the place where a body stops being XML or JSON; nil where it does not.
func (t teller) faultIn(body []byte) *fault {
	text := string(body)
	switch kindOf(body, "") {
	case bodyXML:
		_, err := wechat.ParseXML(text)
		var s *wechat.SyntaxError
		if errors.As(err, &s) && s.Problem != wechat.SyntaxCount && s.Problem != wechat.SyntaxDepth && s.Problem != wechat.SyntaxDoctype && !htmlLike(text) {
			return t.faultAt(s.Line, s.Column, s.Problem)
		}
	case bodyJSON:
		var any json.RawMessage
		err := json.Unmarshal(body, &any)
		var s *json.SyntaxError
		if !errors.As(err, &s) {
			return nil
		}
		at, problem := max(0, int(s.Offset)-1), wechat.SyntaxCharacter
		if int(s.Offset) >= len(text) && strings.Contains(s.Error(), "unexpected end") {
			at, problem = len(text), wechat.SyntaxEnd
		}
		before := text[:at]
		return t.faultAt(strings.Count(before, "\n")+1, utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:])+1, problem)
	}
	return nil
}

// htmlLike says whether a text is a web page, which is not held to XML's rules.
func htmlLike(text string) bool {
	start := strings.ToLower(strings.TrimSpace(text[:min(len(text), 512)]))
	return strings.HasPrefix(start, "<!doctype html") || strings.HasPrefix(start, "<html")
}

func (t teller) faultAt(line, column int, s wechat.Syntax) *fault {
	return &fault{line, column, t.t("detail.fault", "line", line, "column", column, "problem", t.t("syntax."+string(s)))}
}

// mark makes a text of which the place of a fault is marked, with words beside it; line is
// the marked one, from 0.
func mark(text string, at fault, guard func(string) string) (s kit.CodeSource, line int) {
	s = shown(text, kit.SyntaxNone, guard)
	line = at.line - 1
	lines := strings.Split(text, "\n")
	if line < 0 || line >= len(lines) {
		return s, 0
	}
	raw := strings.TrimSuffix(lines[line], "\r")
	from := 0
	for n := 1; n < at.column && from < len(raw); n++ {
		_, w := utf8.DecodeRuneInString(raw[from:])
		from += w
	}
	m := kit.CodeMark{From: utf8.RuneCountInString(guard(visible([]byte(raw[:from])))), Note: at.words}
	m.To = m.From + faultLength(raw[from:])
	if n := utf8.RuneCountInString(guard(visible([]byte(raw)))); m.From >= n { // it stops at the line's end
		m.From, m.To = max(0, n-1), n
	}
	s.Marks = map[int]kit.CodeMark{line: m}
	return s, line
}

// faultLength is how many characters from a fault on are marked: a tag whole, otherwise a
// word.
func faultLength(s string) int {
	end := strings.IndexAny(s, " \t\r,;:{}[]")
	if strings.HasPrefix(s, "<") {
		end = strings.IndexByte(s, '>') + 1
	}
	if end < 1 {
		end = len(s)
	}
	return max(1, min(utf8.RuneCountInString(s[:end]), 60))
}
