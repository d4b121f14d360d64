//go:build unix

package journal

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"echostr/internal/exchange"
)

// readOnlyEnv makes the test program the user whose folder cannot be written.
const readOnlyEnv = "ECHOSTR_TEST_READONLY"

// nobody is a user that is not root: for root nothing is read-only.
const nobody = 65534

// TestReadOnlyFolder records in a home that may not be written until somebody mends that.
// Run by root it has another user do so.
func TestReadOnlyFolder(t *testing.T) {
	home := t.TempDir()
	if os.Geteuid() != 0 {
		if err := readOnlyFolder(home); err != nil {
			t.Fatal(err)
		}
		return
	}
	open, err := os.MkdirTemp("", "echostr-readonly") // a place that others can reach
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := os.RemoveAll(open); err != nil {
			t.Error(err)
		}
	}()
	home = filepath.Join(open, "home")
	program := filepath.Join(open, "program")
	if err := errors.Join(os.Chmod(open, 0o755), os.Mkdir(home, 0o700), os.Chown(home, nobody, nobody), copyProgram(program)); err != nil {
		t.Fatal(err)
	}
	c := exec.Command(program)
	c.Env = append(os.Environ(), readOnlyEnv+"="+home)
	c.Dir = open
	c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

func init() {
	others[readOnlyEnv] = readOnlyFolder
}

// copyProgram copies this test program to where others may run it.
func copyProgram(to string) error {
	from, err := os.Open(os.Args[0])
	if err != nil {
		return err
	}
	defer from.Close()
	f, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o755)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, from)
	return errors.Join(err, f.Close())
}

func readOnlyFolder(home string) error {
	c := LogConfig{File: filepath.Join(home, "journal.db"), CommitWait: time.Minute}
	push := func(l *Log) {
		l.Append(&exchange.Exchange{Verdict: exchange.Pass, Request: exchange.Request{Raw: []byte("x")}})
	}
	l, err := Open(c)
	if err != nil {
		return err
	}
	push(l)
	if err := errors.Join(l.Close(), os.Chmod(home, 0o500)); err != nil {
		return err
	}
	if l, err = Open(c); err != nil {
		return err
	}
	if h := l.Health(); h.Kind != ReadOnly || h.Detail == "" {
		return fmt.Errorf("health %+v", h)
	}
	push(l) // with a CommitWait of a minute: that it comes back is the test
	push(l)
	if n := l.Counts().Kept; n != 2 {
		return fmt.Errorf("%d are at hand", n)
	}
	if err := os.Chmod(home, 0o700); err != nil {
		return err
	}
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for limit := time.After(20 * time.Second); l.Health().Kind != Well || l.Health().Waiting > 0; {
		select {
		case <-tick.C:
		case <-limit:
			return fmt.Errorf("not well in 20 s: %+v", l.Health())
		}
	}
	if err := l.Close(); err != nil {
		return err
	}
	if l, err = Open(c); err != nil {
		return err
	}
	var got strings.Builder
	for _, x := range l.Since(0, 9) {
		fmt.Fprint(&got, x.ID, " ")
	}
	if got.String() != "1 2 3 " {
		return fmt.Errorf("recorded are %s", got.String())
	}
	return l.Close()
}
