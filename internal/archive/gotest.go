package archive

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// The parts of the file before and after its table.
//
//go:embed gotest_begin.go.txt
var goBegin string

//go:embed gotest_end.go.txt
var goEnd string

// goWriter writes a test that checks every request's signature, decrypts what is sealed
// and compares the fields, by itself; and that tries out a server of the developer's.
type goWriter struct{ *output }

func (w *goWriter) begin() error {
	if _, err := w.WriteString(goBegin); err != nil {
		return err
	}
	for id, a := range w.sorted() {
		var keys []string
		for _, k := range a.Keys {
			keys = append(keys, strconv.Quote(k))
		}
		if _, err := fmt.Fprintf(w, "\t%q: {token: %q, keys: []string{%s}},\n", id, a.Token, strings.Join(keys, ", ")); err != nil {
			return err
		}
	}
	_, err := w.WriteString("}\n\n// fixtures are the recorded requests.\nvar fixtures = []fixture{\n")
	return err
}

func (w *goWriter) add(x *exchange.Exchange) (bool, error) {
	o := &x.Opened
	// What is no push of WeChat's, or was not kept whole, is no fixture.
	if x.Verdict == exchange.NotForUs || x.Request.Cut || x.Request.Method == "" {
		return false, nil
	}
	if _, ok := w.test[x.Profile]; !ok {
		return false, nil
	}
	b := &strings.Builder{}
	fmt.Fprintf(b, "\t{\n\t\tname: %q, account: %q,\n", text(fmt.Sprintf("%d %s", x.ID, title(x))), x.Profile)
	fmt.Fprintf(b, "\t\tmethod: %q, path: %q,\n\t\tquery: %q,\n", x.Request.Method, x.Request.Path, x.Request.Query)
	if kind := x.Request.Header().Get("Content-Type"); kind != "" {
		fmt.Fprintf(b, "\t\tcontentType: %q,\n", kind)
	}
	if body := x.Request.Entity(); len(body) > 0 {
		fmt.Fprintf(b, "\t\tbody: %s,\n", literal(string(body)))
	}
	fmt.Fprintf(b, "\t\tsigned: %v, holds: %v,\n", o.Check.OK, x.Verdict == exchange.Pass)
	if o.Check.Scheme == wechat.MsgSignature {
		fmt.Fprintf(b, "\t\tencrypt: %q,\n", o.Check.Encrypt)
	}
	if o.Plain != nil && x.Verdict == exchange.Pass {
		fmt.Fprintf(b, "\t\tmessage: %s,\n", literal(string(o.Plain)))
	}
	if o.Echo != "" && x.Verdict == exchange.Pass {
		fmt.Fprintf(b, "\t\techo: %q,\n", o.Echo)
	}
	b.WriteString("\t},\n")
	_, err := w.WriteString(b.String())
	return true, err
}

func (w *goWriter) end() error {
	_, err := w.WriteString(goEnd)
	return err
}

// literal is s as a Go string: between backquotes, for people to read, wherever it can
// stand there unchanged.
func literal(s string) string {
	if strings.Contains(s, "\n") && strconv.CanBackquote(strings.ReplaceAll(s, "\n", "")) {
		return "`" + s + "`"
	}
	return strconv.Quote(s)
}
