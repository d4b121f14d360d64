package durable

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// AsideName is where a damaged file at path goes: "<path>.damaged-20260102-150405".
func AsideName(path string, now time.Time) string {
	return path + ".damaged-" + now.Format("20060102-150405")
}

// SetAside renames a damaged file, contents kept, so that a fresh one can take its
// place, and returns the new path. A file of that name is never overwritten: a second
// one within the same second gets "-2", and so on.
func SetAside(path string) (newPath string, err error) {
	base := AsideName(path, time.Now())
	newPath = base
	for n := 2; ; n++ {
		if _, err := os.Lstat(newPath); errors.Is(err, fs.ErrNotExist) {
			break
		} else if err != nil {
			return "", fmt.Errorf("set %s aside: %w", filepath.Base(path), err)
		}
		newPath = fmt.Sprintf("%s-%d", base, n)
	}
	if err := os.Rename(path, newPath); err != nil {
		return "", fmt.Errorf("set %s aside: %w", filepath.Base(path), err)
	}
	if err := syncDir(filepath.Dir(path)); err != nil {
		return newPath, fmt.Errorf("set %s aside: flush directory: %w", filepath.Base(path), err)
	}
	return newPath, nil
}
