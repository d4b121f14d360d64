package reply

import "testing"

// TestExcerpts cuts rules out of files as people write them, and puts others there.
func TestExcerpts(t *testing.T) {
	const file = "\ufefftitle: x\r\nrules:\r\n# head\r\n\r\n# of a\r\n- name: a\r\n  then: {text: one}\r\n\r\n  # inside\r\n- name: b\r\n  then: success\r\n\r\n# end\r\n"
	for _, c := range []struct {
		text, id, want string
		line           int
		ok             bool
	}{
		{file, "a", "# of a\r\n- name: a\r\n  then: {text: one}\r\n\r\n  # inside\r\n", 4, true},
		{file, "b", "- name: b\r\n  then: success\r\n", 9, true},
		{file, "c", "", 0, false},
		{"rules: [{name: a, then: success}]\n", "a", "", 0, false},
		{"rules:\n- name: a\n  then: {txt: x}\n", "a", "", 0, false},
		{"rules:\n- name: a\n  then: success", "a", "- name: a\n  then: success", 1, true},
	} {
		got, ok := ExcerptOf(c.text, c.id)
		if ok != c.ok || got.Rule != c.want || got.Line != c.line {
			t.Errorf("%s of %q is %+v %v", c.id, c.text, got, ok)
		}
		if ok && got.With(got.Rule) != c.text {
			t.Errorf("%s put back: %q", c.id, got.With(got.Rule))
		}
	}
	e, _ := ExcerptOf(file, "a")
	d, problems := Decode("", []byte(e.With("- {name: new, then: {text: two}}")), Own)
	if len(problems) > 0 || len(d.Rules) != 2 || d.Rules[0].Then.Text != "two" || d.Rules[1].ID != "b" {
		t.Errorf("replaced: %+v %v", d.Rules, problems)
	}
}
