// Package durable writes small files so that a crash at any moment leaves the old
// contents or the new ones, never a part of either.
package durable

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// leftoverAge is how old a temporary file must be before it counts as left over: a
// younger one may belong to a write that is under way in another process.
const leftoverAge = time.Minute

// WriteFile replaces the file at path by data with exactly the permissions perm. It
// writes a temporary file beside it, flushes it, renames it over path and flushes the
// directory. A symbolic link at path is followed: what it points to is replaced.
//
// On an error the old contents are still there, except when the very last step, the
// directory's flush, fails: then the new ones are, but may not outlive a power cut.
func WriteFile(path string, data []byte, perm fs.FileMode) error {
	return Write(path, perm, func(w io.Writer) error {
		if _, err := w.Write(data); err != nil {
			return fmt.Errorf("write %s: %w", filepath.Base(path), err)
		}
		return nil
	})
}

// Sweep removes the temporary files that interrupted writes of path left behind. A
// write does it by itself; whoever opens a file that is seldom written may do it too.
func Sweep(path string) {
	dir, name := filepath.Split(path)
	if dir == "" {
		dir = "."
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), tempPrefix(name)) || !e.Type().IsRegular() {
			continue
		}
		if info, err := e.Info(); err == nil && time.Since(info.ModTime()) > leftoverAge {
			os.Remove(filepath.Join(dir, e.Name()))
		}
	}
}

// tempPrefix begins the names of the temporary files of name.
func tempPrefix(name string) string { return "." + name + ".tmp-" }
