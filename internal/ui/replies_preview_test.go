package ui

import (
	"context"
	"strings"
	"testing"

	"echostr/internal/exchange"
	"echostr/internal/reply"
)

func TestRepliesMakePreview(t *testing.T) {
	rules := someRules()
	all := append([]reply.Rule{{ID: "all", On: true, Name: "全部", Then: reply.Then{Kind: "success"}}}, rules...)
	event := reply.When{Types: []string{"event"}, Events: []string{"subscribe"}}
	for _, c := range []struct {
		name     string
		got      string // messages that came, the newest last, "|" between them
		change   func(*previewAsk)
		captured bool
		matches  bool
		earlier  string
		by       string
		content  string // a part of the reply
		body     string // a part of the bytes
		fails    bool
		spoiled  bool
	}{
		{name: "the newest that matches", got: "营业吗|几点开门|别的", captured: true, matches: true,
			content: "您说的是：几点开门", body: "<Content><![CDATA[您好 "},
		{name: "a sample", got: "别的", matches: true, content: "您说的是：开门"},
		{name: "a rule that is off", change: func(a *previewAsk) { a.rule.On, a.all = false, all }, matches: true, content: "您说的是：开门"},
		{name: "another comes first", change: func(a *previewAsk) { a.all = all }, matches: true, earlier: "全部", content: "您说的是：开门"},
		{name: "no sample can match", change: func(a *previewAsk) {
			a.rule.When = reply.Simple{Type: "image", Op: reply.Contains, Text: "x"}.When()
		}, content: "您说的是："},
		{name: "a template that fails", change: func(a *previewAsk) { a.rule.Then.Text = "{{.Missing}}" }, matches: true, fails: true},
		{name: "success", change: func(a *previewAsk) { a.rule.Then = reply.Then{Kind: reply.KindSuccess} }, matches: true, body: "success"},
		{name: "nothing", change: func(a *previewAsk) { a.rule.Then = reply.Then{Kind: reply.KindEmpty} }, matches: true},
		{name: "a chosen message", got: "几点开门|营业吗", change: func(a *previewAsk) { a.picked.exchange = 1 }, captured: true, matches: true,
			content: "您说的是：几点开门"},
		{name: "a chosen message that another rule takes", change: func(a *previewAsk) { a.picked.sample = &event }, by: "关注欢迎", content: "Hi~"},
		{name: "too late", change: func(a *previewAsk) { a.rule.Then.Delay = reply.Fixed(6e9) }, matches: true, spoiled: true},
		{name: "a status", change: func(a *previewAsk) { a.rule.Then = reply.Then{Kind: reply.KindStatus, Status: 500, Text: "oh"} },
			matches: true, spoiled: true, body: "oh"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newFakeEngine()
			for said := range strings.SplitSeq(c.got, "|") {
				if said != "" {
					f.add(textExchange("demo0001", said))
				}
			}
			a := previewAsk{profile: "demo0001", rule: rules[1], all: rules, said: "你好", now: fakeClock}
			if c.change != nil {
				c.change(&a)
			}
			p, err := makePreview(t.Context(), f, a)
			if err != nil {
				t.Fatal(err)
			}
			if p.captured != c.captured || p.matches != c.matches || p.earlier.name != c.earlier || p.by.name != c.by ||
				(p.failure != nil) != c.fails || p.spoiled() != c.spoiled {
				t.Errorf("the preview is %+v", p)
			}
			if got := p.answer.Outcome.Reply.Content; !strings.Contains(got, c.content) || !strings.Contains(string(p.answer.Clear), c.body) {
				t.Errorf("the reply is %q, the bytes are %q", got, p.answer.Clear)
			}
			if !c.fails && p.answer.Clear == nil {
				t.Error("no bytes, not even none")
			}
		})
	}
}

func TestRepliesRecent(t *testing.T) {
	var r recentMessages
	at := func(id int64, profile, text string) *exchange.Exchange {
		x := textExchange(profile, text)
		x.ID = id
		return x
	}
	texts := func(profile string) string {
		var out []string
		for _, m := range r.of(profile) {
			out = append(out, m.message.Get("Content"))
		}
		return strings.Join(out, " ")
	}
	failed := at(3, "a", "false")
	failed.Verdict = exchange.Fail
	if !r.add([]*exchange.Exchange{at(1, "a", "1"), at(2, "b", "2"), failed, at(4, "a", "4")}, "a") {
		t.Error("a message of the profile is not told")
	}
	if r.add([]*exchange.Exchange{at(5, "b", "5"), failed}, "a") {
		t.Error("messages of others are told")
	}
	if got := texts("a"); got != "4 1" {
		t.Errorf("messages of a: %s", got)
	}
	// The records are read anew while 6 comes in.
	upTo := r.newest()
	r.add([]*exchange.Exchange{at(6, "a", "6")}, "a")
	r.replace("a", []*exchange.Exchange{at(4, "a", "4")}, upTo)
	if got := texts("a") + "/" + texts("b"); got != "6 4/5 2" {
		t.Errorf("after replace: %s", got)
	}
	// Or the records have 6 already.
	r.replace("a", []*exchange.Exchange{at(4, "a", "4"), at(6, "a", "6")}, upTo)
	if got := texts("a"); got != "6 4" {
		t.Errorf("after replace: %s", got)
	}
	r.replace("a", nil, 6) // cleared
	if got := texts("a"); got != "" {
		t.Errorf("after clear: %s", got)
	}
	var many []*exchange.Exchange
	for i := range int64(10 * recentMax) {
		many = append(many, at(100+i, "a", "x"))
	}
	r.add(many, "a")
	if n := len(r.list); n != recentMax {
		t.Errorf("%d messages are kept", n)
	}
}

// TestRepliesPreviewerIsNotOvertaken holds the previewer to the newest wish: wishes that
// come while one is made are made once, after it.
func TestRepliesPreviewerIsNotOvertaken(t *testing.T) {
	var posted []func()
	d := &deps{ctx: context.Background(), post: func(f func()) { posted = append(posted, f) }}
	rule := someRules()[1]
	asked := 0
	var shown []string
	d.engine = newFakeEngine()
	v := &previewer{deps: d, ask: func() (previewAsk, bool) {
		asked++
		rule.Then.Text = strings.Repeat("x", asked)
		return previewAsk{rule: rule, now: fakeClock}, true
	}, show: func(p preview) { shown = append(shown, p.answer.Outcome.Reply.Content) }, clear: func() { t.Error("cleared") }}
	for range 4 {
		v.wish()
	}
	for {
		d.work.Wait()
		if len(posted) == 0 {
			break
		}
		f := posted[0]
		posted = posted[1:]
		f()
	}
	if asked != 2 || len(shown) != 1 || shown[0] != "xx" {
		t.Errorf("asked %d times, shown %q", asked, shown)
	}
}
