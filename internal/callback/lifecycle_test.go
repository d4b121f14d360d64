package callback

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"echostr/internal/exchange"
)

func TestSeveralListeners(t *testing.T) {
	g := serve(t, Config{})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- g.Serve(l, exchange.Tunnel) }()
	first := g.addr
	g.say(verification(testToken, "HTTP/1.0"))
	g.addr = l.Addr().String()
	g.say(verification(testToken, "HTTP/1.0"))
	all := g.wait(2)
	if all[0].Via != exchange.Local || all[1].Via != exchange.Tunnel {
		t.Errorf("recorded as %v and %v", all[0].Via, all[1].Via)
	}

	// The end of one listener, such as a tunnel's, is no end of the server.
	l.Close()
	if err := <-ended; !errors.Is(err, net.ErrClosed) {
		t.Errorf("Serve returned %v", err)
	}
	g.addr = first
	g.say(verification(testToken, "HTTP/1.0"))
	g.wait(3)
}

// TestRecordedBeforeTheAnswerEnds wants the record made before the caller can know
// the answer to its end.
func TestRecordedBeforeTheAnswerEnds(t *testing.T) {
	var recorded atomic.Int64
	s := New(Config{Record: func(*exchange.Exchange) { recorded.Add(1) }})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(l, exchange.Local) }()
	c, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	buf := make([]byte, 4096)
	for i := range int64(200) {
		if _, err := io.WriteString(c, "GET / HTTP/1.1\r\nHost: a\r\n\r\n"); err != nil {
			t.Fatal(err)
		}
		for have := 0; !bytes.HasSuffix(buf[:have], []byte("404 not found\n")); {
			n, err := c.Read(buf[have:])
			if err != nil {
				t.Fatal(err)
			}
			have += n
		}
		if n := recorded.Load(); n != i+1 {
			t.Fatalf("%d records at answer %d", n, i+1)
		}
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if err := <-ended; err != ErrClosed {
		t.Errorf("Serve returned %v", err)
	}
}

func TestShutdownWaitsForTheAnswer(t *testing.T) {
	begun, goOn := make(chan struct{}), make(chan struct{})
	s := New(Config{Record: func(*exchange.Exchange) {
		close(begun)
		<-goOn
	}})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(l, exchange.Local) }()
	c, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := io.WriteString(c, "GET / HTTP/1.0\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	<-begun
	short, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if err := s.Shutdown(short); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Shutdown with a request under way returned %v", err)
	}
	close(goOn)
	if err := s.Shutdown(t.Context()); err != nil {
		t.Errorf("Shutdown returned %v", err)
	}
	if b, err := io.ReadAll(c); err != nil || !strings.HasSuffix(string(b), "404 not found\n") {
		t.Errorf("answered %q, %v", b, err)
	}
	if err := <-ended; err != ErrClosed {
		t.Errorf("Serve returned %v", err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("Close after Shutdown: %v", err)
	}
	again, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Serve(again, exchange.Local); !errors.Is(err, ErrClosed) {
		t.Errorf("Serve after Close returned %v", err)
	}
	if _, err := again.Accept(); !errors.Is(err, net.ErrClosed) {
		t.Errorf("the listener was left open: %v", err)
	}
}

// TestCloseRecordsWhatWasUnderWay closes while a caller is in the middle of its head.
func TestCloseRecordsWhatWasUnderWay(t *testing.T) {
	g := serve(t, Config{})
	c := g.dial()
	first := verification(testToken, "HTTP/1.1")
	if _, err := io.WriteString(c, first+"GET /half"); err != nil {
		t.Fatal(err)
	}
	g.wait(1)
	if _, err := c.Read(make([]byte, 1)); err != nil { // the answer has left
		t.Fatal(err)
	}
	if err := g.Server.Close(); err != nil {
		t.Fatal(err)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, x := range g.all[1:] { // whether its bytes had been read is the kernel's affair
		if string(x.Request.Raw) != "GET /half"[:len(x.Request.Raw)] || x.Response.Status != 0 || !x.Request.Cut {
			t.Errorf("recorded %q with status %d", x.Request.Raw, x.Response.Status)
		}
	}
}

// TestPanicInRecord wants a fault of the recorder to be logged and to cost neither the
// process nor the answer.
func TestPanicInRecord(t *testing.T) {
	var log syncBuffer
	first := true
	s := New(Config{
		Logger: slog.New(slog.NewTextHandler(&log, nil)),
		Record: func(*exchange.Exchange) {
			if first {
				first = false
				panic("recorder broke")
			}
		},
	})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(l, exchange.Local) }()
	ask := func() string {
		c, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if _, err := io.WriteString(c, "GET / HTTP/1.0\r\n\r\n"); err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(c)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	for range 2 { // the answer was made; that it could not be recorded is no fault of the caller's
		if got := ask(); !strings.HasPrefix(got, "HTTP/1.0 404") {
			t.Errorf("answered %q", got)
		}
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	<-ended
	if !strings.Contains(log.String(), "recorder broke") {
		t.Errorf("logged %q", log.String())
	}
}
