package journal

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"echostr/internal/exchange"
)

// LogConfig is what a Log needs; zero fields take the defaults.
type LogConfig struct {
	// File is the journal, such as <home>/journal.db; the directory is its home, which one
	// process at a time may have. "" keeps exchanges in memory only.
	File string
	// Claim is the caller's hold on the home, to be given up after Close; nil: the log takes
	// hold of it.
	Claim *Claim
	// ReadOnly opens what is in the file at this moment, to look at it, also while another
	// process has the home. Nothing is written, and what is appended is kept in memory only.
	ReadOnly bool
	// What is kept at first, as in Limits; SetLimits changes it.
	MaxCount int
	MaxBytes int64
	MaxAge   time.Duration
	// CommitWait is how long an answer waits for its exchange to be on record; 20 ms. Only
	// a disk that stalls, or a machine out of breath, makes anything wait that long.
	CommitWait time.Duration
	// Memory bounds what is kept in memory while the file cannot be written, or without one.
	Memory Config
	// Secrets are the tokens and keys known now, newest first: they do not stand in the
	// file, and are found again by this when a record is read. nil knows none.
	Secrets func() []string
	// Changed is told when something changed other than by Append or Clear: the health, or
	// what is kept. It is called from the log's goroutines and must not block or call Close.
	Changed func()
	Now     func() time.Time // nil: time.Now
	Logger  *slog.Logger     // nil: none

	// For tests of disks that are full or stall: a limit to the file's pages, 0 for none,
	// and what writes the spool.
	maxPages   int64
	spoolWrite func(*os.File, []byte) (int, error)
}

