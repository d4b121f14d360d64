package reply

import (
	"fmt"
	"testing"
)

// nasty are texts that YAML takes for something else, or wears away.
var nasty = []string{"yes", "no", "on", "Off", "y", "null", "Null", "~", "true", "1e3", "0x10", "0o7", "1_000", ".5", "-1", "+1", ".inf", ".NaN", "12:30:45",
	"2026-11-20", ": ", ":", "a:", "a: b", ":a", "#", "a #b", " #", "- ", "-", "? x", "?", "&a", "*a", "!a", "!!str x", "%", "@", "`", "|", ">", "|-", "{", "}", "[", "]",
	"[a]", "{a: b}", "a, b", "'", "\"", "'\"", "\\", `\n`, `"\`, "{{.Content}}", "{{- . -}}", " a", "a ", "\ta", "a\t", "\t", "\n", "\n\n", "a\n", "a\n\n", "\na", "a\nb", "a \nb", "a\n b",
	"  a\nb", "a\n\tb", "a\n\n\nb\n", "a\r\nb", "\r", "#a\n#b", "a\n# b\n- c\n", "---", "--- a", "...", "a\n---\nb", "\u00a0", "\u2028", "\u0085", "\ufeff", "\ufeffa", "\u200d", "👨‍👩‍👧‍👦", "😀", "\u202eabc", "\x00", "\x07", "\x1b[0m", "\x7f",
	"\u0080", "\ufffe", "\U0010ffff", "<<", "=", "中文：是", "一\n二", "a: |\n  b"}

// TestNastyTexts writes and reads each at every place that takes a text, alone and with the
// others, anew and into a file that is there.
func TestNastyTexts(t *testing.T) {
	var all []Rule
	for i, s := range nasty {
		r := Rule{ID: fmt.Sprint("r", i), Name: s, On: true,
			When: When{Types: []string{s}, Tests: []Test{{Subject: SubjectText, Op: Equals, Words: []string{s, s}}, {Subject: SubjectKey, Op: Equals, Words: []string{s}},
				{Subject: SubjectField, Path: "a" + s + "b", Op: Regexp, Words: []string{s}}}, Any: []When{{Events: []string{s}}, {}}},
			Then: Then{Kind: KindSequence, Steps: []Then{{Kind: KindText, Text: s}, {Kind: KindNews, Articles: []Article{{Title: s, URL: s}}}, {Kind: KindStatus, Status: 500, Text: s},
				{Kind: KindVideo, MediaID: s, Title: s}, {Kind: KindFile, File: s}, {Kind: KindRaw, Text: s, After: []Then{{Kind: KindText, Text: s}}}}}}
		all = append(all, r)
		if _, err := Encode([]Rule{r, {ID: s, On: true, Then: Then{Kind: KindText, Text: s}}}); err != nil {
			t.Errorf("%q: %v", s, err)
		}
	}
	data, err := Encode(all)
	if err != nil {
		t.Fatal(err)
	}
	d, problems := Decode("a.yaml", data, Own)
	if len(problems) > 0 || !sameRules(d.Rules, normalRules(all)) {
		t.Fatalf("%v", problems)
	}
	s, _ := store(t)
	for _, some := range [][]Rule{all[:3], all, all[5:]} {
		if err := s.Save("demo", some); err != nil {
			t.Fatal(err)
		}
		if got, err := s.Load("demo"); err != nil || !sameRules(got, normalRules(some)) {
			t.Fatal(err)
		}
	}
}
