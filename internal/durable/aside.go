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
	if newPath, err = freeName(path, time.Now()); err != nil {
		return "", err
	}
	if err := os.Rename(path, newPath); err != nil {
		return "", fmt.Errorf("set %s aside: %w", filepath.Base(path), err)
	}
	if err := syncDir(filepath.Dir(path)); err != nil {
		return newPath, fmt.Errorf("set %s aside: flush directory: %w", filepath.Base(path), err)
	}
	return newPath, nil
}

// CopyAside is SetAside for a file that is about to be replaced by WriteFile: data,
// its contents, go to the new path, named by now, and the file itself stays until then.
func CopyAside(path string, data []byte, perm fs.FileMode, now time.Time) (newPath string, err error) {
	if newPath, err = freeName(path, now); err != nil {
		return "", err
	}
	return newPath, WriteFile(newPath, data, perm)
}

// freeName is the first name for a damaged file that nothing has.
func freeName(path string, now time.Time) (string, error) {
	name, err := FreeName(AsideName(path, now))
	if err != nil {
		return "", fmt.Errorf("set %s aside: %w", filepath.Base(path), err)
	}
	return name, nil
}

// FreeName is base, or with "-2", "-3", … behind it, so that nothing has the name.
func FreeName(base string) (string, error) {
	name := base
	for n := 2; ; n++ {
		if _, err := os.Lstat(name); errors.Is(err, fs.ErrNotExist) {
			return name, nil
		} else if err != nil {
			return "", err
		}
		name = fmt.Sprintf("%s-%d", base, n)
	}
}
