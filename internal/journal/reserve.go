package journal

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// Deleting takes room before it makes any. So a part of the disk is held by a file that is
// given up when the disk is full and something is to be deleted.

// reserveSize is enough to put what SQLite wrote ahead into the main file, as a rule: from
// then on it writes over that, and needs no more room.
const reserveSize = 16 << 20

// reserveName is the reserve beside a journal.
func reserveName(file string) string { return file + "-reserve" }

// saveUp makes the reserve unless it is there.
func saveUp(file string) error {
	name := reserveName(file)
	if info, err := os.Stat(name); err == nil && info.Size() >= reserveSize {
		return nil
	}
	// Not zeros, which some file systems keep in no room at all.
	if err := os.WriteFile(name, bytes.Repeat([]byte("echostr "), reserveSize/8), 0o600); err != nil {
		return errors.Join(fmt.Errorf("hold room for deleting: %w", err), os.Remove(name))
	}
	return nil
}

// spend gives the reserve up.
func spend(file string) error {
	if err := os.Remove(reserveName(file)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("give up the room held for deleting: %w", err)
	}
	return nil
}

// isFull says whether the disk has been full at the last try.
func (w *writer) isFull() bool {
	w.log.mu.Lock()
	defer w.log.mu.Unlock()
	return w.again > 0 && w.log.health.Kind == Full
}

// makeRoom runs on a full disk what a person deletes, with the room that is held for it.
// What waits to be written is tried a moment later.
func (w *writer) makeRoom(f func() error) error {
	err := spend(w.log.c.File)
	w.saving = true
	if err == nil {
		err = w.settle()
	}
	if err == nil {
		err = f()
	}
	if err == nil {
		err = w.settle()
	}
	if err != nil && !errors.Is(err, ErrUnavailable) {
		w.failed(err)
		return err
	}
	w.tryIn(firstPause)
	return err
}

// settleEvery is after how many steps of deleting on a full disk the room is made use of.
const settleEvery = 8

// makeRoomDue deletes on a full disk what is over the limits, or cleared.
func (w *writer) makeRoomDue() error {
	w.retain()
	if w.dropping == nil && !w.sweeping {
		return w.settle()
	}
	w.saving = true
	err := spend(w.log.c.File)
	if err == nil {
		err = w.settle()
	}
	for n := 1; err == nil && (w.dropping != nil || w.sweeping); n++ {
		if w.dropping != nil {
			err = w.drop()
		} else {
			err = w.sweep()
		}
		if err == nil && n%settleEvery == 0 {
			err = w.settle()
		}
	}
	if err == nil {
		err = w.settle()
	}
	return err
}

// settle has the write-ahead log begin anew, as far as there is room for that.
func (w *writer) settle() error {
	_, err := checkpoint(w.store.conn)
	if k, _ := kindOf(err); err != nil && k != Full {
		return err
	}
	return nil
}
