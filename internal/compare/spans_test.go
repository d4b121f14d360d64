package compare

import (
	"strings"
	"testing"

	"echostr/internal/wechat"
)

// TestSpans marks what differs, at the boundaries of characters, also far within long values.
func TestSpans(t *testing.T) {
	long := strings.Repeat("长", 400)
	for _, c := range []struct{ name, a, b, inA, inB string }{
		{"one character", "abcd", "abXd", "c", "X"},
		{"put in", "ab", "a1b", "", "1"},
		{"taken off", "abc", "", "abc", ""},
		{"characters that begin alike", "一丁", "一丂", "丁", "丂"},
		{"characters that end alike", "二b", "丌b", "二", "丌"},
		{"in the middle of a long one", long + "x" + long, long + "yz" + long, "x", "yz"},
		{"many in a long one", "1" + long + "2", "3" + long + "4", "1" + long + "2", "3" + long + "4"},
		{"two sentences", "success", "signature mismatch", "uccess", "ignature mismatch"},
		{"two characters apart", "200 OK and more", "201 OK And more", "0a", "1A"},
		{"the same", long, long, "", ""},
		{"beyond the bounds", strings.Repeat("a", maxSpans), "b", "", ""},
	} {
		inA, inB := Spans(c.a, c.b)
		if a, b := pieces(c.a, inA), pieces(c.b, inB); a != c.inA || b != c.inB {
			t.Errorf("%s: %.20q and %.20q, want %.20q and %.20q", c.name, a, b, c.inA, c.inB)
		}
	}
}

func pieces(s string, spans []wechat.Span) string {
	var b strings.Builder
	for _, p := range spans {
		b.WriteString(s[p.Start:p.End])
	}
	return b.String()
}
