package wechat

import (
	"slices"
	"strings"
	"testing"
)

func TestSign(t *testing.T) {
	for _, tt := range []struct {
		parts  []string
		sorted string
	}{
		{[]string{"a", "b", "c"}, "a b c"},
		{[]string{"AAAAA", "1714037059", "486452656"}, "1714037059 486452656 AAAAA"},
		{[]string{"token", "10", "9"}, "10 9 token"},
		{[]string{"b", "a", "Z", "!"}, "! Z a b"},
		{[]string{"同", "x", ""}, " x 同"},
		{[]string{"same", "same", "1"}, "1 same same"},
		{[]string{strings.Repeat("x", 2000), "1", "2", strings.Repeat("q", 600)},
			"1 2 " + strings.Repeat("q", 600) + " " + strings.Repeat("x", 2000)},
	} {
		given := slices.Clone(tt.parts)
		if got := strings.Join(Sorted(tt.parts...), " "); got != tt.sorted {
			t.Errorf("Sorted(%q) = %q, want %q", tt.parts, got, tt.sorted)
		}
		if got, want := Sign(tt.parts...), referenceSign(tt.parts...); got != want {
			t.Errorf("Sign(%q) = %s, want %s", tt.parts, got, want)
		}
		if !slices.Equal(given, tt.parts) {
			t.Errorf("the parts were reordered: %q", tt.parts)
		}
	}
}

func TestSameSignature(t *testing.T) {
	good := referenceSign("a", "b", "c")
	for _, tt := range []struct {
		a, b string
		same bool
	}{
		{good, good, true},
		{good, strings.ToUpper(good), false},
		{good, good[:39], false},
		{good, "", false},
		{good, good[:39] + "0", false},
		{"", "", true}, // which is why Open wants a Token and a signature before it compares
	} {
		if got := SameSignature(tt.a, tt.b); got != tt.same {
			t.Errorf("SameSignature(%q, %q) = %v", tt.a, tt.b, got)
		}
	}
}

func TestCheckParts(t *testing.T) {
	c := Check{Scheme: Signature, Token: "t", Timestamp: "1", Nonce: "n", Encrypt: "e"}
	if got := strings.Join(c.Parts(), " "); got != "t 1 n" {
		t.Errorf("signature: parts %q", got)
	}
	c.Scheme = MsgSignature
	if got := strings.Join(c.Parts(), " "); got != "t 1 n e" {
		t.Errorf("msg_signature: parts %q", got)
	}
	if Sign(c.Parts()...) != c.with("t") {
		t.Error("the parts do not make the signature")
	}
}
