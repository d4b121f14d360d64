package ui

import (
	"strings"
	"unicode/utf8"

	"echostr/internal/simulate"
	"echostr/internal/wechat"
)

// messageDraft is a message in clear that is being edited: as rows, or as text. What is
// edited in one way is there in the other.
type messageDraft struct {
	original string
	text     string
	form     simulate.Form
	read     []simulate.FormRow // the form as it was made of the text
	asText   bool
	changed  bool // the form since it was made of the text
}

// newMessageDraft begins with the form, unless the message has none.
func newMessageDraft(message string) *messageDraft {
	m := &messageDraft{original: message, text: message, asText: true}
	if m.toForm() != nil || len(m.form.Rows) > formRowsMost {
		m.asText = true
	}
	return m
}

// formRowsMost is how many rows a form may have; a longer message is edited as text.
const formRowsMost = 60

// message is what would be sent. The error is a *simulate.FormError.
func (m *messageDraft) message() (string, error) {
	if m.asText || !m.changed {
		return m.text, nil
	}
	return m.form.Text()
}

// check is message for sending: text must be XML or JSON, else the error is a
// *wechat.SyntaxError.
func (m *messageDraft) check() (string, error) {
	text, err := m.message()
	if err != nil {
		return "", err
	}
	if _, err := wechat.Parse(text); err != nil {
		return "", err
	}
	return text, nil
}

// toForm makes rows of the text.
func (m *messageDraft) toForm() error {
	form, err := simulate.FormOf(m.text)
	if err != nil {
		return err
	}
	m.form, m.read, m.asText, m.changed = form, form.Rows, false, false
	return nil
}

// toText makes text of the rows.
func (m *messageDraft) toText() error {
	text, err := m.message()
	if err != nil {
		return err
	}
	m.text, m.asText = text, true
	return nil
}

// setRows takes the rows as they are now; those that are new are written as WeChat would.
func (m *messageDraft) setRows(pairs []pair) {
	rows := make([]simulate.FormRow, 0, len(pairs))
	for _, p := range pairs {
		r := simulate.FormRow{Path: strings.TrimSpace(p.name), Value: p.value}
		if p.from >= 0 && p.from < len(m.read) {
			r.Bare = m.read[p.from].Bare
		} else {
			name := r.Path[strings.LastIndexByte(r.Path, '.')+1:]
			r.Bare = simulate.PlainNumber(name, r.Value)
		}
		rows = append(rows, r)
	}
	m.form.Rows, m.changed = rows, true
}

// edited says whether the message would be another one.
func (m *messageDraft) edited() bool {
	text, err := m.message()
	return err != nil || text != m.original
}

// pairs are the rows of the form for a table, as they were read.
func (m *messageDraft) pairs() []pair {
	out := make([]pair, len(m.read))
	for i, r := range m.read {
		out[i] = pair{name: r.Path, value: r.Value, from: i}
	}
	return out
}

// What can be edited as text. Fyne shapes the whole text at every key: 64 KiB take a tenth
// of a second in short lines, and seven seconds in one.
const (
	bodyMost  = 64 << 10 // bytes in lines of at most lineMost
	lineMost  = 2 << 10
	lumpMost  = 8 << 10 // bytes in lines of any length
	typedMost = 8 << 10 // characters that may be added to what was there
)

// editable says whether a text can stand in an editor as it is.
func editable(s string) bool {
	if len(s) > bodyMost || !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool {
		return r < 0x20 && r != '\n' && r != '\t' || r == 0x7f
	}) {
		return false
	}
	if len(s) <= lumpMost {
		return true
	}
	for line := range strings.SplitSeq(s, "\n") {
		if len(line) > lineMost {
			return false
		}
	}
	return true
}

// editorMost is how many characters an editor with a text takes.
func editorMost(s string) int { return min(bodyMost, utf8.RuneCountInString(s)+typedMost) }
