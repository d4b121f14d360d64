package reply

import (
	"testing"

	"echostr/internal/words"
)

// TestWhy: what can go wrong while an answer is made has a stable name with words in
// both languages, or says itself what is wrong, without the steps that led there.
func TestWhy(t *testing.T) {
	for made, want := range map[string]string{
		`{{" "}}`:                        "empty",
		`{{repeat 100000 "0123456789"}}`: "output",
		`{{add "x" 1}}`:                  "number",
		`{{mod 1 0}}`:                    "zero",
		`{{index "abc" 9}}`:              "error calling index: index out of range: 9",
	} {
		set, problems := Compile([]Rule{{ID: "r", On: true, Then: Then{Kind: KindText, Text: made}}})
		if Blocks(problems) {
			t.Errorf("%s: %v", made, problems)
			continue
		}
		o := set.Answer(text(t, "hi"))
		if len(o.Failures) != 1 {
			t.Errorf("%s: failures %v", made, o.Failures)
			continue
		}
		why := Why(o.Failures[0].Err)
		if why != want {
			t.Errorf("%s: %q, want %q", made, why, want)
		}
	}
	for _, r := range reasons {
		for _, language := range []string{words.Chinese, words.English} {
			c, err := words.Load(language)
			if err != nil {
				t.Fatal(err)
			}
			if !c.Has("cause.reply_failed.error." + r.id) {
				t.Errorf("%s: no words for %s", language, r.id)
			}
		}
	}
}
