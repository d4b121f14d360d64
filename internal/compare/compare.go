package compare

import (
	"strings"
	"unicode/utf8"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// Options say what compare cannot know by itself.
type Options struct {
	// Opened is the answer of an exchange in clear, for answers that were encrypted; nil,
	// or "" from it, compares the answer as it left.
	Opened func(*exchange.Exchange) string
}

// Exchanges compares every part of a with the same part of b.
func Exchanges(a, b *exchange.Exchange, o Options) []Section {
	headA, headB := a.Response.Header(), b.Response.Header()
	return []Section{
		{Outcome, fields(outcome(a), outcome(b), in(set("duration")))},
		{RequestLine, fields(line(&a.Request), line(&b.Request), none)},
		{Query, fields(parameters(a), parameters(b), in(noisyParameters))},
		{Headers, fields(headers(a.Request.Header()), headers(b.Request.Header()), in(noisyHeaders))},
		{Message, messages(a, b)},
		{Status, Lines(headA.Line, headB.Line)},
		{AnswerHeaders, fields(headers(headA), headers(headB), in(noisyAnswers))},
		{Reply, replies(a, b, o)},
	}
}

func outcome(x *exchange.Exchange) []pair {
	var causes []string
	for _, c := range x.Opened.Causes {
		causes = append(causes, string(c.ID))
	}
	return named("verdict", x.Verdict.String(), "kind", x.Opened.Kind.String(), "causes", strings.Join(causes, " "),
		"rule", x.Rule, "reply", x.Reply, "via", x.Via.String(), "profile", x.Profile, "duration", x.Duration.String())
}

func line(r *exchange.Request) []pair {
	return named("method", r.Method, "path", r.Path, "protocol", r.Proto)
}

// named are pairs out of names and values in turn.
func named(of ...string) (out []pair) {
	for i := 0; i < len(of); i += 2 {
		out = append(out, pair{of[i], of[i], of[i+1]})
	}
	return out
}

func parameters(x *exchange.Exchange) (out []pair) {
	for _, p := range wechat.Query(x.Request.Query).Pairs() {
		out = append(out, pair{p.Name, p.Name, p.Value})
	}
	return out
}

func headers(h exchange.Head) (out []pair) {
	for _, f := range h.Fields {
		out = append(out, pair{f.Name, strings.ToLower(f.Name), f.Value})
	}
	return out
}

// messages compares what both say, however it was sent; bodies that are no messages are
// compared as text.
func messages(a, b *exchange.Exchange) []Row {
	if a.Opened.Message != nil && b.Opened.Message != nil {
		return fields(leaves(a.Opened.Message), leaves(b.Opened.Message), noisyPath)
	}
	return bodies(a.Request.Entity(), b.Request.Entity())
}

// replies compares the answers. Those of two verifications are their echostr.
func replies(a, b *exchange.Exchange, o Options) []Row {
	textA, textB := answer(a, o), answer(b, o)
	ma, errA := wechat.Parse(textA)
	mb, errB := wechat.Parse(textB)
	if errA == nil && errB == nil {
		return fields(leaves(ma), leaves(mb), noisyPath)
	}
	rows := bodies([]byte(textA), []byte(textB))
	if echoed(a, textA) && echoed(b, textB) {
		for i := range rows {
			rows[i].Noise = true
		}
	}
	return rows
}

func echoed(x *exchange.Exchange, answer string) bool {
	return x.Opened.Kind == wechat.Verification && answer != "" && answer == x.Opened.Echo
}

func answer(x *exchange.Exchange, o Options) string {
	if o.Opened != nil {
		if s := o.Opened(x); s != "" {
			return s
		}
	}
	return string(x.Response.Entity())
}

func leaves(m *wechat.Message) (out []pair) {
	for _, l := range m.Leaves() {
		out = append(out, pair{l.Path, l.Path, l.Value})
	}
	return out
}

// noisyPath looks at the name at the end of a field's path.
func noisyPath(path string) bool {
	return in(noisyFields)(path[strings.LastIndexByte(path, '.')+1:])
}

// bodies compares texts by lines; of bytes that are no text it only says whether they
// differ, and how long they are.
func bodies(a, b []byte) []Row {
	if utf8.Valid(a) && utf8.Valid(b) {
		return Lines(string(a), string(b))
	}
	if string(a) == string(b) {
		return []Row{{A: string(a), B: string(b)}}
	}
	return []Row{{A: string(a), B: string(b), State: Changed}}
}
