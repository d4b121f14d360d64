package ui

import (
	"strings"
	"time"

	"echostr/internal/engine"
	"echostr/internal/reply"
	"echostr/internal/ui/kit"
	"echostr/internal/words"
)

// ruleTeller turns rules into the words that a person reads.
type ruleTeller struct{ words *words.Catalogue }

func (t ruleTeller) t(key string, args ...any) string { return t.words.T(key, args...) }

// pair is a rule as its row in the list shows it.
func (t ruleTeller) pair(d *ruleDraft, hit engine.Hit, now time.Time) kit.Pair {
	p := kit.Pair{Title: t.name(d.rule), Subtitle: t.summary(d.rule), On: d.rule.On}
	if hit.Count > 0 {
		p.Right = t.t("replies.hits", "count", grouped(hit.Count))
		if !hit.Last.IsZero() {
			p.Below = t.ago(hit.Last, now)
		}
	}
	front, behind := d.behind()
	switch {
	case d.broken() && !d.inForce:
		p.Problem, p.Subtitle = kit.LevelWarning, t.t("replies.row.draft")
	case d.broken():
		p.Problem, p.Subtitle = kit.LevelError, t.t("replies.row.broken", "summary", p.Subtitle)
	case behind && d.rule.On:
		p.Problem, p.Subtitle = kit.LevelWarning, t.t("replies.row.behind", "rule", gist(front.name), "summary", p.Subtitle)
	case len(d.problems) > 0 && d.rule.On:
		p.Problem = kit.LevelWarning
	}
	return p
}

// ago is when something was, as short as can be: the time today, else the day.
func (t ruleTeller) ago(at, now time.Time) string {
	if y, m, d := at.Date(); y == now.Year() && m == now.Month() && d == now.Day() {
		return at.Format("15:04:05")
	}
	return at.Format("01-02")
}

// front is a rule that stands before another and leaves nothing to it.
type front struct{ id, name string }

// behind is the rule before d that takes all that d could take, if there is one.
func (d *ruleDraft) behind() (front, bool) {
	for i := range d.problems {
		if p := &d.problems[i]; p.Field == reply.FieldType && (p.ID == "covered" || p.ID == "unreachable") {
			return front{p.Args["id"], p.Args["rule"]}, true
		}
	}
	return front{}, false
}

// name is a rule's name, or a word for one without.
func (t ruleTeller) name(r reply.Rule) string {
	if name := strings.TrimSpace(r.Name); name != "" {
		return gist(name)
	}
	return t.t("replies.unnamed")
}

// summary is what a rule does: "文本 包含 “开门 | 营业” → 文本 “…”".
func (t ruleTeller) summary(r reply.Rule) string {
	return t.t("replies.summary", "when", t.when(r.When), "then", t.then(r.Then))
}

// standing is how a rule stands, at the head of its editor.
type standing struct {
	level kit.Level
	word  string
	text  string // what there is to know or to do about it; "" for nothing
	front string // ID of the rule that the text speaks of; "" for none
	typed bool   // it comes and goes with typing
}

func (t ruleTeller) standing(b *ruleBook, d *ruleDraft) standing {
	front, behind := d.behind()
	switch {
	case d.broken() && !d.inForce:
		return standing{level: kit.LevelNone, word: t.t("replies.state.draft"), text: t.t("replies.state.draft.text"), typed: true}
	case d.broken():
		return standing{level: kit.LevelError, word: t.t("replies.state.broken"), text: t.t("replies.state.broken.text"), typed: true}
	case d.settled() && !d.rule.On:
		return standing{level: kit.LevelNone, word: t.t("replies.state.off")}
	case d.settled() && behind:
		return standing{level: kit.LevelWarning, word: t.t("replies.state.behind"),
			text: t.t("replies.state.behind.text", "rule", gist(front.name)), front: front.id}
	case d.settled() && d.since.IsZero():
		return standing{level: kit.LevelGood, word: t.t("replies.state.in_force")}
	case d.settled():
		return standing{level: kit.LevelGood, word: t.t("replies.state.in_force_since", "time", clock(d.since))}
	case b.blocked != nil:
		return standing{level: kit.LevelError, word: t.t("replies.state.broken"),
			text: t.t("replies.state.blocked.text", "name", gist(b.blocked.name)), front: b.blocked.id}
	case b.failed != nil:
		return standing{level: kit.LevelError, word: t.t("replies.state.failed"), text: t.t("replies.state.failed.text")}
	}
	return standing{level: kit.LevelNone, word: t.t("replies.state.waiting")}
}

// gistMax is how many characters of a text stand in a row's words.
const gistMax = 60

// gist is the beginning of a text, on one line.
func gist(s string) string { return gistTo(s, gistMax) }

func gistTo(s string, most int) string {
	if len(s) > 16*gistMax {
		s = s[:16*gistMax]
	}
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "\uFFFD")), " ")
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
