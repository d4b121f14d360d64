package archive

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"echostr/internal/exchange"
)

// member is what HAR 1.2 says of one member of an object. The table restates
// http://www.softwareishard.com/blog/har-12-spec and the JSON schema that is in use for
// it, har-schema.
type member struct {
	name     string
	kind     string // string, integer, number, object, array; date and uri are strings
	required bool
	of       []member // of an object, or of an array's items
}

var (
	harNamed = []member{{"name", "string", true, nil}, {"value", "string", true, nil}, {"comment", "string", false, nil}}
	harSpec  = []member{{"log", "object", true, []member{
		{"version", "string", true, nil},
		{"creator", "object", true, []member{{"name", "string", true, nil}, {"version", "string", true, nil}, {"comment", "string", false, nil}}},
		{"browser", "object", false, []member{{"name", "string", true, nil}, {"version", "string", true, nil}}},
		{"comment", "string", false, nil},
		{"entries", "array", true, []member{
			{"pageref", "string", false, nil}, {"startedDateTime", "date", true, nil}, {"time", "number", true, nil},
			{"serverIPAddress", "string", false, nil}, {"connection", "string", false, nil}, {"comment", "string", false, nil},
			{"request", "object", true, []member{
				{"method", "string", true, nil}, {"url", "uri", true, nil}, {"httpVersion", "string", true, nil},
				{"cookies", "array", true, harNamed}, {"headers", "array", true, harNamed}, {"queryString", "array", true, harNamed},
				{"postData", "object", false, []member{{"mimeType", "string", true, nil}, {"text", "string", false, nil}, {"params", "array", false, harNamed}}},
				{"headersSize", "integer", true, nil}, {"bodySize", "integer", true, nil}, {"comment", "string", false, nil}}},
			{"response", "object", true, []member{
				{"status", "integer", true, nil}, {"statusText", "string", true, nil}, {"httpVersion", "string", true, nil},
				{"cookies", "array", true, harNamed}, {"headers", "array", true, harNamed},
				{"content", "object", true, []member{{"size", "integer", true, nil}, {"compression", "integer", false, nil}, {"mimeType", "string", true, nil},
					{"text", "string", false, nil}, {"encoding", "string", false, nil}}},
				{"redirectURL", "string", true, nil}, {"headersSize", "integer", true, nil}, {"bodySize", "integer", true, nil}}},
			{"cache", "object", true, []member{}},
			{"timings", "object", true, []member{{"send", "number", true, nil}, {"wait", "number", true, nil}, {"receive", "number", true, nil},
				{"blocked", "number", false, nil}, {"dns", "number", false, nil}, {"connect", "number", false, nil}, {"ssl", "number", false, nil}}},
		}},
	}}}
	harDate = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$`)
)

// conform returns what of v is not as the members say.
func conform(at string, v any, of []member) (faults []string) {
	object, ok := v.(map[string]any)
	if !ok {
		return []string{at + " is no object"}
	}
	known := map[string]bool{}
	for _, m := range of {
		known[m.name] = true
		value, there := object[m.name]
		here := at + "." + m.name
		if !there {
			if m.required {
				faults = append(faults, here+" is missing")
			}
			continue
		}
		faults = append(faults, conformValue(here, value, m)...)
	}
	for name := range object {
		if !known[name] && !strings.HasPrefix(name, "_") {
			faults = append(faults, at+"."+name+" is not HAR's, and has no underscore")
		}
	}
	return faults
}

func conformValue(at string, v any, m member) []string {
	bad := []string{fmt.Sprintf("%s is %T, not %s", at, v, m.kind)}
	switch m.kind {
	case "object":
		return conform(at, v, m.of)
	case "array":
		list, ok := v.([]any)
		if !ok {
			return bad
		}
		var faults []string
		for i, one := range list {
			faults = append(faults, conform(fmt.Sprint(at, "[", i, "]"), one, m.of)...)
		}
		return faults
	case "number", "integer":
		n, ok := v.(json.Number)
		if _, err := n.Int64(); !ok || m.kind == "integer" && err != nil {
			return bad
		}
		if f, err := n.Float64(); err != nil || f < -1 {
			return bad
		}
		return nil
	}
	s, ok := v.(string)
	if !ok || m.kind == "date" && !harDate.MatchString(s) {
		return bad
	}
	if u, err := url.Parse(s); m.kind == "uri" && (err != nil || !u.IsAbs() || u.Host == "") {
		return []string{at + " is no URI: " + s}
	}
	return nil
}

func checkHAR(t *testing.T, file string) {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(file))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	for _, fault := range conform("", v, harSpec) {
		t.Error(fault)
	}
}

// TestHAR holds what is written to the specification, and reads it back.
func TestHAR(t *testing.T) {
	for _, mode := range modes {
		all := traffic(t, mode)
		a := realAccount(mode)
		s := serve(t, a.AccountConfig)
		all = append(all, s.send(push(t, a.AccountConfig, textXML(alice, "\x01\xff"), "")),
			&exchange.Exchange{Time: time.Unix(1, 0), Request: exchange.Request{Method: "OPTIONS", Target: "*", Path: "*", Proto: "HTTP/1.1", Raw: []byte("OPTIONS * HTTP/1.1\r\n\r\n"), Head: 22}})
		for _, o := range []Options{{Unredacted: true}, {Accounts: map[string]Account{"p1": a}}} {
			file, sum := export(t, all, o)
			checkHAR(t, file)
			account := a.AccountConfig
			if !o.Unredacted {
				account = sum.Accounts["p1"]
			}
			again, err := readAll(t.Context(), file, ReadOptions{Open: opened(account)})
			if err != nil || len(again) != len(all) {
				t.Fatal(len(again), err)
			}
			for i, y := range again[:len(again)-1] {
				x := all[i]
				if y.Verdict != x.Verdict || y.ID != x.ID || !y.Time.Equal(x.Time) || y.Profile != x.Profile || y.Response.Status != x.Response.Status || y.Test != x.Test {
					t.Errorf("%s %d: %+v\nwas %+v", mode, i, y, x)
				}
				if o.Unredacted && (string(y.Request.Entity()) != string(x.Request.Entity()) || y.Request.Target != x.Request.Target ||
					string(y.Response.Entity()) != string(x.Response.Entity()) || y.Request.Header().Line != x.Request.Header().Line) {
					t.Errorf("%s %d:\n%q\nwas\n%q", mode, i, y.Request.Raw, x.Request.Raw)
				}
			}
		}
	}
	empty, _ := export(t, nil, Options{})
	checkHAR(t, empty)
}

// TestHAROfOthers reads what browsers and proxies write.
func TestHAROfOthers(t *testing.T) {
	const file = `{"log":{"version":"1.2","creator":{"name":"WebInspector","version":"537.36"},"pages":[],
	"entries":[{"startedDateTime":"2026-11-20T14:06:08.123+08:00","time":12.5,"_priority":"High",
	 "request":{"method":"POST","url":"https://h.example/wx?signature=a&x=%20#frag","httpVersion":"http/2.0",
	  "headers":[{"name":":authority","value":"h.example"},{"name":"content-length","value":"999"},{"name":"content-type","value":"text/xml"}],
	  "postData":{"mimeType":"text/xml","text":"<xml/>"}},
	 "response":{"status":200,"statusText":"","httpVersion":"h2","headers":[{"name":"content-encoding","value":"br"}],
	  "content":{"size":7,"mimeType":"text/plain","text":"c3VjY2Vzcw==","encoding":"base64"}}},
	 {"startedDateTime":"2026-11-20T14:06:09Z","time":0,"request":{"method":"GET","url":"http://h.example","httpVersion":"HTTP/1.0"},"response":{"status":0}}]}}`
	all, err := readAll(t.Context(), file, ReadOptions{})
	if err != nil || len(all) != 2 {
		t.Fatal(len(all), err)
	}
	x := all[0]
	const request = "POST /wx?signature=a&x=%20 HTTP/1.1\r\ncontent-length: 6\r\ncontent-type: text/xml\r\nHost: h.example\r\n\r\n<xml/>"
	if string(x.Request.Raw) != request || x.Request.Path != "/wx" || x.Duration != 12500*time.Microsecond || x.Time.Unix() != 1795154768 {
		t.Errorf("%q %+v", x.Request.Raw, x)
	}
	if string(x.Response.Raw) != "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nsuccess" {
		t.Errorf("%q", x.Response.Raw)
	}
	if y := all[1]; string(y.Request.Raw) != "GET / HTTP/1.0\r\nHost: h.example\r\n\r\n" || y.Response.Status != 0 {
		t.Errorf("%q", y.Request.Raw)
	}
}

func TestHARErrors(t *testing.T) {
	const entry = `{"startedDateTime":"2026-11-20T14:06:08Z","request":{"method":"GET","url":"http://h/"}}`
	head := "{\"log\":\n{\"entries\":\n["
	for _, c := range []struct {
		name, file          string
		line, column, entry int
		reason              Reason
	}{
		{"not an archive", `{"a":1}`, 1, 0, 1, ReasonArchive},
		{"entries are no list", `{"log":{"entries":{}}}`, 1, 0, 1, ReasonArchive},
		{"ends", head + entry + ",\n", 4, 1, 2, ReasonEnds},
		{"a comma too many", head + entry + ",\n" + strings.Replace(entry, `/"}}`, `/",}}`, 1) + "]}}", 4, 87, 2, ReasonJSON},
	} {
		got, err := readAll(t.Context(), c.file, ReadOptions{})
		var at *ReadError
		if !errors.As(err, &at) || at.Line != c.line || c.column > 0 && at.Column != c.column || at.Entry != c.entry || at.Reason != c.reason || len(got) != c.entry-1 {
			t.Errorf("%s: %d read, %+v, want line %d, column %d, %s", c.name, len(got), err, c.line, c.column, c.reason)
		}
	}
	big := head + strings.Replace(entry, "http://h/", "http://h/"+strings.Repeat("x", 300_000), 1) + "]}}"
	if _, err := readAll(t.Context(), big, ReadOptions{MaxExchange: 100_000}); !errors.Is(err, ErrLimit) {
		t.Error(err)
	}
	many := head + strings.Repeat(entry+",\n", 20_000) + entry + "]}}"
	if all, err := readAll(t.Context(), many, ReadOptions{MaxExchange: 1000}); err != nil || len(all) != 20_001 {
		t.Error(len(all), err)
	}
}

// TestHARSkips passes over the entries that do not read, and tells of each.
func TestHARSkips(t *testing.T) {
	const entry = `{"startedDateTime":"2026-11-20T14:06:08Z","request":{"method":"GET","url":"http://h/"}}`
	with := func(old, new string) string { return strings.Replace(entry, old, new, 1) }
	for _, c := range []struct {
		name, bad string
		column    int
		reason    Reason
		value     string
	}{
		{"a wrong type", with(`"GET"`, `7`), 64, ReasonType, "request.method"},
		{"no request", `{"startedDateTime":"2026-11-20T14:06:08Z"}`, 1, ReasonRequest, ""},
		{"no entry", `7`, 2, ReasonType, ""},
		{"a time that is none", with("2026-11-20T14:06:08Z", "today"), 1, ReasonTime, "today"},
		{"a time far away", with("2026-11-20", "2263-01-01"), 1, ReasonMoment, "2263-01-01T14:06:08Z"},
		{"a time long ago", with("2026-11-20", "1969-12-31"), 1, ReasonMoment, "1969-12-31T14:06:08Z"},
		{"a duration without end", with(`"request"`, `"time":1e300,"request"`), 1, ReasonDuration, "1e+300 ms"},
		{"a method that is none", with("GET", `GET\u001b`+strings.Repeat("好", 50)), 1, ReasonMethod, "GET " + strings.Repeat("好", 36)},
		{"a URL that is none", with("http://h/", "h"), 1, ReasonURL, ""},
		{"a header that is none", with(`"method"`, `"headers":[{"name":"a b","value":"secret"}],"method"`), 1, ReasonHeader, "a b"},
		{"a body that is no base64", with(`"method"`, `"postData":{"text":"?","_encoding":"base64"},"method"`), 1, ReasonEncoding, ""},
		{"an answer in another code", with(`"request"`, `"response":{"status":200,"content":{"text":"","encoding":"utf-7"}},"request"`), 1, ReasonEncoding, ""},
	} {
		file := "{\"log\":\n{\"entries\":\n[" + entry + ",\n" + c.bad + ",\n" + entry + ",\n" + c.bad + "]}}"
		var told []*ReadError
		got, err := readAll(t.Context(), file, ReadOptions{Skipped: func(e *ReadError) { told = append(told, e) }})
		if err != nil || len(got) != 2 || len(told) != 2 {
			t.Errorf("%s: %d read, %d passed over, %v", c.name, len(got), len(told), err)
			continue
		}
		for i, e := range told {
			if e.Entry != 2*i+2 || e.Line != 2*i+4 || e.Column != c.column || e.Reason != c.reason || e.Value != c.value || strings.Contains(e.Error(), "secret") {
				t.Errorf("%s: %+v", c.name, e)
			}
		}
	}
}
