package ui

import (
	"strings"
	"testing"

	"echostr/internal/archive"
	"echostr/internal/words"
)

// TestReadReasons has words for every reason, which name what there is to name.
func TestReadReasons(t *testing.T) {
	for _, language := range words.Languages() {
		c := tellerIn(t, language).words
		for _, r := range archive.Reasons() {
			text := c.ReadReason(string(r), "it-is-this")
			if text == "" || strings.ContainsAny(text, "⟦{") || strings.HasSuffix(text, ".") || strings.HasSuffix(text, "。") {
				t.Errorf("%s: %s is %q", language, r, text)
			}
		}
		if text := c.ReadReason(string(archive.ReasonType), "request.method"); !strings.Contains(text, "request.method") {
			t.Errorf("%s: %q", language, text)
		}
		if text := c.ReadReason(string(archive.ReasonType), ""); text == "" || strings.HasPrefix(text, " ") || strings.HasPrefix(text, "the value of  ") {
			t.Errorf("%s: %q", language, text)
		}
	}
}
