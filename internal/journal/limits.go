package journal

import "time"

// Limits are what is kept; zero fields take the defaults. Pinned exchanges are kept
// besides. Whole blocks go at a time, about a hundredth of MaxCount.
type Limits struct {
	MaxCount int           // exchanges; 100,000
	MaxBytes int64         // of the file; 1 GiB
	MaxAge   time.Duration // 0: any
}

func (l Limits) withDefaults() Limits {
	if l.MaxCount <= 0 {
		l.MaxCount = 100_000
	}
	if l.MaxBytes <= 0 {
		l.MaxBytes = 1 << 30
	}
	return l
}

// SetLimits keeps to other limits from now on. What is beyond them goes in the background.
func (l *Log) SetLimits(limits Limits) {
	limits = limits.withDefaults()
	l.limits.Store(&limits)
	if l.c.File == "" {
		return
	}
	if err := l.ask(func(w *writer) error { w.retain(); return nil }); err != nil {
		l.c.Logger.Debug("the journal's limits wait for its file", "err", err)
	}
}
