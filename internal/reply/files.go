package reply

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// MaxFile is how big a file may be that is an answer, bytes.
const MaxFile = 1 << 20

// ErrFileSize is a file beyond MaxFile.
var ErrFileSize = errors.New("reply: the file is larger than 1 MiB")

// ErrFileKind is a name that is no file's: a directory, a device, a pipe.
var ErrFileKind = errors.New("reply: not a regular file")

// Files reads files below a folder, and those with an absolute name, which only a person
// at this computer can have written: Decode refuses them in what others share.
type Files struct {
	// Dir is the folder. Neither ".." nor a symbolic link leads out of it.
	Dir string
}

// ReadFile implements Reader.
func (f Files) ReadFile(name string) ([]byte, error) {
	if isAbsolute(name) {
		return readRegular(os.OpenFile(filepath.Clean(name), os.O_RDONLY|nonBlocking, 0))
	}
	root, err := os.OpenRoot(f.Dir)
	if err != nil {
		return nil, fmt.Errorf("read file: %w", err)
	}
	defer root.Close()
	return readRegular(root.OpenFile(filepath.FromSlash(name), os.O_RDONLY|nonBlocking, 0))
}

func readRegular(f *os.File, err error) ([]byte, error) {
	if err != nil {
		return nil, fmt.Errorf("read file: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		return nil, fmt.Errorf("read file: %w", err)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("read file: %w", ErrFileKind)
	}
	data, err := io.ReadAll(io.LimitReader(f, MaxFile+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("read file: %w", err)
	case len(data) > MaxFile:
		return nil, fmt.Errorf("read file: %w", ErrFileSize)
	}
	return data, nil
}

// isAbsolute knows the absolute names of every system.
func isAbsolute(name string) bool {
	return filepath.IsAbs(name) || strings.HasPrefix(name, "/") || strings.HasPrefix(name, `\`) ||
		len(name) > 2 && name[1] == ':' && (name[2] == '/' || name[2] == '\\')
}

// isLocal says whether a relative name stays below its folder.
func isLocal(name string) bool { return filepath.IsLocal(filepath.FromSlash(name)) }
