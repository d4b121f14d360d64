//go:build !windows

package durable

import (
	"errors"
	"os"
	"syscall"
)

// syncDir makes a rename in dir outlive a power cut. File systems that cannot flush
// a directory say so with EINVAL or ENOTSUP; there is nothing more to be done there.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = d.Sync()
	if closing := d.Close(); err == nil {
		err = closing
	}
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) {
		return nil
	}
	return err
}
