package ui

import (
	"fmt"
	"testing"

	"echostr/internal/engine"
	"echostr/internal/reply"
)

// BenchmarkRepliesSettle is what a pause in typing costs the window with 1,000 rules.
func BenchmarkRepliesSettle(b *testing.B) {
	f := newFakeEngine()
	var rules []reply.Rule
	for i := range 1000 {
		rules = append(rules, reply.Rule{ID: fmt.Sprint("r", i), Name: fmt.Sprint("规则 ", i), On: true,
			When: reply.When{Types: []string{"text"}, Tests: []reply.Test{testOf(reply.SubjectText, reply.Contains, fmt.Sprint("词", i), fmt.Sprint("word", i))}},
			Then: reply.Then{Kind: reply.KindText, Text: "您好 {{.FromUserName}}"}})
	}
	f.set(func(s *engine.Snapshot) { s.Rules[s.Active().ID] = rules })
	s := newStage(b, f, "zh-Hans")
	p := newRepliesPage(s.deps)
	s.put(p.object(), 1003, 727)
	s.on(p.apply)
	n := 0
	for b.Loop() {
		n++
		p.edit(func(r *reply.Rule) { r.Name = fmt.Sprint(n) }, true)
		p.pause.flush()
		b.StopTimer()
		s.settle()
		b.StartTimer()
	}
}
