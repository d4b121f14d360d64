//go:build window

package windowtest

import (
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// childEnv names the one test that this process is for.
const childEnv = "ECHOSTR_WINDOW_TEST"

// mainCalls are run on the main goroutine, where Fyne's driver must live.
var mainCalls = make(chan func())

// TestMain leaves the main goroutine to the window where a test has a process of its own.
func TestMain(m *testing.M) {
	if os.Getenv(childEnv) == "" {
		os.Exit(m.Run())
	}
	go func() { os.Exit(m.Run()) }()
	for f := range mainCalls {
		f()
	}
}

// apart says whether a test is in a process of its own, and else runs it in one: a driver
// runs only once in a process, as in the program.
func apart(t *testing.T) bool {
	t.Helper()
	if os.Getenv(childEnv) == t.Name() {
		return true
	}
	if os.Getenv("DISPLAY") == "" || os.Getenv("ECHOSTR_FRAMEBUFFER") == "" {
		t.Fatal("no screen to show a window on; run make window")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	args := []string{"-test.run=^" + t.Name() + "$", "-test.v", "-test.count=1"}
	if end, ok := t.Deadline(); ok {
		args = append(args, "-test.timeout="+(time.Until(end)-5*time.Second).String())
	}
	child := exec.CommandContext(t.Context(), self, args...)
	child.Env = append(os.Environ(), childEnv+"="+t.Name())
	out, err := child.CombinedOutput()
	t.Logf("in a process of its own:\n%s", out)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(out), "--- PASS: "+t.Name()+" ") {
		t.Fatal("the test did not run")
	}
	return false
}
