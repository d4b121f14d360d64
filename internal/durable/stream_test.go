package durable

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// TestWrite replaces a file only by a whole one, and leaves nothing else behind.
func TestWrite(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.txt")
	if err := WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	for _, c := range []struct {
		fail error
		want string
	}{{broken, "old"}, {nil, "new text"}} {
		err := Write(path, 0o640, func(w io.Writer) error {
			for _, s := range []string{"new", " text"} {
				if _, err := io.WriteString(w, s); err != nil {
					return err
				}
			}
			return c.fail
		})
		if !errors.Is(err, c.fail) {
			t.Errorf("error %v, want %v", err, c.fail)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != c.want {
			t.Errorf("%q %v, want %q", got, err, c.want)
		}
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("%v %v are left", entries, err)
	}
	if err := Write(filepath.Join(dir, "none", "a"), 0o600, func(io.Writer) error { return nil }); err == nil {
		t.Error("a directory that is not there was written to")
	}
}
