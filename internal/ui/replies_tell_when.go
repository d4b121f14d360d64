package ui

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"echostr/internal/reply"
)

// word is the word of a MsgType or an event; one that there are no words for says its name.
func (t ruleTeller) word(prefix, name string) string {
	name = strings.TrimSpace(name)
	if key := prefix + strings.ToLower(name); t.words.Has(key) {
		return t.t(key)
	}
	return gist(name)
}

// join sets words between parts, by the words of a key for two.
func (t ruleTeller) join(key string, parts []string) string {
	said := ""
	for i, part := range parts {
		if i > 0 {
			part = t.t(key, "a", said, "b", part)
		}
		said = part
	}
	return said
}

// types are the types or events that a condition waits for, as the control for them shows
// them: "文本 text".
func (t ruleTeller) types(w reply.When) string {
	prefix, names := "replies.type.", w.Types
	if len(w.Events) > 0 {
		prefix, names = "replies.event.", w.Events
	}
	switch {
	case len(names) == 0:
		return t.t("replies.when.any")
	case len(names) == 1:
		name := strings.TrimSpace(names[0])
		if word := t.word(prefix, name); word != gist(name) {
			return t.t("replies.choice", "word", word, "name", name)
		}
		return gist(name)
	}
	var words []string
	for _, n := range names {
		words = append(words, t.word(prefix, n))
	}
	return t.join("replies.or", words)
}

// when is a condition in short: "文本 包含 “开门”".
func (t ruleTeller) when(w reply.When) string {
	said := t.awaited(w)
	if isPlain(w) {
		return said
	}
	cond := conditionsOf(w)
	var parts []string
	for _, line := range cond.lines[:min(len(cond.lines), tellMost)] {
		parts = append(parts, t.condition(line.said()))
	}
	between := "replies.and"
	if cond.any {
		between = "replies.or"
	}
	if len(parts) > 0 {
		said = t.t("replies.when.if", "subject", said, "conditions", t.join(between, parts))
	}
	if more := len(cond.lines) - tellMost; more > 0 {
		said = t.t("replies.when.more", "when", said, "count", strconv.Itoa(more))
	}
	if w.Chance > 0 && w.Chance < 100 {
		said = t.t("replies.when.chance", "when", said, "share", percentText(w.Chance))
	}
	return said
}

// tellMost is how many conditions are told in short.
const tellMost = 3

// awaited are the messages that a condition waits for; of a plain one its comparison too.
func (t ruleTeller) awaited(w reply.When) string {
	op := plainOp(w)
	if !isPlain(w) {
		op = reply.Any
	}
	var subject string
	switch {
	case len(w.Events) > 0:
		var names []string
		for _, e := range w.Events {
			names = append(names, gist(e))
		}
		subject = t.t("replies.when.event", "event", t.join("replies.or", names))
	case takesEvents(w):
		subject = t.t("replies.when.any_event")
	case len(w.Types) == 0:
		subject = t.t("replies.when.any")
	default:
		var words []string
		for _, name := range w.Types {
			words = append(words, t.word("replies.type.", name))
		}
		subject = t.join("replies.or", words)
		if op == reply.Any {
			key := "replies.when.any_of"
			if r := []rune(subject); len(r) > 0 && r[0] < unicode.MaxLatin1 {
				key = "replies.when.any_own"
			}
			return t.t(key, "type", subject)
		}
	}
	key := "replies.when." + string(op)
	if op == reply.Any || !t.words.Has(key) {
		return subject
	}
	if takesEvents(w) && op == reply.Equals {
		key = "replies.when.key_equals"
	}
	return t.t(key, "subject", subject, "text", gist(plainText(w)))
}

// condition is any condition in words: "OpenID 等于 “oGZ…”".
func (t ruleTeller) condition(w reply.When) string {
	if len(w.Not) == 1 && w.Equal(reply.When{Not: w.Not}) {
		if c := conditionOf(w); c.kind == condTest {
			return t.test(c.test, "not_")
		}
		return t.t("replies.cond.not", "condition", t.condition(w.Not[0]))
	}
	var parts []string
	if len(w.Types)+len(w.Events) > 0 {
		parts = append(parts, t.t("replies.cond.is", "types", t.types(w)))
	}
	for _, test := range w.Tests {
		parts = append(parts, t.test(test, ""))
	}
	for _, each := range w.All {
		parts = append(parts, t.condition(each))
	}
	if len(w.Any) > 0 {
		var any []string
		for _, each := range w.Any {
			any = append(any, t.condition(each))
		}
		parts = append(parts, t.t("replies.cond.group", "conditions", t.join("replies.or", any)))
	}
	for _, each := range w.Not {
		parts = append(parts, t.condition(reply.When{Not: []reply.When{each}}))
	}
	if len(parts) == 0 {
		return t.t("replies.when.any")
	}
	return t.join("replies.and", parts)
}

func (t ruleTeller) test(test reply.Test, not string) string {
	subject := t.t("replies.subject." + string(test.Subject))
	if test.Subject == reply.SubjectField {
		subject = gist(test.Path)
	}
	key := "replies.cond." + not + string(test.Op)
	if !slices.Contains(lineOps, test.Op) {
		return subject
	}
	return t.t(key, "subject", subject, "text", gist(shownWords(test)))
}
