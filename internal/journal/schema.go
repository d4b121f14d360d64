package journal

import (
	"errors"
	"fmt"
	"strings"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// applicationID marks the file as ours: "echo" in ASCII.
const applicationID = 0x6563686f

// migrations bring a file from the version of their index to the next one. They are never
// edited once released; a change is another one at the end.
var migrations = []string{
	// Records lie by the dozen in chunks, in frames, in the order of their IDs. Blocks begin
	// at the ID of their first exchange: block has their sums and small entries, words
	// their text, apart because most searches need only one of the two. A chunk lies in one
	// block.
	`CREATE TABLE chunk (first INTEGER PRIMARY KEY, last INTEGER NOT NULL, count INTEGER NOT NULL, frames BLOB NOT NULL);
	CREATE TABLE block (first INTEGER PRIMARY KEY, last INTEGER NOT NULL, count INTEGER NOT NULL,
		passed INTEGER NOT NULL, failed INTEGER NOT NULL, bytes INTEGER NOT NULL, until INTEGER NOT NULL,
		entries BLOB NOT NULL);
	CREATE TABLE words (first INTEGER PRIMARY KEY, text BLOB NOT NULL, refs BLOB NOT NULL);
	CREATE TABLE label (id INTEGER PRIMARY KEY, pinned INTEGER NOT NULL, mark INTEGER NOT NULL, note TEXT NOT NULL);
	CREATE TABLE session (id INTEGER PRIMARY KEY, began INTEGER NOT NULL, after INTEGER NOT NULL, name TEXT NOT NULL);
	CREATE TABLE state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;`,
}

// errNewer is a file of a later version of the program; it is left alone.
var errNewer = errors.New("journal: the file is of a newer version")

// errStranger is a database that is not a journal; it is set aside like a damaged one.
var errStranger = errors.New("journal: the file is another program's database")

// migrate brings the file to the newest version.
func migrate(conn *sqlite.Conn) (err error) {
	version, err := pragma(conn, "user_version")
	if err != nil {
		return err
	}
	if version > int64(len(migrations)) {
		return fmt.Errorf("%w: %d", errNewer, version)
	}
	if err := ours(conn, version); err != nil {
		return err
	}
	if version == int64(len(migrations)) {
		return intact(conn)
	}
	end, err := sqlitex.ImmediateTransaction(conn)
	if err != nil {
		return fmt.Errorf("begin migration: %w", err)
	}
	defer end(&err)
	for v := version; v < int64(len(migrations)); v++ {
		if err := sqlitex.ExecuteScript(conn, migrations[v], nil); err != nil {
			return fmt.Errorf("migrate to version %d: %w", v+1, err)
		}
	}
	return run(conn, fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", applicationID, len(migrations)))
}

// intact compares the tables with those that the migrations make: bytes that flipped in
// their definitions would otherwise show as errors of any kind.
func intact(conn *sqlite.Conn) error {
	all, found := strings.Join(migrations, ""), 0
	err := sqlitex.ExecuteTransient(conn, "SELECT sql FROM sqlite_schema", &sqlitex.ExecOptions{ResultFunc: func(s *sqlite.Stmt) error {
		if found++; !strings.Contains(all, s.ColumnText(0)) {
			return fmt.Errorf("%w: a table is defined otherwise", errDamaged)
		}
		return nil
	}})
	if err == nil && found != strings.Count(all, "CREATE TABLE ") {
		err = fmt.Errorf("%w: it has %d tables", errDamaged, found)
	}
	return err
}
