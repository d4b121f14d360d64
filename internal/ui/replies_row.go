package ui

import (
	"strings"

	"echostr/internal/reply"
	"echostr/internal/ui/kit"
	"echostr/internal/words"
)

// ruleTeller turns rules into the words that a person reads.
type ruleTeller struct{ words *words.Catalogue }

func (t ruleTeller) t(key string, args ...any) string { return t.words.T(key, args...) }

// pair is a rule as its row in the list shows it; hits is how often it answered.
func (t ruleTeller) pair(d *ruleDraft, hits int64) kit.Pair {
	p := kit.Pair{Title: t.name(d.rule), Subtitle: t.summary(d.rule), On: d.rule.On}
	if hits > 0 {
		p.Right = t.t("replies.hits", "count", grouped(hits))
	}
	switch {
	case d.broken() && !d.inForce:
		p.Problem, p.Subtitle = kit.LevelWarning, t.t("replies.row.draft")
	case d.broken():
		p.Problem, p.Subtitle = kit.LevelError, t.t("replies.row.broken", "summary", p.Subtitle)
	case len(d.problems) > 0 && d.rule.On:
		p.Problem = kit.LevelWarning
	}
	return p
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

func (t ruleTeller) when(when reply.When) string {
	w := simple(when)
	op := w.Op
	event := takesEvents(w)
	var subject string
	switch name := strings.TrimSpace(w.Event); {
	case event && name == "":
		subject = t.t("replies.when.any_event")
	case event:
		subject = t.t("replies.when.event", "event", gist(name))
	case strings.TrimSpace(w.Type) == "":
		subject = t.t("replies.when.any")
	case op == reply.Any:
		return t.t("replies.when.any_of", "type", t.kind(w.Type))
	default:
		subject = t.kind(w.Type)
	}
	key := "replies.when." + string(op)
	if op == reply.Any || !t.words.Has(key) {
		return subject
	}
	if event && op == reply.Equals {
		key = "replies.when.key_equals"
	}
	return t.t(key, "subject", subject, "text", gist(w.Text))
}

func (t ruleTeller) then(n reply.Then) string {
	switch n.Kind {
	case reply.KindText:
		return t.t("replies.then.text", "text", gist(n.Text))
	case reply.KindSuccess:
		return t.t("replies.then.success")
	case reply.KindEmpty:
		return t.t("replies.then.empty")
	}
	return n.Kind
}

// kind is the word for a MsgType; one that there are no words for says its own name.
func (t ruleTeller) kind(name string) string {
	if i := placeOf(messageTypes, name); i > 0 {
		return t.t("replies.type." + messageTypes[i])
	}
	return strings.TrimSpace(name)
}

// typeChoices are the lines of the select of types: "文本 text".
func (t ruleTeller) typeChoices() []string {
	var out []string
	for _, name := range messageTypes {
		if name == "" {
			out = append(out, t.t("replies.when.any"))
			continue
		}
		out = append(out, t.t("replies.choice", "word", t.t("replies.type."+name), "name", name))
	}
	return out
}

// eventChoices are the lines of the select of events: "关注 subscribe"; the last lets one
// name any other.
func (t ruleTeller) eventChoices() []string {
	var out []string
	for _, name := range eventNames {
		if name == "" {
			out = append(out, t.t("replies.when.any_event"))
			continue
		}
		out = append(out, t.t("replies.choice", "word", t.t("replies.event."+strings.ToLower(name)), "name", name))
	}
	return append(out, t.t("replies.event.other"))
}

// standing is how a rule stands, at the head of its editor.
type standing struct {
	level kit.Level
	word  string
	text  string // what there is to know or to do about it; "" for nothing
}

func (t ruleTeller) standing(b *ruleBook, d *ruleDraft) standing {
	switch {
	case d.broken() && !d.inForce:
		return standing{kit.LevelNone, t.t("replies.state.draft"), t.t("replies.state.draft.text")}
	case d.broken():
		return standing{kit.LevelError, t.t("replies.state.broken"), t.t("replies.state.broken.text")}
	case d.settled() && !d.rule.On:
		return standing{kit.LevelNone, t.t("replies.state.off"), ""}
	case d.settled() && d.since.IsZero():
		return standing{kit.LevelGood, t.t("replies.state.in_force"), ""}
	case d.settled():
		return standing{kit.LevelGood, t.t("replies.state.in_force_since", "time", clock(d.since)), ""}
	case b.blocked != nil:
		return standing{kit.LevelError, t.t("replies.state.broken"), t.t("replies.state.blocked.text", "name", gist(b.blocked.name))}
	case b.failed != nil:
		return standing{kit.LevelError, t.t("replies.state.failed"), t.t("replies.state.failed.text")}
	}
	return standing{kit.LevelNone, t.t("replies.state.waiting"), ""}
}

// gistMax is how many characters of a text stand in a row's words.
const gistMax = 60

// gist is the beginning of a text, on one line.
func gist(s string) string {
	if len(s) > 16*gistMax {
		s = s[:16*gistMax]
	}
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "\uFFFD")), " ")
	if r := []rune(s); len(r) > gistMax {
		return string(r[:gistMax]) + "…"
	}
	return s
}
