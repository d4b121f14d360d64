package archive

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// TestRaw reads back what was written, byte for byte: also bodies that look like marks or
// like requests, and bytes of any kind.
func TestRaw(t *testing.T) {
	for _, mode := range modes {
		all := traffic(t, mode)
		a := realAccount(mode)
		s := serve(t, a.AccountConfig)
		for _, content := range []string{"\n### 7 x\nGET / HTTP/1.0\r\n\r\n", "HTTP/1.0 200 OK\n\n### answer\n", "\x01\xff\n"} {
			all = append(all, s.send(push(t, a.AccountConfig, textXML(alice, content), "")))
		}
		chunked := strings.Replace(push(t, a.AccountConfig, textXML(bob, "x"), ""), "HTTP/1.0", "HTTP/1.1", 1)
		head, body, _ := strings.Cut(chunked, "\r\n\r\n")
		head, _, _ = strings.Cut(head, "\r\nContent-Length")
		all = append(all, s.send(head+"\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n5\r\n"+body[:5]+"\r\n"+
			strings.ToUpper(hexLen(body[5:]))+";a=b\r\n"+body[5:]+"\r\n0\r\n\r\n"))
		file, _ := export(t, all, Options{Format: Raw, Unredacted: true})
		again, err := readAll(t.Context(), file, ReadOptions{Open: opened(a.AccountConfig)})
		if err != nil || len(again) != len(all) {
			t.Fatal(len(again), len(all), err)
		}
		for i, y := range again {
			x := all[i]
			if string(y.Request.Raw) != string(unmarked(&x.Request)) || string(y.Response.Raw) != string(x.Response.Raw) || y.Response.Head != x.Response.Head ||
				y.Response.Status != x.Response.Status || y.ID != x.ID || !y.Time.Equal(x.Time) || y.Verdict != x.Verdict {
				t.Errorf("%s %d: %s\n%q\n%q\nwas %s\n%q\n%q", mode, i, y.Verdict, y.Request.Raw, y.Response.Raw, x.Verdict, x.Request.Raw, x.Response.Raw)
			}
		}
	}
}

func hexLen(s string) string {
	const digits = "0123456789abcdef"
	out := ""
	for n := len(s); n > 0; n /= 16 {
		out = string(digits[n%16]) + out
	}
	return out
}

// TestRawOfOthers reads requests as people paste them.
func TestRawOfOthers(t *testing.T) {
	const get = "GET /wx?echostr=1 HTTP/1.0\nHost: a\n\n"
	for _, c := range []struct {
		name, file string
		want       []string // requests, then bodies of answers
		status     int
	}{
		{"one, pasted", get, []string{"GET /wx?echostr=1 HTTP/1.0\r\nHost: a\r\n\r\n"}, 0},
		{"its end is missing", "GET / HTTP/1.1\nHost: a", []string{"GET / HTTP/1.1\r\nHost: a\r\n\r\n"}, 0},
		{"two in a row", get + "\n" + get, []string{"GET /wx?echostr=1 HTTP/1.0\r\nHost: a\r\n\r\n", "GET /wx?echostr=1 HTTP/1.0\r\nHost: a\r\n\r\n"}, 0},
		{"lengths that pasting changed", "### first\nPOST / HTTP/1.1\nContent-Length: 14\n\n<a>\n<b>1</b></a>\n\n### second\nPOST / HTTP/1.1\nContent-Length: 3\n\nabcdef\n",
			[]string{"POST / HTTP/1.1\r\nContent-Length: 16\r\n\r\n<a>\n<b>1</b></a>", "POST / HTTP/1.1\r\nContent-Length: 6\r\n\r\nabcdef"}, 0},
		{"no length", "POST / HTTP/1.1\nHost: a\n\n<a>1</a>\n", []string{"POST / HTTP/1.1\r\nHost: a\r\n\r\n<a>1</a>"}, 0},
		{"no chunks though announced", "POST / HTTP/1.1\nTransfer-Encoding: chunked\n\n<a>1</a>\n", []string{"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n<a>1</a>"}, 0},
		{"with its answer", "POST / HTTP/1.1\nContent-Length: 1\n\nxHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 403 Forbidden\r\n\r\nno\n", []string{"POST / HTTP/1.1\r\nContent-Length: 1\r\n\r\nx"}, 403},
		{"a byte order mark", "\ufeffGET / HTTP/1.0\r\n\r\n", []string{"GET / HTTP/1.0\r\n\r\n"}, 0},
	} {
		all, err := readAll(t.Context(), c.file, ReadOptions{})
		if err != nil || len(all) != len(c.want) {
			t.Errorf("%s: %d requests, %v", c.name, len(all), err)
			continue
		}
		for i, x := range all {
			if string(x.Request.Raw) != c.want[i] || x.Response.Status != c.status || x.Request.Cut {
				t.Errorf("%s: %q, want %q; status %d", c.name, x.Request.Raw, c.want[i], x.Response.Status)
			}
		}
	}
	all, err := readAll(t.Context(), "POST /wx HTTP/1.1\nContent-Length: 99\n\n<xml><a>", ReadOptions{})
	if err != nil || len(all) != 1 || !all[0].Request.Cut || all[0].Opened.Causes[0].ID != wechat.BodyCut {
		t.Errorf("a cut body: %+v %v", all, err)
	}
	long := "GET /" + strings.Repeat("x", 70_000) + " HTTP/1.0\r\n\r\n"
	if all, err := readAll(t.Context(), long+long+long, ReadOptions{}); err != nil || len(all) != 3 {
		t.Errorf("long lines: %d %v", len(all), err)
	}
}

