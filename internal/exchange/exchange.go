// Package exchange is the domain: one request and its answer, its verdict and how
// to pick it out of many. Plain data; nothing here acts.
package exchange

import (
	"time"

	"echostr/internal/wechat"
)

// Exchange is one request that reached the server and the answer it got. Once it is
// recorded it is not changed any more and may be shared among goroutines.
type Exchange struct {
	ID       int64         // given by the journal, from 1, growing
	Time     time.Time     // when the first byte of the request was read
	Duration time.Duration // from there to the answer's hand-over to the kernel, or the end without one
	Profile  string        // id of the profile whose path it was; "" for none
	Via      Via
	Remote   string // who called: "140.207.54.80:31337"; through a tunnel the visitor's address
	Test     bool   // sent by echostr itself
	Origin   int64  // ID of the exchange that this one replays; 0 for none. It may be gone by now
	Run      int64  // of a replay as WeChat retries: the same for its tries, and of no others; else 0
	Timings  Timings

	// WeChat delivers a message up to three times until it is answered. First is the ID of
	// the delivery that was recorded first and Attempt says which one this is, from 2; both
	// are 0 for a delivery of which no earlier one is known. The journal sets them.
	First   int64
	Attempt int

	Request  Request
	Response Response

	Verdict Verdict
	Opened  wechat.Opened // kind, check, message, causes
	Rule    string        // name of the rule that answered; "" for none
	RuleID  string
	Reply   string // type of the reply: text, success, empty, …; also status, close, forward; "" when there is none

	Special *Special // what was other than usual about the answer; mostly nil
}

// Timings are the moments of a request's way, counted from its Time; 0 for what did not
// happen. None is before the one above it.
type Timings struct {
	Received  time.Duration // its last byte was read
	Verified  time.Duration // the signature was checked, and the ciphertext, if any, opened
	Decided   time.Duration // a rule, or the backend, had said what is answered
	Built     time.Duration // the answer was built, checked and sealed
	Delivered time.Duration // the answer, as far as it left, was handed to the kernel: the exchange's Duration
}

// Via is the way a request came.
type Via uint8

// The ways.
const (
	Local Via = iota
	Tunnel
	Direct // echostr sent it to another server, a developer's backend; the answer is that server's
)

// String is "local", "tunnel" or "direct".
func (v Via) String() string { return [...]string{"local", "tunnel", "direct"}[v] }

// Verdict is whether a request holds.
type Verdict uint8

// The verdicts.
const (
	NotForUs Verdict = iota // not WeChat's, or not for any profile
	Pass
	Fail
)

// String is "foreign", "pass" or "fail", as in the event stream.
func (v Verdict) String() string { return [...]string{"foreign", "pass", "fail"}[v] }

// Judge is the verdict on what a request turned out to be.
func Judge(o *wechat.Opened) Verdict {
	switch {
	case o.Kind == wechat.Foreign:
		return NotForUs
	case o.OK():
		return Pass
	}
	return Fail
}

// Request is a request as it came.
type Request struct {
	Method string
	Target string // as on the request line
	Path   string // without the query, still escaped
	Query  string // raw, without "?"
	Proto  string // "HTTP/1.0"
	Raw    []byte // head and body, byte for byte as they came over the connection
	Head   int    // bytes of Raw that are the head, with the empty line
	Size   int64  // bytes of body announced or seen, also of those not kept
	Cut    bool   // Raw holds less than what came or was announced
}

// Body is the kept body, as it came: with chunk framing if it came chunked.
func (r *Request) Body() []byte { return r.Raw[min(r.Head, len(r.Raw)):] }

// Response is an answer as it left.
type Response struct {
	Status int
	Raw    []byte // head and body as they left
	Head   int
}

// Body is the body that left.
func (r *Response) Body() []byte { return r.Raw[min(r.Head, len(r.Raw)):] }

// Cause is the likeliest reason why it failed; "" when it holds.
func (x *Exchange) Cause() wechat.CauseID {
	if x.Verdict == Pass {
		return ""
	}
	for _, c := range x.Opened.Causes {
		if !c.Warning {
			return c.ID
		}
	}
	return ""
}
