package ui

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"echostr/internal/exchange"
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

// rawDraft is a request in its parts that is being edited.
type rawDraft struct {
	parts  simulate.Parts // as recorded; Body is sent unchanged where bodyOpen is false
	method string
	path   string
	query  []pair
	fields []pair
	body   string

	bodyOpen bool
	first    string // what it would have sent before any edit
}

// What can be edited as text. Fyne shapes the whole text at every key: 64 KiB take a tenth
// of a second in short lines, and seven seconds in one.
const (
	bodyMost  = 64 << 10 // bytes in lines of at most lineMost
	lineMost  = 2 << 10
	lumpMost  = 8 << 10 // bytes in lines of any length
	typedMost = 8 << 10 // characters that may be added to what was there
)

// newRawDraft takes a recorded request apart.
func newRawDraft(x *exchange.Exchange) *rawDraft {
	p := simulate.PartsOf(x)
	r := &rawDraft{parts: p, method: p.Method}
	path, query, _ := strings.Cut(p.Target, "?")
	r.path = path
	for i, q := range wechat.Query(query).Pairs() {
		r.query = append(r.query, pair{name: q.Name, value: q.Value, from: i})
	}
	for i, f := range p.Fields {
		r.fields = append(r.fields, pair{name: f.Name, value: f.Value, from: i})
	}
	if r.bodyOpen = editable(string(p.Body)); r.bodyOpen {
		r.body = string(p.Body)
	}
	r.first = r.print()
	return r
}

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

// request are the parts as edited. Parameters that were not touched keep their escapes.
func (r *rawDraft) request() simulate.Parts {
	p := r.parts
	p.Method = strings.TrimSpace(r.method)
	_, query, asked := strings.Cut(r.parts.Target, "?")
	before := wechat.Query(query).Pairs()
	if len(r.query) != len(before) || !r.sameQuery(before) {
		var list []string
		for _, q := range r.query {
			if q.name == "" && q.value == "" {
				continue
			}
			if q.from >= 0 && q.from < len(before) && before[q.from].Value == q.value && before[q.from].Name == q.name {
				list = append(list, url.QueryEscape(q.name)+"="+before[q.from].Raw)
				continue
			}
			list = append(list, url.QueryEscape(q.name)+"="+url.QueryEscape(q.value))
		}
		query, asked = strings.Join(list, "&"), len(list) > 0
	}
	if p.Target = strings.TrimSpace(r.path); asked {
		p.Target += "?" + query
	}
	p.Fields = nil
	for _, f := range r.fields {
		if f.name != "" || f.value != "" {
			p.Fields = append(p.Fields, exchange.Field{Name: strings.TrimSpace(f.name), Value: f.value})
		}
	}
	if r.bodyOpen {
		p.Body = []byte(r.body)
	}
	return p
}

func (r *rawDraft) sameQuery(before []wechat.Pair) bool {
	for i, q := range r.query {
		if q.from != i || before[i].Name != q.name || before[i].Value != q.value {
			return false
		}
	}
	return true
}

// print is all that the draft would send, to tell whether it was edited.
func (r *rawDraft) print() string {
	p := r.request()
	var b strings.Builder
	b.WriteString(p.Method + " " + p.Target + "\n")
	for _, f := range p.Fields {
		b.WriteString(f.Name + ": " + f.Value + "\n")
	}
	b.WriteString("\n")
	if r.bodyOpen {
		b.WriteString(r.body)
	}
	return b.String()
}

// fault is the first thing that keeps the parts from being a request: the key of its words,
// and the text concerned.
func (r *rawDraft) fault() (key, what string) {
	p := r.request()
	switch {
	case p.Method == "":
		return "replay.raw.method.empty", ""
	case strings.ContainsFunc(p.Method, func(c rune) bool { return (c < 'A' || c > 'Z') && c != '-' && (c < 'a' || c > 'z') }):
		return "replay.raw.method.bad", p.Method
	case !strings.HasPrefix(r.path, "/"):
		return "replay.raw.path.slash", r.path
	case strings.ContainsAny(p.Target, " \t\r\n"):
		return "replay.raw.path.blank", r.path
	case strings.ContainsAny(r.path, "?#"):
		return "replay.raw.path.query", r.path
	}
	for _, f := range p.Fields {
		if f.Name == "" || strings.ContainsAny(f.Name, ": \t") {
			return "replay.raw.header.name", f.Name
		}
	}
	return "", ""
}
