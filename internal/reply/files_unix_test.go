//go:build unix

package reply

import (
	"errors"
	"path/filepath"
	"syscall"
	"testing"
)

// TestFilesThatNeverEnd are no regular files: a pipe nobody writes to, and a device.
func TestFilesThatNeverEnd(t *testing.T) {
	f := Files{Dir: t.TempDir()}
	if err := syscall.Mkfifo(filepath.Join(f.Dir, "pipe"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"pipe", filepath.Join(f.Dir, "pipe"), "/dev/zero"} {
		if data, err := f.ReadFile(name); !errors.Is(err, ErrFileKind) {
			t.Errorf("%s: %d bytes, %v", name, len(data), err)
		}
	}
}
