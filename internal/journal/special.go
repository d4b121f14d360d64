package journal

import (
	"math"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// tagSpecial is a group: delay, flags, fault, step, steps, follow-ups; then, of an exchange
// that was forwarded, URL, status, time, problem.
const tagSpecial = 64

// The flags of what is special.
const (
	specialGone = 1 << iota
	specialMoot
	specialClosed
	specialForward
)

func (r *recorder) special(s *exchange.Special) {
	if s == nil {
		return
	}
	flags := uint64(0)
	for _, f := range [...]struct {
		on   bool
		flag uint64
	}{{s.Gone, specialGone}, {s.Moot, specialMoot}, {s.Closed, specialClosed}, {s.Forward != nil, specialForward}} {
		if f.on {
			flags |= f.flag
		}
	}
	r.group(tagSpecial, func() {
		r.uvarint(zigzag(int64(s.Delay)))
		r.uvarint(flags)
		r.piece(s.Fault)
		r.uvarint(uint64(s.Step))
		r.uvarint(uint64(s.Steps))
		r.uvarint(uint64(s.Followups))
		if f := s.Forward; f != nil {
			r.piece(f.URL)
			r.uvarint(uint64(f.Status))
			r.uvarint(zigzag(int64(f.Took)))
			r.piece(string(f.Problem))
		}
	})
}

func (p *playback) special() *exchange.Special {
	s := &exchange.Special{Delay: time.Duration(unzigzag(p.uvarint()))}
	flags := p.uvarint()
	s.Gone, s.Moot, s.Closed = flags&specialGone != 0, flags&specialMoot != 0, flags&specialClosed != 0
	s.Fault = p.piece()
	s.Step, s.Steps, s.Followups = p.small(), p.small(), p.small()
	if flags&specialForward != 0 {
		s.Forward = &exchange.Forward{URL: p.piece(), Status: p.small(), Took: time.Duration(unzigzag(p.uvarint())),
			Problem: wechat.CauseID(p.piece())}
	}
	return s
}

// small is a number that fits an int everywhere.
func (p *playback) small() int { return int(p.upTo(p.uvarint(), math.MaxInt32)) }
