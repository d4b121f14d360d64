package reply

import (
	"errors"
	"runtime"
	"strings"
	"testing"
)

// TestPrintIsBounded before the text is made: thousands of arguments of 60 KB would take
// hundreds of megabytes.
func TestPrintIsBounded(t *testing.T) {
	m := text(t, strings.Repeat("x", 60<<10))
	for _, name := range []string{"print", "println", `printf "%s"`} {
		tmpl := parsed(t, "{{$x := .Content}}{{"+name+strings.Repeat(" $x", 5000)+"}}")
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := tmpl.Text(m)
		runtime.ReadMemStats(&after)
		if !errors.Is(err, ErrOutput) {
			t.Errorf("%s: %v", name, err)
		}
		if made := after.TotalAlloc - before.TotalAlloc; made > 32<<20 {
			t.Errorf("%s made %d MB", name, made>>20)
		}
	}
}