func (c LogConfig) withDefaults() LogConfig {
	if c.CommitWait <= 0 {
		c.CommitWait = 20 * time.Millisecond
	}
	c.Memory = c.Memory.withDefaults()
	if c.Secrets == nil {
		c.Secrets = func() []string { return nil }
	}
	if c.Changed == nil {
		c.Changed = func() {}
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.spoolWrite == nil {
		c.spoolWrite = (*os.File).Write
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return c
}

// Log is the durable journal. Open, Close. Its methods are safe for concurrent use.
type Log struct {
	c LogConfig

	mu         sync.Mutex
	recent     ring          // the newest, those not yet written among them
	queue      []entry       // to be written into the file, oldest first
	queued     int64         // bytes of their records
	turn       *turn         // what those wait on who queued up for the next write to the spool
	spooled    int64         // every exchange up to this ID has been through the spooler
	passing    chan struct{} // closed when spooled has grown; nil when nobody waits for that
	written    int64         // every exchange up to this ID is in the file, or lost
	counts     Counts
	health     Health
	aside      Health // the last setting aside; its Kind is Well before the first
	labels     labels
	deliveries deliveries
	sessions   []Session
	loaded     bool // the file has been read once
	closed     bool

	working sync.Mutex // held while a session is begun or named, before mu

	index   index
	readers atomic.Pointer[readers] // nil while no file is open

	spool  spool
	come   chan struct{} // holds one: there is something for the spool
	ending chan struct{} // the spooler is to end
	room   chan struct{} // holds one: the writer has taken some of the queue, or failed
	wake   chan struct{} // holds one: there is something for the writer
	jobs   chan job
	doubts chan doubt
	due    chan struct{} // holds one: a checkpoint
	stop   chan struct{}
	work   sync.WaitGroup

	spooling sync.WaitGroup

	floor   atomic.Int64 // exchanges up to this ID are cleared
	limits  atomic.Pointer[Limits]
	walSize atomic.Int64 // pages ahead of the main file at the last checkpoint
}

// Open opens the journal and what is in it; the file is made when missing, but not to be
// ReadOnly. With that any trouble is an error, else only a home
// that another process has open is, an *InUse: whatever else is wrong with the
// file, the log works in memory, tells by Health, and tries again.
func Open(c LogConfig) (*Log, error) {
	l := &Log{c: c.withDefaults(), come: make(chan struct{}, 1), ending: make(chan struct{}),
		room: make(chan struct{}, 1), wake: make(chan struct{}, 1), jobs: make(chan job), doubts: make(chan doubt, 16),
		due: make(chan struct{}, 1), stop: make(chan struct{})}
	limits := Limits{c.MaxCount, c.MaxBytes, c.MaxAge}.withDefaults()
	l.limits.Store(&limits)
	l.index.init(l.blockSize())
	l.health = Health{Since: l.c.Now(), File: c.File}
	if c.File == "" {
		l.health.Kind = MemoryOnly
		return l, nil
	}
	if c.ReadOnly {
		if err := l.openToRead(); err != nil {
			return nil, err
		}
		return l, nil
	}
	l.spool = spool{file: c.File, write: l.c.spoolWrite}
	w := &writer{log: l}
	if err := w.open(); errors.Is(err, ErrInUse) {
		return nil, err
	} else if err != nil {
		w.failed(err)
	}
	l.spooling.Go(l.spoolOn)
	l.work.Go(w.run)
	l.work.Go(l.buildIndex)
	l.work.Go(l.examine)
	l.work.Go(l.checkpoints)
	return l, nil
}

// Close writes what is queued and closes the file. What is appended afterwards is kept in
// memory only.
func (l *Log) Close() error {
	if l.c.ReadOnly {
		return l.closeReadOnly()
	}
	l.mu.Lock()
	closed := l.closed
	l.closed = true
	l.mu.Unlock()
	if closed || l.c.File == "" {
		return nil
	}
	close(l.ending)
	l.spooling.Wait()
	close(l.stop)
	l.work.Wait()
	return nil
}

// Counts are the totals now.
func (l *Log) Counts() Counts {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.counts
}

// Health is how the file does.
func (l *Log) Health() Health {
	l.mu.Lock()
	defer l.mu.Unlock()
	h := l.health
	if h.Kind == Well && l.aside.Kind != Well {
		h.Kind, h.Since, h.File, h.Detail = l.aside.Kind, l.aside.Since, l.aside.File, l.aside.Detail
	}
	h.Waiting = len(l.queue)
	return h
}

// Dismiss takes note of a damaged file that was set aside: Health does not tell of it any
// more.
func (l *Log) Dismiss() {
	l.mu.Lock()
	l.aside = Health{}
	l.mu.Unlock()
	l.c.Changed()
}

// Get is the exchange with that ID, while it is kept and can be read.
func (l *Log) Get(id int64) (*exchange.Exchange, bool) {
	l.mu.Lock()
	x, ok := l.recent.get(id)
	l.mu.Unlock()
	if ok {
		return x, true
	}
	var found []*exchange.Exchange
	err := l.read(context.Background(), func(r *reader) (err error) {
		found, err = r.between(id-1, id+1, 1)
		return err
	})
	if err != nil || len(found) == 0 {
		return nil, false
	}
	return found[0], true
}

// Since are the kept exchanges newer than id, oldest first, at most max. When the
// first is not id+1, those between are not kept any more, or cannot be read.
func (l *Log) Since(id int64, max int) []*exchange.Exchange {
	out, err := l.Read(context.Background(), id, max)
	if err != nil {
		l.mu.Lock()
		out = l.recent.since(id, max)
		l.mu.Unlock()
	}
	return out
}

// Read is Since where nothing may be left out: it tells when the file cannot be read, also
// while it is closed to be opened again.
func (l *Log) Read(ctx context.Context, id int64, max int) (out []*exchange.Exchange, err error) {
	l.mu.Lock()
	oldest := l.recent.oldest(l.counts.Last)
	if id+1 >= oldest {
		defer l.mu.Unlock()
		return l.recent.since(id, max), nil
	}
	l.mu.Unlock()
	read := l.read
	if l.c.File != "" && l.isLoaded() {
		read = l.readFile
	}
	err = read(ctx, func(r *reader) (err error) {
		out, err = r.between(id, oldest, max)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read recorded exchanges: %w", err)
	}
	if len(out) < max {
		l.mu.Lock()
		out = append(out, l.recent.since(oldest-1, max-len(out))...)
		l.mu.Unlock()
	}
	return out, nil
}
