package engine

import (
	"errors"
	"io/fs"
	"runtime"
	"syscall"
)

// FileFault is why a file could not be read or written.
type FileFault uint8

// The faults.
const (
	FaultNone     FileFault = iota
	FaultMissing            // the file, or the folder that it should go to, is not there
	FaultDenied             // the system does not allow it
	FaultReadOnly           // the disk is mounted for reading only
	FaultFull               // no room is left
	FaultFolder             // the path is a folder, or something else that is no file
	FaultName               // the system does not take the name
	FaultOther
)

// String is "none", "missing", "denied", "read_only", "full", "folder", "name" or "other".
func (f FileFault) String() string {
	return [...]string{"none", "missing", "denied", "read_only", "full", "folder", "name", "other"}[f]
}

// What Windows says where others say ENOSPC and EINVAL.
const (
	windowsHandleDiskFull = syscall.Errno(39)
	windowsDiskFull       = syscall.Errno(112)
	windowsInvalidName    = syscall.Errno(123)
)

// FaultOf finds what is wrong with a file in an error: FaultNone for nil, FaultOther for
// an error that is not about files.
func FaultOf(err error) FileFault {
	windows := runtime.GOOS == "windows"
	switch {
	case err == nil:
		return FaultNone
	case errors.Is(err, syscall.EROFS):
		return FaultReadOnly
	case errors.Is(err, syscall.ENOSPC), windows && (errors.Is(err, windowsDiskFull) || errors.Is(err, windowsHandleDiskFull)):
		return FaultFull
	case errors.Is(err, syscall.EISDIR):
		return FaultFolder
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return FaultMissing
	case errors.Is(err, fs.ErrPermission):
		return FaultDenied
	case errors.Is(err, syscall.ENAMETOOLONG), errors.Is(err, fs.ErrInvalid), windows && errors.Is(err, windowsInvalidName):
		return FaultName
	}
	return FaultOther
}
