package journal

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/gofrs/flock"

	"echostr/internal/durable"
)

// ErrInUse is a home that another process has open; errors.As finds the *InUse in it.
var ErrInUse = errors.New("journal: in use by another process")

// InUse names the other process.
type InUse struct {
	Home string
	PID  int // 0 when it is not known
}

// Error names the directory and the process.
func (e *InUse) Error() string {
	if e.PID == 0 {
		return fmt.Sprintf("another echostr uses %s", e.Home)
	}
	return fmt.Sprintf("another echostr (process %d) uses %s", e.PID, e.Home)
}

// Is says that it is ErrInUse.
func (e *InUse) Is(target error) bool { return target == ErrInUse }

// Claim is this process's hold on a home. SQLite would let a second process in. The
// system gives it up when the process ends, however it ends.
type Claim struct {
	lock *flock.Flock
	pid  string // the file that says whose it is; a locked one cannot be read everywhere
}

// ClaimHome takes hold of the directory, or returns an *InUse and leaves all in it as it
// is. The directory is made when missing.
func ClaimHome(dir string) (*Claim, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the home: %w", err)
	}
	c := &Claim{lock: flock.New(filepath.Join(dir, "journal.lock"), flock.SetPermissions(0o600)), pid: filepath.Join(dir, "journal.pid")}
	got, err := c.lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock the home: %w", err)
	}
	if !got {
		other, _ := os.ReadFile(c.pid) // without it the process stays unnamed
		pid, _ := strconv.Atoi(strings.TrimSpace(string(other)))
		_ = c.lock.Close() // it holds nothing
		return nil, &InUse{Home: dir, PID: pid}
	}
	if err := durable.WriteFile(c.pid, []byte(strconv.Itoa(os.Getpid())+"\n"), 0o600); err != nil {
		return nil, errors.Join(fmt.Errorf("lock the home: %w", err), c.lock.Close())
	}
	return c, nil
}

// Release gives it up. The lock's file stays: removing it would let two processes hold
// locks on two files of the same name.
func (c *Claim) Release() error {
	return errors.Join(os.Remove(c.pid), c.lock.Close())
}
