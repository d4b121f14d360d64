package main

import (
	"strings"
	"testing"
)

func TestReadCapture(t *testing.T) {
	for _, c := range []struct {
		name, in                  string
		method, path, query, body string
		kind, agent               string
		cut                       bool
	}{
		{"as it came", "POST /a%20b?x=%31 HTTP/1.0\r\nContent-Type: text/xml\r\nUser-Agent: Mozilla/4.0\r\nContent-Length: 3\r\n\r\nabc",
			"POST", "/a%20b", "x=%31", "abc", "text/xml", "Mozilla/4.0", false},
		{"bare line ends", "\ufeff\nGET /?a=1\nuser-agent:  x y \n\n", "GET", "/", "a=1", "", "", "x y", false},
		{"no empty line", "GET /x HTTP/1.1\nHost: y", "GET", "/x", "", "", "", "", false},
		{"a line end too many", "POST / HTTP/1.1\nContent-Length: 3\n\nabc\n", "POST", "/", "", "abc", "", "", false},
		{"shorter, whole", "POST / HTTP/1.1\nContent-Length: 30\n\n<a>\n</a>", "POST", "/", "", "<a>\n</a>", "", "", false},
		{"shorter, cut", "POST / HTTP/1.1\nContent-Length: 30\n\n<a>", "POST", "/", "", "<a>", "", "", true},
		{"chunked", "POST / HTTP/1.1\r\ntransfer-encoding: Chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", "POST", "/", "", "abcde", "", "", false},
		{"chunked, cut", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", "POST", "/", "", "ab", "", "", true},
		{"chunked, captured without", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n<xml></xml>", "POST", "/", "", "<xml></xml>", "", "", false},
		{"absolute", "GET http://h:80?a=b#c HTTP/1.1\r\n\r\n", "GET", "/", "a=b", "", "", "", false},
		{"an empty line in the body", "POST / HTTP/1.1\r\n\r\na\r\n\r\nb", "POST", "/", "", "a\r\n\r\nb", "", "", false},
		{"a URL alone", "https://h/wx?a=http://b/c", "GET", "/wx", "a=http://b/c", "", "", "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			q, err := readCapture([]byte(c.in))
			if err != nil {
				t.Fatal(err)
			}
			if q.Method != c.method || q.Path != c.path || q.Query != c.query || string(q.Body) != c.body ||
				q.ContentType != c.kind || q.UserAgent != c.agent || q.BodyCut != c.cut {
				t.Errorf("%+v, body %q", *q, q.Body)
			}
		})
	}
}

// FuzzReadCapture reads whatever it is given, or says that it cannot.
func FuzzReadCapture(f *testing.F) {
	for _, s := range []string{"", "GET / HTTP/1.1\r\n\r\n", "POST /x?y HTTP/1.0\nTransfer-Encoding: chunked\n\n1\na", "http://x", "A\x00 /"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		q, err := readCapture([]byte(s))
		if err == nil && (!strings.HasPrefix(q.Path, "/") || q.Method == "" || strings.Contains(q.Path, "?")) {
			t.Errorf("%q became %+v", s, q)
		}
	})
}
