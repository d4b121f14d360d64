package ui

import (
	"slices"
	"strings"
	"time"

	"echostr/internal/reply"
)

// ruleBook is the rules of one profile as the page shows them: each as it stands in the
// editor, beside the form that is in force. What has an error stays here and waits,
// while its last good form goes on answering.
type ruleBook struct {
	profile string
	chosen  string // ID of the rule in the editor; "" for none
	// warn looks at rules for what they cannot know of themselves; nil warns of nothing.
	warn    func(profile string, rules []reply.Rule) []reply.Problem
	drafts  []*ruleDraft
	known   []reply.Rule // in force, as last heard of
	version uint64       // of known
	heard   bool         // known was set
	seq     uint64       // snapshots before this one are older than known
	past    history

	saving, again bool         // a save is under way, and one more is wanted
	waiting       []func()     // for the end of the saves
	failed        error        // of the last save
	blocked       *ruleBlocker // why the last save was refused
	changed       func()       // told after a save
}

// ruleBlocker is a rule that the engine did not take, though it was not the one edited.
type ruleBlocker struct{ id, name string }

// ruleDraft is one rule of a book.
type ruleDraft struct {
	rule     reply.Rule      // as it stands in the editor
	kept     reply.Rule      // as it is in force; counts only when inForce
	inForce  bool            // some form of the rule is in force
	since    time.Time       // when kept came in force; zero: it does not answer yet
	problems []reply.Problem // of rule, as of the last check
}

// broken says whether the rule cannot come in force as it stands.
func (d *ruleDraft) broken() bool { return reply.Blocks(d.problems) }

// settled says whether the rule is in force as it stands.
func (d *ruleDraft) settled() bool { return d.inForce && d.rule.Equal(d.kept) }

// check finds the problems of all rules anew.
func (b *ruleBook) check() {
	rules := make([]reply.Rule, len(b.drafts))
	for i, d := range b.drafts {
		rules[i] = d.rule
		d.problems = nil
	}
	_, problems := reply.Compile(rules)
	if b.warn != nil {
		problems = append(problems, b.warn(b.profile, rules)...)
	}
	for _, p := range problems {
		b.drafts[p.Index].problems = append(b.drafts[p.Index].problems, p)
	}
}

// wanted is what should be in force by the last check: every rule as it stands, one with
// an error in its last good form. The switch counts at once for both.
func (b *ruleBook) wanted() []reply.Rule {
	out := make([]reply.Rule, 0, len(b.drafts))
	for _, d := range b.drafts {
		switch {
		case !d.broken():
			out = append(out, d.rule)
		case d.inForce:
			kept := d.kept
			kept.On = d.rule.On
			out = append(out, kept)
		}
	}
	return out
}

// accept records that rules came in force at a time. What was typed since then stays.
func (b *ruleBook) accept(rules []reply.Rule, at time.Time) {
	now := make(map[string]reply.Rule, len(rules))
	for _, r := range rules {
		now[r.ID] = r
	}
	for _, d := range b.drafts {
		r, ok := now[d.rule.ID]
		if ok && !(d.inForce && d.kept.Equal(r)) {
			d.since = at
		}
		d.kept, d.inForce = r, ok
	}
	b.known, b.heard = rules, true
}

// date gives a time to what is in force without one: the window may open before the server
// listens. It says whether there was any.
func (b *ruleBook) date(at time.Time) (dated bool) {
	if at.IsZero() {
		return false
	}
	for _, d := range b.drafts {
		if d.inForce && d.since.IsZero() {
			d.since, dated = at, true
		}
	}
	return dated
}

// merge takes rules that came in force by another hand. Rules that are being edited, as
// held says, and those that have unsaved changes stay as they stand; new ones that never
// were in force stay behind the rule that they stood behind. crossed says that a rule was
// changed here and there: what stands here goes over the other when it is saved.
func (b *ruleBook) merge(rules []reply.Rule, at time.Time, held func(*ruleDraft) bool) (crossed bool) {
	old := make(map[string]*ruleDraft, len(b.drafts))
	for _, d := range b.drafts {
		old[d.rule.ID] = d
	}
	next := make([]*ruleDraft, 0, len(rules))
	for _, r := range rules {
		d := old[r.ID]
		switch {
		case d == nil:
			d = &ruleDraft{rule: r}
		case d.settled() && !held(d):
			d.rule = r
		case d.inForce && !d.kept.Equal(r) && !d.rule.Equal(r):
			crossed = true
		}
		delete(old, r.ID) // a second rule of the same ID is another rule
		next = append(next, d)
	}
	for i, d := range b.drafts {
		unsaved := !d.settled() || held(d)
		if !unsaved || slices.Contains(next, d) {
			continue
		}
		crossed = crossed || d.inForce
		place := 0
		if i > 0 {
			place = slices.Index(next, b.drafts[i-1]) + 1
		}
		next = slices.Insert(next, place, d)
	}
	b.drafts = next
	b.accept(rules, at)
	b.check()
	return crossed
}

// find is the index of a rule, or -1.
func (b *ruleBook) find(id string) int {
	return slices.IndexFunc(b.drafts, func(d *ruleDraft) bool { return d.rule.ID == id })
}

// insert puts a rule that is not in force before index i.
func (b *ruleBook) insert(i int, r reply.Rule) {
	b.drafts = slices.Insert(b.drafts, min(max(i, 0), len(b.drafts)), &ruleDraft{rule: r})
}

// remove takes rule i out of the book.
func (b *ruleBook) remove(i int) { b.drafts = slices.Delete(b.drafts, i, i+1) }

// move puts rule from where it has index to afterwards; it says whether anything moved.
func (b *ruleBook) move(from, to int) bool {
	if from == to || min(from, to) < 0 || max(from, to) >= len(b.drafts) {
		return false
	}
	d := b.drafts[from]
	b.remove(from)
	b.drafts = slices.Insert(b.drafts, to, d)
	return true
}

// problem is the weightiest of the problems told at some places of the rule: the first
// error, else the first warning. A place that ends in "*" takes what is told below it as
// well; "" is the rule as a whole, "id" what is told of its ID.
func (d *ruleDraft) problem(places ...string) (reply.Problem, bool) {
	var found *reply.Problem
	for i := range d.problems {
		p := &d.problems[i]
		if !slices.ContainsFunc(places, func(place string) bool { return isAt(p, place) }) || d.isNews(p) {
			continue
		}
		if found == nil || found.Warning && !p.Warning {
			found = p
		}
	}
	if found == nil {
		return reply.Problem{}, false
	}
	return *found, true
}

// isNews says whether a problem is no mistake, but that a new rule is not filled in yet.
func (d *ruleDraft) isNews(p *reply.Problem) bool {
	return !d.inForce && (p.ID == "empty" || p.ID == "missing")
}

func isAt(p *reply.Problem, place string) bool {
	at := p.Path
	if p.Field == reply.FieldID {
		at = "id"
	}
	if below, ok := strings.CutSuffix(place, "*"); ok {
		rest, in := strings.CutPrefix(at, below)
		return in && (rest == "" || rest[0] == '.' || rest[0] == '[')
	}
	return at == place
}

// refuse records the problems for which the engine did not take the rules.
func (b *ruleBook) refuse(problems []reply.Problem) {
	for _, p := range problems {
		i := b.find(p.RuleID)
		if i < 0 || p.Warning {
			continue
		}
		d := b.drafts[i]
		if !d.broken() {
			d.problems = append(d.problems, p)
		}
		if b.blocked == nil {
			b.blocked = &ruleBlocker{id: p.RuleID, name: d.rule.Name}
		}
	}
}
