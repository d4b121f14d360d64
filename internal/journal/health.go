package journal

import (
	"errors"
	"io/fs"
	"syscall"
	"time"

	"zombiezen.com/go/sqlite"
)

// Health is how the log's file does.
type Health struct {
	Kind  HealthKind
	Since time.Time // when it became so
	// Lost is how many exchanges could not be written and had to go, since the start.
	Lost int64
	// Waiting is how many exchanges wait in memory to be written.
	Waiting int
	// Late is how many answers left before their exchange was on record, since the start:
	// that took longer than CommitWait, or could not be done.
	Late int64
	// Damaged is how many records did not read since the start.
	Damaged int64
	// Salvaged is how many exchanges of a file that was set aside have been brought into the
	// new one, since the start.
	Salvaged int64
	File     string // the file; for SetAside where the damaged one is now
	Detail   string // the error's text, for details; "" where none is
}

// HealthKind is what is wrong, if anything.
type HealthKind uint8

// The kinds. With any but Well, MemoryOnly and SetAside the log keeps exchanges in memory,
// bounded, and tries the file again and again.
const (
	Well       HealthKind = iota
	MemoryOnly            // there is no file by choice
	Slow                  // the disk has taken nothing for a second
	Full                  // the disk, or the quota, is
	ReadOnly              // the folder or the file cannot be written
	Locked                // another program holds the file
	Failing               // it cannot be opened or written, for another reason
	Newer                 // it was written by a newer version; it is left alone
	SetAside              // it was damaged and set aside, and a new one begun
)

// String is the kind as a stable identifier.
func (k HealthKind) String() string {
	return [...]string{"well", "memory_only", "slow", "full", "read_only", "locked", "failing", "newer", "set_aside"}[k]
}

// kindOf sorts an error of the file's. damaged says that it has to be set aside.
func kindOf(err error) (k HealthKind, damaged bool) {
	switch {
	case errors.Is(err, errNewer):
		return Newer, false
	case errors.Is(err, errStranger), errors.Is(err, errDamaged):
		return SetAside, true
	case errors.Is(err, ErrInUse):
		return Locked, false
	case errors.Is(err, syscall.ENOSPC):
		return Full, false
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return ReadOnly, false
	}
	switch sqlite.ErrCode(err).ToPrimary() {
	case sqlite.ResultFull:
		return Full, false
	case sqlite.ResultReadOnly, sqlite.ResultPerm:
		return ReadOnly, false
	case sqlite.ResultBusy, sqlite.ResultLocked:
		return Locked, false
	case sqlite.ResultCorrupt, sqlite.ResultNotADB, sqlite.ResultConstraint: // no ID is given twice
		return SetAside, true
	}
	return Failing, false
}
