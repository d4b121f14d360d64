package engine

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"echostr/internal/journal"
)

// Holder is the process that has a home open.
type Holder struct {
	Home  string
	PID   int       // 0: not known
	Since time.Time // when it opened the home; zero: not known
	Addr  string    // where its local server listens; "": not known, or it does not
}

// holderFile is where a process says so to others, in its home.
const holderFile = "process.json"

// holderNote is the contents of that file.
type holderNote struct {
	PID   int       `json:"pid"`
	Since time.Time `json:"since"`
	Addr  string    `json:"addr,omitempty"`
}

// HolderOf is the process that has the home, from the error of New; false when that is
// another error.
func HolderOf(err error) (Holder, bool) {
	var in *InUse
	if !errors.As(err, &in) {
		return Holder{}, false
	}
	h := Holder{Home: in.Home, PID: in.PID}
	f, err := os.Open(filepath.Join(in.Home, holderFile))
	if err != nil {
		return h, true // it may have failed to write it
	}
	defer f.Close()
	var note holderNote
	var start [4096]byte
	n, _ := f.Read(start[:]) // what does not read says nothing
	if json.Unmarshal(start[:n], &note) == nil && (in.PID == 0 || in.PID == note.PID) {
		h.PID, h.Since, h.Addr = note.PID, note.Since, note.Addr
	}
	return h, true
}

// claimHome takes hold of the home before anything in it is read, so that another process's
// is not touched. It is nil without an error where there is nothing to hold, or where the
// home cannot be written: the journal, which tells of that, tries again.
func claimHome(c Config) (*journal.Claim, error) {
	if c.InMemory || c.ReadOnly {
		return nil, nil
	}
	claim, err := journal.ClaimHome(c.Home)
	if errors.Is(err, ErrInUse) {
		return nil, fmt.Errorf("open the home: %w", err)
	}
	if err != nil {
		c.Logger.Warn("take hold of the home", "err", err)
	}
	return claim, nil
}

// noteHolder tells other processes who has this home. They can do without.
func (e *Engine) noteHolder(addr string) {
	if e.cfg.InMemory || e.cfg.ReadOnly { // it does not hold the home
		return
	}
	data, err := json.Marshal(holderNote{PID: os.Getpid(), Since: e.began, Addr: addr})
	if err == nil { // one that is read while half written tells nothing, and a crash may lose it
		err = os.WriteFile(filepath.Join(e.cfg.Home, holderFile), data, 0o600)
	}
	if err != nil {
		e.log.Warn("other processes are not told who has this home", "err", err)
	}
}

// forgetHolder takes the word back.
func (e *Engine) forgetHolder() {
	if e.cfg.InMemory || e.cfg.ReadOnly {
		return
	}
	if err := os.Remove(filepath.Join(e.cfg.Home, holderFile)); err != nil && !errors.Is(err, os.ErrNotExist) {
		e.log.Warn("remove the word of who has this home", "err", err)
	}
}
