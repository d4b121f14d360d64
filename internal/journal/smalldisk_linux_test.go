package journal

import (
	"fmt"
	"syscall"
	"testing"
)

// smallDisk is a directory on a disk of that many MiB; false where none can be mounted.
func smallDisk(t *testing.T, size int) (dir string, ok bool) {
	dir = t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%dm", size)); err != nil {
		return dir, false
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir, true
}
