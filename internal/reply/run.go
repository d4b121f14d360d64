package reply

import (
	"math/rand/v2"
	"time"

	"echostr/internal/wechat"
)

// run is the making of one answer.
type run struct {
	m      *wechat.Message
	env    *Env
	rule   *compiled
	count  Count // with this hit
	now    time.Time
	random func() uint64

	taken    groups
	hasTaken bool
}

// groups are what the rule's patterns took, found when they are wanted first.
func (r *run) groups() *groups {
	if !r.hasTaken && r.rule != nil {
		var s subject
		s.read(r.m)
		r.rule.when.groups(&s, &r.taken)
		r.hasTaken = true
	}
	return &r.taken
}

// below is a number from 0, less than n.
func (r *run) below(n int) int {
	if n <= 1 {
		return 0
	}
	return int(r.random() % uint64(n))
}

// pick is a time within a delay.
func (r *run) pick(d Delay) time.Duration {
	if d.Max <= d.Min {
		return d.Min
	}
	return d.Min + time.Duration(r.random()%uint64(d.Max-d.Min+1))
}

// randomOf is the source of an Env, or the usual one.
func randomOf(source func() uint64) func() uint64 {
	if source == nil {
		return rand.Uint64
	}
	return source
}
