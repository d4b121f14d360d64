package exchange

import (
	"reflect"
	"testing"
)

func TestReadHead(t *testing.T) {
	for _, c := range []struct {
		name, raw string
		want      Head
	}{
		{"order and case are kept", "GET / HTTP/1.0\r\nb: 1\r\nA:2\r\nB : 3\r\n\r\nbody: x\r\n",
			Head{"GET / HTTP/1.0", []Field{{"b", "1"}, {"A", "2"}, {"B ", "3"}}}},
		{"bare line feeds", "GET / HTTP/1.0\na: 1\n\n", Head{"GET / HTTP/1.0", []Field{{"a", "1"}}}},
		{"folded", "GET / HTTP/1.0\r\na: 1\r\n\t2\r\n\r\n", Head{"GET / HTTP/1.0", []Field{{"a", "1 2"}}}},
		{"no colon", "GET / HTTP/1.0\r\nodd\r\n\r\n", Head{"GET / HTTP/1.0", []Field{{"odd", ""}}}},
		{"blank lines first", "\r\n\r\nGET / HTTP/1.0\r\n\r\n", Head{Line: "GET / HTTP/1.0"}},
		{"nothing", "", Head{}},
	} {
		if got := ReadHead([]byte(c.raw)); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestEntity(t *testing.T) {
	for _, c := range []struct{ name, head, body, want string }{
		{"plain", "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\n", "abc", "abc"},
		{"chunks", "POST / HTTP/1.1\r\ntransfer-encoding: Chunked\r\n\r\n", "3;x=y\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", "abcde"},
		{"cut chunk", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", "9\r\nabc", "abc"},
		{"no chunk", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", "hello\r\n", ""},
	} {
		r := Request{Raw: []byte(c.head + c.body), Head: len(c.head)}
		if got := string(r.Entity()); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	interim := "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"
	a := Response{Raw: []byte(interim + "ok"), Head: len(interim)}
	if h := a.Header(); h.Line != "HTTP/1.1 200 OK" || h.Get("content-length") != "2" || string(a.Entity()) != "ok" {
		t.Errorf("after an interim answer: %q %q", h, a.Entity())
	}
}

func TestSplitTarget(t *testing.T) {
	for _, c := range [][3]string{
		{"/wx?a=1?b", "/wx", "a=1?b"}, {"http://h/wx?a", "/wx", "a"}, {"http://h", "/", ""}, {"*", "*", ""}, {"", "", ""},
	} {
		if path, query := SplitTarget(c[0]); path != c[1] || query != c[2] {
			t.Errorf("%q: %q %q, want %q %q", c[0], path, query, c[1], c[2])
		}
	}
}
