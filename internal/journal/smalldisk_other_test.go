//go:build !linux

package journal

import "testing"

// smallDisk is a directory; only Linux mounts a small disk without leaving anything behind.
func smallDisk(t *testing.T, _ int) (dir string, ok bool) { return t.TempDir(), false }
