package exchange

import (
	"strings"
	"testing"
	"time"
)

// TestLabelTerms holds the terms of deliveries and labels against Metas as a journal fills
// them.
func TestLabelTerms(t *testing.T) {
	metas := map[string]Meta{
		"plain":  {ID: 1},
		"second": {ID: 2, First: 1, Attempt: 2},
		"third":  {ID: 3, First: 1, Attempt: 3},
		"pinned": {ID: 4, Label: Label{Pinned: true}},
		"marked": {ID: 5, Label: Label{Mark: 2, Note: "ＡＢＣ 退款"}},
	}
	for _, tt := range []struct{ text, want string }{
		{"is:retry", "second third"},
		{"-is:retry", "plain pinned marked"},
		{"attempt:2", "second"},
		{"attempt:>1", "second third"},
		{"attempt:>=3", "third"},
		{"attempt:<2", "plain pinned marked"},
		{"attempt:<=2", "plain second pinned marked"},
		{"attempt:1,3", "plain third pinned marked"},
		{"try:=2", "second"},
		{"is:pinned", "pinned"},
		{"is:marked,pinned", "pinned marked"},
		{"has:note", "marked"},
		{"note:退", "marked"},
		{"note:abc", "marked"},
		{`note:"bc 退"`, "marked"},
		{`note:"abc 退款"`, "marked"},
		{"-note:abc", "plain second third pinned"},
		{"attempt:two", "!bad_attempt"},
		{"attempt:-1", "!bad_attempt"},
		{"attempt:>", "!bad_attempt"},
		{"is:retried", "!unknown_value"},
	} {
		q, err := ParseQuery(tt.text, time.Now())
		var got []string
		if err != nil {
			got = append(got, "!"+err.ID)
		} else {
			s := q.Search()
			for _, name := range []string{"plain", "second", "third", "pinned", "marked"} {
				if m := metas[name]; s.Match(&m) {
					got = append(got, name)
				}
			}
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%s: %q, want %q", tt.text, s, tt.want)
		}
	}
}
