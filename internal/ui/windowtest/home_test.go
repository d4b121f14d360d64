//go:build window

package windowtest

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestHomeInUse starts the program on a home that another one has: a small window says so
// and goes on with another home.
func TestHomeInUse(t *testing.T) {
	program := os.Getenv("ECHOSTR_BIN")
	if program == "" {
		t.Fatal("ECHOSTR_BIN names no program to test; run make window")
	}
	home := filepath.Join(t.TempDir(), "home")
	run := func(output *bytes.Buffer, args ...string) (*exec.Cmd, chan error) {
		cmd := exec.CommandContext(t.Context(), program, append(args, "--home", home, "--listen", "127.0.0.1:0", "--lang", "en")...)
		cmd.Env = append(os.Environ(), "ECHOSTR_KEYRING=off", "NGROK_AUTHTOKEN=")
		cmd.Stdout, cmd.Stderr = output, output
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- cmd.Wait() }()
		return cmd, ended
	}
	wait := func(ended chan error, output *bytes.Buffer) {
		t.Helper()
		select {
		case err := <-ended:
			if err != nil || strings.Contains(output.String(), "panic") || strings.Contains(output.String(), "Error in Fyne call thread") {
				t.Errorf("it ended with %v: %s", err, output.String())
			}
		case <-time.After(patience):
			t.Fatal("it did not end")
		}
	}
	var firstSays, secondSays bytes.Buffer
	first, firstEnded := run(&firstSays, "serve")
	await(t, "the first process to have the home", func() bool {
		note, err := os.ReadFile(filepath.Join(home, "process.json"))
		return err == nil && bytes.Contains(note, []byte(`"addr"`))
	})

	second, secondEnded := run(&secondSays)
	h := takeWindow(t, second.Process.Pid)
	if title, err := xdotool(t, "getwindowname", h.id); err != nil || title != "echostr: folder in use" {
		t.Errorf("the window is called %q, %v", title, err)
	}
	at := h.place()
	picture := drawn(t, at, 3*time.Second)
	await(t, "words in the window", func() bool {
		picture = drawn(t, at, 3*time.Second)
		return tones(picture, 20) == 20
	})
	if err := save(shotsDir(t), "home-in-use", picture); err != nil {
		t.Error(err)
	}
	h.click(float32(at.Dx()-60), float32(at.Dy()-32)) // "Open another folder", at the lower right
	await(t, "the other home to be open", func() bool {
		_, err := os.Stat(filepath.Join(home+"-2", "process.json"))
		return err == nil
	})
	await(t, "the program's own window alone", func() bool {
		out, err := xdotool(t, "search", "--all", "--onlyvisible", "--pid", strconv.Itoa(second.Process.Pid), "--name", "^echostr")
		if ids := strings.Fields(out); err != nil || len(ids) != 1 {
			return false
		}
		title, err := xdotool(t, "getwindowname", strings.TrimSpace(out))
		return err == nil && title == "echostr"
	})
	h = takeWindow(t, second.Process.Pid)
	await(t, "something in the window", func() bool { return tones(drawn(t, h.place(), 3*time.Second), 20) == 20 })
	h.closeWindow()
	wait(secondEnded, &secondSays)
	signal(t, first.Process, syscall.SIGINT)
	wait(firstEnded, &firstSays)
}
