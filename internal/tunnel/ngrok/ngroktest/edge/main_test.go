package main

import (
	"bytes"
	"io"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"

	"echostr/internal/tunnel/ngrok/ngroktest"

	"echostr/internal/tunnel"
	"echostr/internal/tunnel/ngrok"
)

// screen keeps what the command prints.
type screen struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.buf.Write(p)
}

func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.buf.String()
}

// field is what the command printed after a label.
func (s *screen) field(t *testing.T, label string) string {
	t.Helper()
	m := regexp.MustCompile(label + `\s+(\S+)`).FindStringSubmatch(s.String())
	if m == nil {
		t.Fatalf("no %s in %q", label, s)
	}
	return m[1]
}

func TestDrivenByHand(t *testing.T) {
	in, keys := io.Pipe()
	out := new(screen)
	done := make(chan error, 1)
	go func() { done <- run(ngroktest.Options{Domain: "by-hand.test"}, in, out) }()
	typed := func(line string) {
		if _, err := io.WriteString(keys, line+"\n"); err != nil {
			t.Error(err)
		}
	}
	typed("help") // returns when the command reads, so what it shows first is there
	cfg := ngrok.Config{Authtoken: "any", ConnectAddr: out.field(t, "connect address"), CAFile: out.field(t, "CA file")}
	ended := make(chan tunnel.Ended, 1)
	ep, err := ngrok.New(cfg).Open(t.Context(), func(e tunnel.Event) {
		if e, ok := e.(tunnel.Ended); ok {
			ended <- e
		}
	})
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	if ep.URL() != "https://by-hand.test" {
		t.Errorf("URL %q", ep.URL())
	}
	for _, line := range []string{"hosts", "delay 1ms", "delay x", "silent x", "silent off", "allow", "", "stop nowhere.test"} {
		typed(line)
	}
	typed("stop by-hand.test")
	if e := <-ended; e.Problem.Kind != tunnel.AgentStopped {
		t.Errorf("ended with %+v", e.Problem)
	}
	_ = ep.Close(t.Context())
	typed("quit")
	if err := <-done; err != nil {
		t.Errorf("run: %v", err)
	}
	for _, want := range []string{"\nby-hand.test\n", `silent "x" is not known`, "read duration", "nowhere.test is not online"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in %q", want, out)
		}
	}
	if _, err := os.Stat(cfg.CAFile); !os.IsNotExist(err) {
		t.Errorf("the CA file is left behind: %v", err)
	}
}
