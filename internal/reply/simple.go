package reply

import "strings"

// Simple is a When as most rules have it: one type, one event, one comparison. An editor
// with a field for each edits it.
type Simple struct {
	Type  string // a MsgType; "" takes any
	Event string // "" takes any
	Op    Op     // Any compares nothing
	// Text is what Op compares with what the person said, or with an event's EventKey. The
	// words of Contains stand with "|" between them.
	Text string
}

// events says whether s waits for events and nothing else.
func (s Simple) events() bool {
	return strings.EqualFold(strings.TrimSpace(s.Type), "event") || strings.TrimSpace(s.Event) != ""
}

// When is the condition that s says.
func (s Simple) When() When {
	var w When
	if t := strings.TrimSpace(s.Type); t != "" {
		w.Types = []string{t}
	}
	if e := strings.TrimSpace(s.Event); e != "" {
		w.Events = []string{e}
	}
	if s.Op == Any || s.Op == "" {
		return w
	}
	t := Test{Subject: SubjectText, Op: s.Op, Words: []string{s.Text}}
	if s.events() {
		t.Subject = SubjectKey
	}
	if s.Op == Contains {
		t.Words = SplitWords(s.Text)
	}
	w.Tests = []Test{t}
	return w
}

// Simple is w as one comparison; false when w says more than that, or says it otherwise.
func (w When) Simple() (Simple, bool) {
	s := Simple{Op: Any}
	switch {
	case len(w.Types) > 1, len(w.Events) > 1, len(w.Tests) > 1, len(w.All)+len(w.Any)+len(w.Not) > 0, w.Chance != 0:
		return s, false
	case len(w.Types) == 1:
		s.Type = w.Types[0]
	}
	if len(w.Events) == 1 {
		s.Event = w.Events[0]
	}
	if len(w.Tests) == 0 {
		return s, true
	}
	t := w.Tests[0]
	want := SubjectText
	if s.events() {
		want = SubjectKey
	}
	if t.Subject != want || t.Op != Contains && len(t.Words) != 1 {
		return s, false
	}
	s.Op, s.Text = t.Op, JoinWords(t.Words)
	return s, s.When().Equal(w)
}

// SplitWords are the words of a text with "|" between them, without the blanks around
// them and without empty ones.
func SplitWords(text string) []string {
	var words []string
	for word := range strings.SplitSeq(text, "|") {
		if word = strings.TrimSpace(word); word != "" {
			words = append(words, word)
		}
	}
	return words
}

// JoinWords is the reverse of SplitWords.
func JoinWords(words []string) string { return strings.Join(words, " | ") }
