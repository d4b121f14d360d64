package reply

import "testing"

// TestForwardCoversNothing: when its backend is out of reach the rules below it answer,
// which is what they may be there for.
func TestForwardCoversNothing(t *testing.T) {
	forward := Then{Kind: KindForward, URL: "http://127.0.0.1:9000/"}
	for name, then := range map[string]Then{
		"forward":     forward,
		"in sequence": {Kind: KindSequence, Steps: []Then{{Kind: KindSuccess}, forward}},
	} {
		_, problems := Compile([]Rule{
			{ID: "1", On: true, Then: then},
			{ID: "2", On: true, Then: Then{Kind: KindText, Text: "later"}},
			{ID: "3", On: true, Then: Then{Kind: KindSuccess}}})
		if len(problems) != 1 || problems[0].RuleID != "3" || problems[0].Args["id"] != "2" {
			t.Errorf("%s: %+v", name, problems)
		}
	}
}
