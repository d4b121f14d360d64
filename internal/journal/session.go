package journal

import (
	"fmt"
	"slices"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// Session is a stretch of work: the exchanges from its beginning to that of the next.
// One begins with each start of the program, and whenever a person says so.
type Session struct {
	ID    int64
	Began time.Time
	First int64  // ID of the first exchange that can be in it
	Name  string // "" until it is named
}

// Sessions are all there were, oldest first.
func (l *Log) Sessions() []Session {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.sessions)
}

// BeginSession begins one now.
func (l *Log) BeginSession(name string) (Session, error) {
	l.working.Lock()
	defer l.working.Unlock()
	l.mu.Lock()
	s := Session{ID: 1, Began: l.c.Now(), First: l.counts.Last + 1, Name: name}
	if n := len(l.sessions); n > 0 {
		s.ID = l.sessions[n-1].ID + 1
	}
	l.mu.Unlock()
	if err := l.saveSession(s); err != nil {
		return Session{}, fmt.Errorf("begin a session: %w", err)
	}
	l.mu.Lock()
	l.sessions = append(l.sessions, s)
	l.mu.Unlock()
	l.c.Changed()
	return s, nil
}

// NameSession names one; false when there is none of that ID.
func (l *Log) NameSession(id int64, name string) (bool, error) {
	l.working.Lock()
	defer l.working.Unlock()
	l.mu.Lock()
	i := slices.IndexFunc(l.sessions, func(s Session) bool { return s.ID == id })
	var s Session
	if i >= 0 {
		s = l.sessions[i]
	}
	l.mu.Unlock()
	if i < 0 {
		return false, nil
	}
	s.Name = name
	if err := l.saveSession(s); err != nil {
		return true, fmt.Errorf("name a session: %w", err)
	}
	l.mu.Lock()
	if i < len(l.sessions) && l.sessions[i].ID == id {
		l.sessions[i] = s
	}
	l.mu.Unlock()
	l.c.Changed()
	return true, nil
}

func (l *Log) saveSession(s Session) error {
	if l.c.File == "" {
		return nil
	}
	return l.ask(func(w *writer) error { return w.store.keepSession(s) })
}

func (s *store) keepSession(one Session) error {
	return sqlitex.Execute(s.conn, "INSERT OR REPLACE INTO session (id, began, after, name) VALUES (?, ?, ?, ?)",
		&sqlitex.ExecOptions{Args: []any{one.ID, one.Began.UnixNano(), one.First - 1, one.Name}})
}

// sessions reads them all.
func (s *store) sessions() (out []Session, err error) {
	err = sqlitex.Execute(s.conn, "SELECT id, began, after, name FROM session ORDER BY id", &sqlitex.ExecOptions{
		ResultFunc: func(row *sqlite.Stmt) error {
			out = append(out, Session{row.ColumnInt64(0), time.Unix(0, row.ColumnInt64(1)), row.ColumnInt64(2) + 1, row.ColumnText(3)})
			return nil
		}})
	if err != nil {
		return nil, fmt.Errorf("read sessions: %w", err)
	}
	return out, nil
}

// start begins a session with the program, or renews the last one if nothing came in it
// and it has no name.
func (s *store) start(l *Log) error {
	l.mu.Lock()
	now := Session{ID: 1, Began: l.c.Now(), First: l.counts.Last + 1}
	n := len(l.sessions)
	if n > 0 {
		now.ID = l.sessions[n-1].ID + 1
		if last := l.sessions[n-1]; last.First == now.First && last.Name == "" {
			n--
			now.ID = last.ID
		}
	}
	l.sessions = append(l.sessions[:n:n], now)
	l.mu.Unlock()
	return s.keepSession(now)
}
