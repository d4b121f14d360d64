package ui

import (
	"net/url"
	"slices"
	"strings"

	"echostr/internal/exchange"
	"echostr/internal/simulate"
	"echostr/internal/wechat"
)

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

// request are the parts as edited. Parameters that were not touched stay as they were.
func (r *rawDraft) request() simulate.Parts {
	p := r.parts
	p.Method = strings.TrimSpace(r.method)
	_, query, asked := strings.Cut(r.parts.Target, "?")
	before := wechat.Query(query).Pairs()
	if len(r.query) != len(before) || !r.sameQuery(before) {
		var list []string
		spelled := spellings(query)
		for _, q := range r.query {
			if q.name == "" && q.value == "" {
				continue
			}
			was := ""
			if q.from >= 0 && q.from < len(before) {
				was = spelled[q.from]
				if before[q.from].Value == q.value && before[q.from].Name == q.name {
					list = append(list, was)
					continue
				}
			}
			if was != "" && q.value == "" && !strings.Contains(was, "=") { // a name alone
				list = append(list, url.QueryEscape(q.name))
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

// spellings are the parameters of a query as they stand there, one for each of its pairs.
func spellings(query string) []string {
	return slices.DeleteFunc(strings.Split(query, "&"), func(one string) bool { return one == "" || one == "=" })
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
