//go:build window

package windowtest

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestProcess starts the program as it is shipped, and ends it in each way that there is.
func TestProcess(t *testing.T) {
	program := os.Getenv("ECHOSTR_BIN")
	if program == "" {
		t.Fatal("ECHOSTR_BIN names no program to test; run make window")
	}
	for _, c := range []struct {
		name string
		end  func(*testing.T, *hand, *os.Process)
	}{
		{"SIGTERM", func(t *testing.T, _ *hand, p *os.Process) { signal(t, p, syscall.SIGTERM) }},
		{"SIGINT", func(t *testing.T, _ *hand, p *os.Process) { signal(t, p, syscall.SIGINT) }},
		{"close button", func(_ *testing.T, h *hand, _ *os.Process) { h.closeWindow() }},
		{"Ctrl+Q", func(_ *testing.T, h *hand, _ *os.Process) { h.key("ctrl+q") }},
	} {
		t.Run(c.name, func(t *testing.T) {
			home := t.TempDir()
			cmd := exec.CommandContext(t.Context(), program, "--home", home, "--listen", "127.0.0.1:0", "--token", "Secret2026Token")
			cmd.Env = append(os.Environ(), "ECHOSTR_KEYRING=off", "NGROK_AUTHTOKEN=")
			var output bytes.Buffer
			cmd.Stdout, cmd.Stderr = &output, &output
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			ended := make(chan error, 1)
			go func() { ended <- cmd.Wait() }()
			h := takeWindow(t, cmd.Process.Pid)
			await(t, "something in the window", func() bool { return tones(drawn(t, h.place(), 3*time.Second), 20) == 20 })

			began := time.Now()
			c.end(t, h, cmd.Process)
			select {
			case err := <-ended:
				if err != nil {
					t.Errorf("it ended with %v: %s", err, output.String())
				}
				t.Logf("ended in %v", time.Since(began).Round(time.Millisecond))
			case <-time.After(patience):
				cmd.Process.Kill()
				t.Fatalf("it did not end: %s", output.String())
			}
			for _, bad := range []string{"Secret2026Token", "panic", "Error in Fyne call thread"} {
				if strings.Contains(output.String(), bad) {
					t.Errorf("its output has %q: %s", bad, output.String())
				}
			}
		})
	}
}

func signal(t *testing.T, p *os.Process, s os.Signal) {
	t.Helper()
	if err := p.Signal(s); err != nil {
		t.Fatal(err)
	}
}
