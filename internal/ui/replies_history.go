package ui

import (
	"slices"
	"time"

	"echostr/internal/reply"
)

// history is what the rules of a book were, for undo and redo. Typing in one rule that goes
// on is one step.
type history struct {
	states []bookState
	at     int // of the present state
}

// bookState is a book's rules as they stood in the editor, and the one that was shown.
type bookState struct {
	rules  []reply.Rule
	chosen string
	typed  bool // it came about by typing
	at     time.Time
}

const (
	historyMost = 200
	// typingRest ends a step of typing.
	typingRest = 2 * time.Second
)

// note remembers the book as it is now, if that is news.
func (h *history) note(b *ruleBook, typed bool, at time.Time) {
	now := bookState{rules: b.rules(), chosen: b.chosen, typed: typed, at: at}
	if len(h.states) == 0 {
		h.states, h.at = []bookState{now}, 0
		return
	}
	last := &h.states[h.at]
	if slices.EqualFunc(last.rules, now.rules, reply.Rule.Equal) {
		return
	}
	h.states = h.states[:h.at+1]
	last = &h.states[h.at]
	if typed && last.typed && h.at > 0 && last.chosen == now.chosen && now.at.Sub(last.at) < typingRest {
		*last = now
		return
	}
	h.states = append(h.states, now)
	if over := len(h.states) - historyMost; over > 0 {
		h.states = slices.Delete(h.states, 0, over)
	}
	h.at = len(h.states) - 1
}

// can says whether there is a state in a direction, -1 for undo and 1 for redo.
func (h *history) can(by int) bool { return h.at+by >= 0 && h.at+by < len(h.states) }

// step goes there.
func (h *history) step(by int) (bookState, bool) {
	if !h.can(by) {
		return bookState{}, false
	}
	h.at += by
	h.states[h.at].typed = false // what comes now is a step of its own
	return h.states[h.at], true
}

// rules are the rules as they stand in the editor.
func (b *ruleBook) rules() []reply.Rule {
	out := make([]reply.Rule, 0, len(b.drafts))
	for _, d := range b.drafts {
		out = append(out, d.rule)
	}
	return out
}

// changedIn is the first rule of another state that is not as it is now; the one that was
// shown when there is none.
func (b *ruleBook) changedIn(s bookState) string {
	for _, r := range s.rules {
		if i := b.find(r.ID); i < 0 || !b.drafts[i].rule.Equal(r) {
			return r.ID
		}
	}
	if slices.ContainsFunc(s.rules, func(r reply.Rule) bool { return r.ID == b.chosen }) {
		return b.chosen
	}
	return s.chosen
}

// become makes the book's rules those of a list. Rules that were in force stay known as
// such.
func (b *ruleBook) become(rules []reply.Rule) {
	old := make(map[string]*ruleDraft, len(b.drafts))
	for _, d := range b.drafts {
		old[d.rule.ID] = d
	}
	kept := func(id string) (reply.Rule, bool) {
		i := slices.IndexFunc(b.known, func(r reply.Rule) bool { return r.ID == id })
		if i < 0 {
			return reply.Rule{}, false
		}
		return b.known[i], true
	}
	b.drafts = nil
	for _, r := range rules {
		d := old[r.ID]
		if d == nil {
			d = &ruleDraft{}
			d.kept, d.inForce = kept(r.ID)
		}
		delete(old, r.ID)
		d.rule = r
		b.drafts = append(b.drafts, d)
	}
}
