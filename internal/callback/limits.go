package callback

import "time"

// Limits bound what a caller may cost. A field that is zero takes its default.
type Limits struct {
	Header      int           // bytes of request line and header; 64 KiB. net/http reads up to 4 KiB more
	Body        int64         // bytes of decoded body; 1 MiB
	HeaderTime  time.Duration // from a request's first byte, or the connection's beginning, to the end of the head; 10 s
	ReadTime    time.Duration // from there to the end of the body; 10 s
	WriteTime   time.Duration // from the head's end until the answer has left; 20 s
	IdleTime    time.Duration // between two requests of one connection; 60 s
	Connections int           // open at once on one listener; 512
	BackendTime time.Duration // until a backend that is asked for an answer must have given it; 4.5 s
}

func (l Limits) withDefaults() Limits {
	either(&l.Header, 64<<10)
	either(&l.Body, 1<<20)
	either(&l.HeaderTime, 10*time.Second)
	either(&l.ReadTime, 10*time.Second)
	either(&l.WriteTime, 20*time.Second)
	either(&l.IdleTime, 60*time.Second)
	either(&l.Connections, 512)
	either(&l.BackendTime, 4500*time.Millisecond)
	return l
}

func either[T int | int64 | time.Duration](v *T, unset T) {
	if *v <= 0 {
		*v = unset
	}
}

// headerSlop is what net/http reads beyond its header limit before it answers 431.
const headerSlop = 4 << 10

// keep is how many bytes of one request are kept at most.
func (l *Limits) keep() int { return l.Header + headerSlop + int(l.Body) }

// drain is how much of a body beyond the limit is read and forgotten, so that a
// sender who writes everything before reading gets to see the 413.
const drain = 8 << 20
