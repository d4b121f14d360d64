package reply

import (
	"math/rand/v2"
	"sync"
	"time"

	"echostr/internal/wechat"
)

// run is the making of one answer.
type run struct {
	m       *wechat.Message
	env     *Env
	random  func() uint64
	subject subject

	rule  *compiled // whose answer it is
	count Count     // with this hit
	clock time.Time // now, once it has been wanted
	made  Outcome

	taken    groups
	hasTaken bool
}

var (
	runs    = sync.Pool{New: func() any { return new(run) }}
	nothing Env // around a message that is answered by itself
)

func beginRun(m *wechat.Message, env *Env) *run {
	r := runs.Get().(*run)
	r.m, r.env, r.random = m, env, randomOf(env.Random)
	r.subject.read(m)
	return r
}

// end forgets the message and all that was made of it.
func (r *run) end() {
	r.subject.forget()
	r.m, r.env, r.random, r.rule = nil, nil, nil, nil
	r.clock, r.made, r.taken = time.Time{}, Outcome{}, groups{}
	runs.Put(r)
}

// turn begins the answer of a rule.
func (r *run) turn(rule *compiled, count Count) {
	r.rule, r.count = rule, count
	r.made = Outcome{RuleID: rule.id, RuleName: rule.name}
	r.taken, r.hasTaken = groups{}, false
}

// now is the same for all of an answer.
func (r *run) now() time.Time {
	if r.clock.IsZero() {
		if r.clock = r.env.Now; r.clock.IsZero() {
			r.clock = time.Now()
		}
	}
	return r.clock
}

// groups are what the rule's patterns took, found when they are wanted first.
func (r *run) groups() *groups {
	if !r.hasTaken && r.rule != nil {
		r.rule.when.groups(&r.subject, &r.taken)
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
