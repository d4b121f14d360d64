package exchange

import (
	"time"

	"echostr/internal/wechat"
)

// Special is what was other than usual about how a request was answered. Nothing in it is a
// fault of the request or of a setting: a rule wanted it so.
type Special struct {
	Delay time.Duration // waited before the answer left
	Gone  bool          // who called hung up while it waited or a backend was asked, so nothing left
	// Fault is what was done wrong on purpose, as rules name it: "wrong_signature",
	// "plaintext", "not_swapped", "too_slow", "half_body"; "" for nothing. Moot says that it
	// could not show, such as a wrong signature of an answer in clear.
	Fault  string
	Moot   bool
	Closed bool // the connection was closed instead of an answer

	Step, Steps int      // which answer of a sequence, from 1, and how many it has; else 0
	Forward     *Forward // nil when no backend was asked
	Followups   int      // customer-service messages that were to follow
}

// Forward is how a backend was asked for the answer.
type Forward struct {
	URL     string         // without the push's query
	Status  int            // what it answered; 0 when nothing came, or the caller was Gone before
	Took    time.Duration  // until its answer was whole, or given up
	Problem wechat.CauseID // why its answer was not taken and the next rule answered; "" when it was
}

// Meant says whether the fault was done on purpose; false for a nil Special.
func (s *Special) Meant(fault string) bool { return s != nil && s.Fault == fault }
