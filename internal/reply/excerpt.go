package reply

import "strings"

// Excerpt is one rule's own lines in a text of rules, with what stands before and behind.
type Excerpt struct {
	Before, Rule, After string
	Line                int // how many lines stand before
}

// ExcerptOf cuts a rule with the comment right above it out of a text of rules; false when
// the text does not read, has no such rule, or its rules do not stand in lines of their own.
func ExcerptOf(text, ruleID string) (Excerpt, bool) {
	d, problems := Decode("", []byte(text), Own)
	if len(problems) > 0 || d.items == nil {
		return Excerpt{}, false
	}
	for i, r := range d.Rules {
		if r.ID != ruleID {
			continue
		}
		_, comment, rule := d.items.lines(d.source, i)
		from := d.items.owns[i]
		to := from + len(comment) + len(rule)
		for to > d.items.dashes[i] && strings.TrimSpace(d.source[to-1]) == "" {
			to--
		}
		lines := strings.SplitAfter(text, "\n") // ends and byte order mark and all
		return Excerpt{strings.Join(lines[:from], ""), strings.Join(lines[from:to], ""), strings.Join(lines[to:], ""), from}, true
	}
	return Excerpt{}, false
}

// With is the whole text with another text for the rule.
func (e Excerpt) With(rule string) string {
	if e.After != "" && rule != "" && !strings.HasSuffix(rule, "\n") {
		rule += "\n"
	}
	return e.Before + rule + e.After
}
