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
			&exchange.Exchange{ID: 77, First: 70, Attempt: 2, Time: time.Unix(0, 5).UTC(), Via: exchange.Direct, Origin: 3, Remote: "bin\xff", Request: exchange.Request{Raw: []byte("\x16\x03\xff"), Head: 3}},
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
	for file, reason := range map[string]Reason{
		`{"echostr":"settings","version":1}` + "\n" + good:  ReasonHead,
		`{"echostr":"exchanges","version":2}` + "\n" + good: ReasonVersion,
		`{"echostr":"exchanges"` + "\n" + good:              ReasonJSON,
	} {
		got, err := readAll(t.Context(), file, ReadOptions{})
		var at *ReadError
		if !errors.As(err, &at) || at.Line != 1 || at.Entry != 1 || at.Reason != reason || len(got) > 0 {
			t.Errorf("%d read, %+v, want %s", len(got), err, reason)
		}
	}
	long := strings.Replace(good, `"raw":""`, `"raw":"`+strings.Repeat("x", 200_000)+`"`, 1)
	for _, c := range []struct {
		name, bad string
		column    int
		reason    Reason
		value     string
	}{
		{"no JSON", `{"id":1,}` + "\n", 9, ReasonJSON, ""},
		{"a wrong type", `{"id":"x"}` + "\n", 9, ReasonType, "id"},
		{"a wrong length", strings.Replace(good, `"head":0`, `"head":9`, 1), 1, ReasonLength, ""},
		{"a wrong word", strings.Replace(good, `"pass"`, `"passed"`, 1), 1, ReasonWord, "passed"},
		{"a wrong blob", strings.Replace(good, `"raw":""`, `"raw":{"base64":"?"}`, 1), 1, ReasonEncoding, ""},
		{"a time far away", strings.Replace(good, "2026-", "9999-", 1), 1, ReasonMoment, "9999-11-20T14:06:08Z"},
		{"a duration below nothing", strings.Replace(good, `"via"`, `"durationNs":-5,"via"`, 1), 1, ReasonDuration, "-5ns"},
		{"a moment that is too late", strings.Replace(good, `"via"`, `"timingsNs":{"built":9000000000000000000},"via"`, 1), 1, ReasonDuration, "2500000h0m0s"},
		{"a long line", long, 1, ReasonSize, ""},
	} {
		var told []*ReadError
		got, err := readAll(t.Context(), head+good+"\n"+c.bad+good+c.bad, ReadOptions{MaxExchange: 100_000,
			Skipped: func(e *ReadError) { told = append(told, e) }})
		if err != nil || len(got) != 2 || len(told) != 2 {
			t.Errorf("%s: %d read, %d passed over, %v", c.name, len(got), len(told), err)
			continue
		}
		for i, e := range told {
			offset := len(head+good+"\n") + i*len(c.bad+good) + c.column - 1
			if e.Entry != 2*i+2 || e.Line != 2*i+4 || e.Column != c.column || e.Offset != int64(offset) || e.Reason != c.reason || e.Value != c.value {
				t.Errorf("%s: %+v, want offset %d", c.name, e, offset)
			}
		}
	}
	if got, err := readAll(t.Context(), head+good+good, ReadOptions{MaxCount: 1}); !errors.Is(err, ErrLimit) || len(got) != 1 {
		t.Errorf("%d read, %v", len(got), err)
	}
	if _, err := readAll(t.Context(), head+good+good, ReadOptions{MaxBytes: 200}); !errors.Is(err, ErrLimit) {
		t.Error(err)
	}
}
