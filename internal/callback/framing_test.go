package callback

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net"
	"strings"
	"testing"
)

// TestExactBytes sends random requests, pipelined and cut at every kind of place, and
// wants each recorded with just its own bytes.
func TestExactBytes(t *testing.T) {
	g := serve(t, Config{})
	seed := [2]uint64{rand.Uint64(), rand.Uint64()}
	t.Logf("seed %d %d", seed[0], seed[1])
	r := rand.New(rand.NewPCG(seed[0], seed[1]))
	total := 0
	for trial := range 60 {
		want := make([]string, 1+r.IntN(12))
		for i := range want {
			want[i] = randomRequest(r, i)
		}
		c := g.dial()
		sent := make(chan error, 1)
		pieces := cut(r, strings.Join(want, ""), []int{1, 3, 100, 5000, 100000}[trial%5])
		go func() { sent <- send(c, pieces) }()
		answers := &bytes.Buffer{}
		buf := make([]byte, 1<<16)
		for bytes.Count(answers.Bytes(), []byte("404 not found\n")) < len(want) {
			n, err := c.Read(buf)
			if answers.Write(buf[:n]); err != nil {
				t.Fatalf("trial %d: %v after %q", trial, err, answers)
			}
		}
		if err := <-sent; err != nil {
			t.Fatal(err)
		}
		c.Close()
		for i, x := range g.wait(total + len(want))[total:] {
			if string(x.Request.Raw) != want[i] {
				t.Fatalf("trial %d, request %d recorded as\n%.300q, sent\n%.300q", trial, i, x.Request.Raw, want[i])
			}
			head, body, _ := strings.Cut(strings.ReplaceAll(want[i], "\n\n", "\r\n\r\n"), "\r\n\r\n")
			if got := string(x.Request.Body()); got != body || x.Request.Cut || x.Response.Status != 404 {
				t.Fatalf("trial %d: body recorded as %.200q, head sent %q", trial, got, head)
			}
			answer := answers.Next(len(x.Response.Raw))
			if !bytes.Equal(answer, x.Response.Raw) {
				t.Fatalf("trial %d: answer recorded as\n%q, got\n%q", trial, x.Response.Raw, answer)
			}
		}
		total += len(want)
	}
}

// randomRequest is a request for a path that nobody has, so that its answer is known.
func randomRequest(r *rand.Rand, i int) string {
	body := strings.Repeat("正文x", r.IntN(3000))
	switch r.IntN(6) {
	case 0:
		return fmt.Sprintf("GET /g%d HTTP/1.1\r\nHost: a\r\n\r\n", i)
	case 1:
		s := fmt.Sprintf("POST /c%d HTTP/1.1\r\nHost: a\r\ntransfer-ENCODING:  chunked\r\n\r\n", i)
		for rest := body; rest != ""; {
			k := min(1+r.IntN(5000), len(rest))
			s += fmt.Sprintf("%x%s\r\n%s\r\n", k, []string{"", ";ext=1", ";a=" + strings.Repeat("b", 40)}[r.IntN(3)], rest[:k])
			rest = rest[k:]
		}
		return s + "0\r\n" + []string{"", "X-Check: 1\r\nX-Long: " + strings.Repeat("t", 50) + "\r\n"}[r.IntN(2)] + "\r\n"
	case 2: // bare LF
		return fmt.Sprintf("POST /b%d HTTP/1.1\nHost: a\nContent-Length: %d\n\n%s", i, len(body), body)
	case 3:
		return fmt.Sprintf("POST /k%d HTTP/1.0\r\nConnection: keep-alive\r\nX: %s\r\nContent-Length: %d\r\n\r\n%s",
			i, strings.Repeat("h", r.IntN(6000)), len(body), body)
	case 4: // the same length twice
		return fmt.Sprintf("PUT /t%d HTTP/1.1\r\nContent-Length: %d\r\nHost: a\r\nContent-Length:%d\r\n\r\n%s", i, len(body), len(body), body)
	}
	return fmt.Sprintf("POST /l%d HTTP/1.1\r\nHost: a\r\ncontent-length: %d\t\r\n\r\n%s", i, len(body), body)
}

// cut splits s into pieces of 1 to size bytes.
func cut(r *rand.Rand, s string, size int) []string {
	if len(s) > 20000 && size < 100 {
		size = 2000
	}
	var out []string
	for s != "" {
		k := min(1+r.IntN(size), len(s))
		out, s = append(out, s[:k]), s[k:]
	}
	return out
}

func send(c net.Conn, pieces []string) error {
	for _, p := range pieces {
		if _, err := c.Write([]byte(p)); err != nil {
			return err
		}
	}
	return nil
}

// FuzzFraming holds the framer to itself: however a stream is cut, it finds the same
// requests, and every byte belongs to exactly one.
func FuzzFraming(f *testing.F) {
	f.Add([]byte("POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcGET / HTTP/1.0\n\n"), uint64(1))
	f.Add([]byte("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;x\r\nabc\r\n0\r\nT: 1\r\n\r\n\r\nGET /"), uint64(2))
	f.Add([]byte("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), uint64(3))
	f.Add([]byte("GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\nrest"), uint64(4))
	f.Fuzz(func(t *testing.T, stream []byte, seed uint64) {
		whole := frames(stream, func(n int) int { return n })
		r := rand.New(rand.NewPCG(seed, 1))
		pieces := frames(stream, func(n int) int { return 1 + r.IntN(n) })
		if len(whole) != len(pieces) {
			t.Fatalf("%d requests in one go, %d in pieces", len(whole), len(pieces))
		}
		all := 0
		for i := range whole {
			if whole[i] != pieces[i] {
				t.Fatalf("request %d: %q in one go, %q in pieces", i, whole[i], pieces[i])
			}
			all += len(whole[i])
		}
		if all != len(stream) {
			t.Fatalf("%d bytes of %d belong to a request", all, len(stream))
		}
	})
}

func frames(stream []byte, size func(int) int) (out []string) {
	var m capture
	for more := false; len(stream) > 0; {
		if !more {
			m.begin()
		}
		var n int
		n, more = m.take(stream[:size(len(stream))], 1<<20)
		if stream = stream[n:]; !more {
			out = append(out, string(m.raw))
		} else if len(stream) == 0 {
			out = append(out, string(m.raw))
		}
	}
	return out
}

func TestKeepsNoMoreThanTheLimit(t *testing.T) {
	var m capture
	m.begin()
	head := "POST / HTTP/1.1\r\nContent-Length: 1000\r\n\r\n"
	n, more := m.take([]byte(head+strings.Repeat("x", 900)), len(head)+100)
	if n != len(head)+900 || !more || len(m.raw) != len(head)+100 || !m.cut || m.body != 900 {
		t.Errorf("took %d, more %v, kept %d, cut %v, counted %d", n, more, len(m.raw), m.cut, m.body)
	}
	if n, more = m.take([]byte(strings.Repeat("x", 200)), len(head)+100); n != 100 || more || !m.whole() {
		t.Errorf("took %d, more %v", n, more)
	}
}

func BenchmarkCapture(b *testing.B) {
	request := []byte(push(testToken, "HTTP/1.1", testPush))
	var m capture
	b.SetBytes(int64(len(request)))
	for b.Loop() {
		m.begin()
		if _, more := m.take(request, 1<<20); more {
			b.Fatal("not whole")
		}
	}
}
