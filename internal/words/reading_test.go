package words

import (
	"strings"
	"testing"

	"echostr/internal/archive"
)

// TestReadReasons has words for every reason, which name what there is to name.
func TestReadReasons(t *testing.T) {
	for language, c := range catalogues(t) {
		for _, r := range archive.Reasons() {
			text := c.ReadReason(string(r), "it-is-this")
			if text == "" || strings.ContainsAny(text, "⟦{") || strings.HasSuffix(text, ".") || strings.HasSuffix(text, "。") {
				t.Errorf("%s: %s is %q", language, r, text)
			}
		}
		if text := c.ReadReason(string(archive.ReasonType), "request.method"); !strings.Contains(text, "request.method") {
			t.Errorf("%s: %q", language, text)
		}
		if text := c.ReadReason(string(archive.ReasonType), ""); text == "" || strings.HasPrefix(text, " ") {
			t.Errorf("%s: %q", language, text)
		}
	}
}
