package archive

import (
	"fmt"
	"strings"

	"echostr/internal/exchange"
)

// rawWriter writes requests and answers as they stood on the wire. Before each is a line
// that begins with "###", as files of HTTP requests have it:
//
//	### 12 2026-11-20T14:06:08.123456789Z message text pass
//	POST /wx/demo?signature=… HTTP/1.0
//	…
//	### answer
//	HTTP/1.0 200 OK
//	…
type rawWriter struct{ *output }

const (
	rawMark   = "### "
	rawAnswer = "### answer"
)

func (w *rawWriter) begin() error { return nil }

func (w *rawWriter) add(x *exchange.Exchange) (bool, error) {
	if x.Request.Method == "" {
		return false, nil
	}
	if _, err := fmt.Fprintf(w, "%s%d %s %s\n", rawMark, x.ID, stamp(x.Time), comment(title(x))); err != nil {
		return false, err
	}
	if err := w.message(unmarked(&x.Request)); err != nil {
		return false, err
	}
	if len(x.Response.Raw) == 0 {
		return true, nil
	}
	if _, err := w.WriteString(rawAnswer + "\n"); err != nil {
		return false, err
	}
	return true, w.message(x.Response.Raw)
}

// message writes bytes and a line end, so that the next mark begins a line.
func (w *rawWriter) message(raw []byte) error {
	_, err := w.Write(raw)
	if err == nil {
		err = w.WriteByte('\n')
	}
	return err
}

func (w *rawWriter) end() error { return nil }

// unmarked is a request without the headers that mark echostr's own.
func unmarked(r *exchange.Request) []byte {
	if r.Head > len(r.Raw) {
		return r.Raw
	}
	var b strings.Builder
	skip := false
	for line := range strings.SplitAfterSeq(string(r.Raw[:r.Head]), "\n") {
		lower := strings.ToLower(line)
		switch folded := line != "" && (line[0] == ' ' || line[0] == '\t'); {
		case strings.HasPrefix(lower, "x-echostr-test:"), strings.HasPrefix(lower, "x-echostr-replay:"):
			skip = true
		case folded && skip:
		default:
			skip = false
			b.WriteString(line)
		}
	}
	return append([]byte(b.String()), r.Raw[r.Head:]...)
}
