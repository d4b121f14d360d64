package engine

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// FilePlace is what an export to a path meets there.
type FilePlace struct {
	Path   string    // absolute
	Exists bool      // a file is there, and would be replaced
	Size   int64     // its bytes
	Time   time.Time // when it was written
	Fault  FileFault // why nothing can be written there, as far as a look tells
}

// FilePlace looks where an export to a path would go. A path may begin with "~", which
// is the person's own folder; one that is not absolute is taken from ExportFolder.
func (e *Engine) FilePlace(path string) FilePlace {
	d := FilePlace{Path: e.absolute(path)}
	if strings.TrimSpace(path) == "" || strings.HasSuffix(path, string(filepath.Separator)) {
		d.Fault = FaultFolder
		return d
	}
	if dir, err := os.Stat(filepath.Dir(d.Path)); err != nil {
		d.Fault = FaultOf(err)
		return d
	} else if !dir.IsDir() {
		d.Fault = FaultMissing
		return d
	}
	switch file, err := os.Stat(d.Path); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		d.Fault = FaultOf(err)
	case !file.Mode().IsRegular():
		d.Fault = FaultFolder
	default:
		d.Exists, d.Size, d.Time = true, file.Size(), file.ModTime()
	}
	return d
}

// ExportFolder is where exports go unless somebody says otherwise: the folder for
// downloads, else the person's own, else the home of the settings.
func (e *Engine) ExportFolder() string {
	for _, dir := range []string{e.cfg.Downloads, e.cfg.UserHome} {
		if dir == "" {
			continue
		}
		if info, err := os.Stat(dir); err == nil && info.IsDir() {
			return dir
		}
	}
	return e.cfg.Home
}

// absolute is a path as a person types it, made whole.
func (e *Engine) absolute(path string) string {
	path = strings.TrimSpace(path)
	if rest, ok := strings.CutPrefix(path, "~"); ok && e.cfg.UserHome != "" && (rest == "" || os.IsPathSeparator(rest[0])) {
		return filepath.Join(e.cfg.UserHome, rest)
	}
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(e.ExportFolder(), path)
}
