package archive

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// TestNDJSONIsLossless reads back what was written: the same exchanges, but for the secrets
// that are in no request.
func TestNDJSONIsLossless(t *testing.T) {
	for _, mode := range modes {
		all := traffic(t, mode)
		all = append(all,
			&exchange.Exchange{ID: 77, Time: time.Unix(0, 5).UTC(), Via: exchange.Direct, Origin: 3, Remote: "bin\xff", Request: exchange.Request{Raw: []byte("\x16\x03\xff"), Head: 3}},
			&exchange.Exchange{ID: 78, Time: time.Unix(1, 0).UTC(), Request: exchange.Request{Method: "POST", Raw: []byte("POST / HTTP/1.0\r\n\r\n<xml><a>1</a></xml>"), Head: 19, Cut: true, Size: 99},
				Opened: wechat.Opened{Kind: wechat.UserMessage, Message: &wechat.Message{Nodes: []wechat.Node{{Name: "b", Kind: wechat.Inner, Parent: -1}, {Name: "c", Value: "\xfe", Parent: 0}}}}},
			&exchange.Exchange{ID: 79, Time: time.Unix(1, 0).UTC(), Request: exchange.Request{Method: "POST", Raw: []byte("POST / HTTP/1.0\r\n\r\n<xml><a>1</a></xml>"), Head: 19}})
		file, _ := export(t, all, Options{Format: NDJSON, Unredacted: true, Version: "1.2.3"})
		for i, line := range strings.Split(strings.TrimSuffix(file, "\n"), "\n") {
			if !json.Valid([]byte(line)) {
				t.Errorf("line %d is no JSON: %s", i+1, line)
			}
		}
		again, err := readAll(t.Context(), file, ReadOptions{})
		if err != nil || len(again) != len(all) {
			t.Fatal(len(again), err)
		}
		for i, y := range again {
			x := *all[i]
			x.Opened.Check.Token = ""
			for j := range x.Opened.Causes {
				if f := x.Opened.Causes[j].Fix; f != nil {
					x.Opened.Causes[j].Fix = &wechat.Fix{Kind: f.Kind}
					if y.Opened.Causes[j].Fix.Value = ""; f.Kind == wechat.SetAppID {
						t.Error("unexpected fix")
					}
				}
			}
			if !x.Time.Equal(y.Time) {
				t.Errorf("%d: time %v, was %v", i, y.Time, x.Time)
			}
			x.Time = y.Time
			normal(&x)
			normal(y)
			if !reflect.DeepEqual(&x, y) {
				t.Errorf("%s %d:\n%+v\nwas\n%+v", mode, i, y, &x)
			}
		}
	}
}

// normal makes what is empty the same.
func normal(x *exchange.Exchange) {
	for _, b := range []*[]byte{&x.Request.Raw, &x.Response.Raw} {
		if len(*b) == 0 {
			*b = nil
		}
	}
	if len(x.Opened.RuledOut) == 0 {
		x.Opened.RuledOut = nil
	}
	if len(x.Opened.Causes) == 0 {
		x.Opened.Causes = nil
	}
	for i := range x.Opened.Causes {
		if len(x.Opened.Causes[i].Args) == 0 {
			x.Opened.Causes[i].Args = nil
		}
	}
}

func TestNDJSONErrors(t *testing.T) {
	const head = `{"echostr":"exchanges","version":1}` + "\n"
	const good = `{"id":1,"time":"2026-11-20T14:06:08Z","via":"local","request":{"raw":"","head":0},"verdict":"pass","opened":{"kind":"message"}}` + "\n"
	for _, c := range []struct {
		name, file   string
		line, column int
		entry        int
	}{
		{"another kind", `{"echostr":"settings","version":1}` + "\n", 1, 1, 1},
		{"a later version", `{"echostr":"exchanges","version":2}` + "\n", 1, 1, 1},
		{"no JSON", head + good + "\n{\"id\":1,}\n", 4, 9, 2},
		{"a wrong type", head + `{"id":"x"}` + "\n", 2, 9, 1},
		{"a wrong length", head + good + strings.Replace(good, `"head":0`, `"head":9`, 1), 3, 1, 2},
		{"a wrong word", head + strings.Replace(good, `"pass"`, `"passed"`, 1), 2, 1, 1},
		{"a wrong blob", head + strings.Replace(good, `"raw":""`, `"raw":{"base64":"?"}`, 1), 2, 1, 1},
	} {
		got, err := readAll(t.Context(), c.file, ReadOptions{})
		var at *ReadError
		if !errors.As(err, &at) || at.Line != c.line || at.Column != c.column || at.Entry != c.entry || len(got) != c.entry-1 {
			t.Errorf("%s: %d read, %v, want line %d, column %d", c.name, len(got), err, c.line, c.column)
		}
	}
	if got, err := readAll(t.Context(), head+good+good, ReadOptions{MaxCount: 1}); !errors.Is(err, ErrLimit) || len(got) != 1 {
		t.Errorf("%d read, %v", len(got), err)
	}
	if _, err := readAll(t.Context(), head+good, ReadOptions{MaxExchange: 100}); !errors.Is(err, ErrLimit) {
		t.Error(err)
	}
	if _, err := readAll(t.Context(), head+good+good, ReadOptions{MaxBytes: 200}); !errors.Is(err, ErrLimit) {
		t.Error(err)
	}
}
