package reply

import (
	"errors"
	"strings"
	"testing"
)

// TestTemplatesEndInTime are templates that make little text and take long over it.
func TestTemplatesEndInTime(t *testing.T) {
	m := text(t, strings.Repeat("x", 60<<10))
	for name, body := range map[string]string{
		"much in every round": `{{range 20000}}` + strings.Repeat(`{{if $}}{{end}}`, 4000) + `{{end}}`,
		"a look at much text": `{{$x := .Content}}{{range 20000}}` + strings.Repeat(`{{if contains "xy" $x}}{{end}}`, 500) + `{{end}}`,
		"calls in rounds":     `{{define "a"}}` + strings.Repeat(`{{if contains "xy" .}}{{end}}`, 500) + `{{end}}{{$x := .Content}}{{range 9000}}{{template "a" $x}}{{end}}`,
	} {
		if _, err := parsed(t, body).Text(m); !errors.Is(err, ErrOutput) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
