package engine

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func TestFilePlace(t *testing.T) {
	user, downloads := t.TempDir(), t.TempDir()
	e := open(t, func(c *Config) { c.UserHome, c.Downloads = user, downloads })
	if err := os.WriteFile(filepath.Join(user, "old.har"), []byte("12345"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(downloads, "inner"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		path, want string
		exists     bool
		fault      FileFault
	}{
		{"new.har", filepath.Join(downloads, "new.har"), false, FaultNone},
		{" ~/old.har ", filepath.Join(user, "old.har"), true, FaultNone},
		{"~other/old.har", filepath.Join(downloads, "~other", "old.har"), false, FaultMissing},
		{filepath.Join(user, "none", "x.har"), filepath.Join(user, "none", "x.har"), false, FaultMissing},
		{filepath.Join(user, "old.har", "x.har"), filepath.Join(user, "old.har", "x.har"), false, FaultMissing},
		{"inner", filepath.Join(downloads, "inner"), false, FaultFolder},
		{"inner" + string(filepath.Separator), filepath.Join(downloads, "inner"), false, FaultFolder},
		{"", downloads, false, FaultFolder},
	} {
		d := e.FilePlace(c.path)
		if d.Path != c.want || d.Exists != c.exists || d.Fault != c.fault {
			t.Errorf("%q: %+v", c.path, d)
		}
		if d.Exists && (d.Size != 5 || d.Time.IsZero()) {
			t.Errorf("%q: %d bytes of %v", c.path, d.Size, d.Time)
		}
	}
	if dir := e.ExportFolder(); dir != downloads {
		t.Errorf("exports go to %s", dir)
	}
	if err := os.RemoveAll(downloads); err != nil {
		t.Fatal(err)
	}
	if dir := e.ExportFolder(); dir != user {
		t.Errorf("without downloads exports go to %s", dir)
	}
}

func TestFaultOf(t *testing.T) {
	for want, err := range map[FileFault]error{
		FaultNone:     nil,
		FaultMissing:  fs.ErrNotExist,
		FaultDenied:   syscall.EACCES,
		FaultReadOnly: syscall.EROFS,
		FaultFull:     syscall.ENOSPC,
		FaultFolder:   syscall.EISDIR,
		FaultName:     syscall.ENAMETOOLONG,
		FaultOther:    errors.New("something else"),
	} {
		if err != nil {
			err = fmt.Errorf("export: %w", &fs.PathError{Op: "write", Path: "x", Err: err})
		}
		if got := FaultOf(err); got != want {
			t.Errorf("%v is %s, want %s", err, got, want)
		}
	}
}
