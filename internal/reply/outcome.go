package reply

import (
	"time"

	"echostr/internal/wechat"
)

// Outcome is what a message is answered with. It describes; nothing has been done yet
// but the reading of a file.
type Outcome struct {
	RuleID, RuleName string // of the rule that answered; "" for none
	Version          uint64 // of the Set that answered; 0 of a nil Set

	// Do says what is to be done; Reply, Status with Body, or neither.
	Do    Do
	Reply wechat.Reply // of Do Respond
	URL   string       // of Do Forward: the backend's address
	// Status, ContentType and Body are the whole answer of Do Status.
	Status      int
	ContentType string
	Body        string

	Delay time.Duration // before the answer; FaultSlow is part of it already
	Fault Fault         // what is to be done wrong; FaultUsers is done in Reply already
	Step  int           // of a sequence, from 1; 0 of other answers
	Steps int           // how many steps the sequence has
	After []CustomerMessage

	Failures []Failure // rules before it that matched and did not work
	Trace    []Missed  // rules before it that did not match; only when Env.Trace is set
}

// Do is what is done with a message.
type Do uint8

// The deeds.
const (
	Respond Do = iota // answer with Reply
	Status            // answer with Status and Body, as they are
	Close             // close the connection without a byte
	Forward           // let the backend answer
)

// String is "respond", "status", "close" or "forward".
func (d Do) String() string { return [...]string{"respond", "status", "close", "forward"}[d] }

// Kind is the kind of what was done, a reply's type or "status", "close", "forward".
func (o *Outcome) Kind() string {
	if o.Do != Respond {
		return o.Do.String()
	}
	return string(o.Reply.Type)
}

// Missed is a rule that did not match, and the first of its conditions that does not
// hold.
type Missed struct {
	RuleID, RuleName string
	// ID is "off", "broken" (the rule has a problem), "type", "event", "any", "not", "chance"
	// or, of a test, its Subject and Op: "text_equals". Its words are "reply.missed.<id>".
	ID string
	// Args are want and got, and the op of a test.
	Args map[string]string
}

// Env is what stands around a message when it is answered. The zero Env will do: it
// remembers nothing, and knows neither profile nor files.
type Env struct {
	State *State // what is counted; nil counts this hit as the first
	// Dry leaves State as it is, for previews: the answer is that of the next hit.
	Dry bool
	Now time.Time // the zero time is the clock's
	// Profile are the values of {{profile "name"}}: id, name, app_id, mode, path, url.
	// Never a secret.
	Profile map[string]string
	Files   Reader // of answers of kind file; nil has none
	// Random makes chances, delays and choices; nil is math/rand/v2's own. It must be safe
	// for the callers of the Set.
	Random func() uint64
	Trace  bool // tell of the rules that did not match
	// Below is the ID of a rule whose answer could not be given, since its backend was out
	// of reach: only the rules below it answer. "" is for all.
	Below string
}

// Reader reads the files that answers consist of.
type Reader interface {
	// ReadFile is the whole file, at most MaxFile bytes. It is called while an answer is
	// made, by any goroutine.
	ReadFile(name string) ([]byte, error)
}