func TestRawErrors(t *testing.T) {
	const get = "GET / HTTP/1.0\n\n"
	for _, c := range []struct {
		name, file  string
		line, entry int
	}{
		{"no request line", "### x\n" + get + "### y\nhello\n", 5, 2},
		{"an answer without a request", "### x\nHTTP/1.0 200 OK\r\n\r\n", 2, 1},
		{"no status", get + "### answer\nHTTP/1.0 OK\r\n\r\n", 4, 1},
	} {
		_, err := readAll(t.Context(), c.file, ReadOptions{})
		var at *ReadError
		if !errors.As(err, &at) || at.Line != c.line || at.Column != 1 || at.Entry != c.entry {
			t.Errorf("%s: %v, want line %d", c.name, err, c.line)
		}
	}
	huge := "POST / HTTP/1.0\nContent-Length: 500000\n\n" + strings.Repeat("x", 500_000)
	for _, file := range []string{huge, strings.Replace(huge, "Content-Length: 500000", "A: b", 1)} {
		if _, err := readAll(t.Context(), file, ReadOptions{MaxExchange: 100_000}); !errors.Is(err, ErrLimit) {
			t.Error(err)
		}
	}
	for _, file := range []string{"", "\n\n", "hello", "PK\x03\x04"} {
		if _, err := readAll(t.Context(), file, ReadOptions{}); !errors.Is(err, ErrFormat) {
			t.Errorf("%q: %v", file, err)
		}
	}
	f := Curl
	if _, err := readAll(t.Context(), "curl x", ReadOptions{Format: &f}); !errors.Is(err, ErrFormat) {
		t.Error(err)
	}
}

// FuzzRead reads anything without a panic; what it reads is an exchange that can be written
// and read again.
func FuzzRead(f *testing.F) {
	x := &exchange.Exchange{ID: 3, Time: time.Unix(1, 0), Request: exchange.Request{Method: "GET", Target: "/a?b=c", Path: "/a", Query: "b=c", Proto: "HTTP/1.0", Raw: []byte("GET /a?b=c HTTP/1.0\r\n\r\n"), Head: 23},
		Response: exchange.Response{Status: 200, Raw: []byte("HTTP/1.0 200 OK\r\n\r\nok"), Head: 19}}
	for _, format := range Formats() {
		if format.Readable() {
			file, _ := export(f, []*exchange.Exchange{x, x}, Options{Format: format, Unredacted: true})
			f.Add(file)
		}
	}
	f.Add("### 1\nPOST / HTTP/1.1\nTransfer-Encoding: chunked\n\n1\nx\n0\n\n###")
	f.Add(`{"log":{"entries":[{"startedDateTime":"2026-11-20T14:06:08Z","request":{"method":"A","url":"b://c"}}]}}`)
	f.Fuzz(func(t *testing.T, file string) {
		var faults []*ReadError
		all, err := readAll(t.Context(), file, ReadOptions{MaxExchange: 1 << 16, Skipped: func(e *ReadError) { faults = append(faults, e) }})
		var at *ReadError
		if errors.As(err, &at) {
			faults = append(faults, at)
			if at.Entry != len(all)+len(faults) {
				t.Errorf("%+v after %d", at, len(all))
			}
		}
		for _, e := range faults {
			if e.Line < 1 || e.Column < 1 || e.Offset < 0 || e.Offset > int64(len(file)) || !slices.Contains(Reasons(), e.Reason) {
				t.Errorf("%+v", e)
			}
		}
		for _, x := range all {
			if x.Request.Head > len(x.Request.Raw) || x.Response.Head > len(x.Response.Raw) {
				t.Errorf("%+v", x)
			}
		}
		for _, format := range Formats() {
			for _, unredacted := range []bool{true, false} {
				out, sum := export(t, all, Options{Format: format, Unredacted: unredacted})
				if format != NDJSON {
					continue
				}
				if again, err := readAll(t.Context(), out, ReadOptions{}); err != nil || len(again) != sum.Exchanges {
					t.Errorf("%d of %d read again: %v\n%s", len(again), sum.Exchanges, err, out)
				}
			}
		}
	})
}
