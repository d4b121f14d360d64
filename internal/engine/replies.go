package engine

import (
	"time"

	"echostr/internal/reply"
	"echostr/internal/wechat"
)

// RuleOrigin is where the rules in force came from.
type RuleOrigin string

// The origins.
const (
	FromStarter RuleOrigin = "starter" // there is no file yet
	FromDisk    RuleOrigin = "disk"    // read from the file: at the start, or when another program had changed it
	FromWindow  RuleOrigin = "window"  // saved by SaveRules, ReplaceRules, EditRules
)

// RulesInForce is what a profile is answered by, from one request on.
type RulesInForce struct {
	Version  uint64 // of the Set, as in reply.Outcome; it grows with every change
	Since    time.Time
	Origin   RuleOrigin
	Problems []reply.Problem // warnings; of rules from a file also errors, and such rules take no part
}

// RuleFile is how a profile's file of rules stands.
type RuleFile struct {
	Path string // where it is, or will be once rules are saved
	// Problems are why its present contents are not in force, each with its place in the
	// file. Meanwhile the rules that were in force before stay so, and a save by the window
	// sets the file aside. Empty when it is in force.
	Problems []reply.Problem
	Fault    string    // the system's words when it cannot be read; "" when it can
	Seen     time.Time // when its present contents were taken up, or refused
	// Conflict is a file that keeps what another program wrote and the window saved over,
	// because both did at once; "" for none. DismissRuleConflict takes note of it.
	Conflict string
}

// SavedRules is what came of rules that were to be put in force.
type SavedRules struct {
	Problems []reply.Problem // errors among them (reply.Blocks) mean that nothing was changed
	InForce  RulesInForce    // what is in force now
	Conflict string          // as in RuleFile, when this save made it
}

// CheckedRules is a text of rules, read but not put in force.
type CheckedRules struct {
	Title, Description string
	Rules              []reply.Rule
	Problems           []reply.Problem // placed in the text
}

// Replacing is how rules of a text come to those that are there.
type Replacing uint8

// The ways.
const (
	Append  Replacing = iota // behind them, but before a last one that takes all; IDs that are taken get another
	Replace                  // in their place
)

// String is "append" or "replace".
func (r Replacing) String() string { return [...]string{"append", "replace"}[r] }

// StarterSet is a ready-made list of rules.
type StarterSet struct {
	ID                 string // of its file: "01-welcome"
	Title, Description string
	Rules              []reply.Rule
	Text               string // for ReplaceRules
}

// PreviewRequest is a message and the rules that may answer it.
type PreviewRequest struct {
	Rules    []reply.Rule // as edited; those that are off take no part
	Only     string       // ID of the one rule that may answer; "" for any. It may be off
	Exchange int64        // whose message it is; 0 for Message
	Message  *wechat.Message
}

// Preview is what would be answered. Nothing was counted, sent or waited for.
type Preview struct {
	Problems []reply.Problem // of the rules; those with errors take no part
	Message  *wechat.Message // that was answered
	// Outcome names the rule that answers, and in Trace and Failures why those above it do
	// not.
	Outcome reply.Outcome
	// Status, ContentType and Clear are the answer as it would leave in plain mode; Clear is
	// nil when nothing would: the connection is closed, or the backend answers.
	Status      int
	ContentType string
	Clear       []byte
	// Sealed is the answer to an encrypted push; nil when the profile has no key that could,
	// or the answer is never encrypted. Mode is the profile's: plain mode sends Clear.
	Sealed     []byte
	SealedType string
	Mode       wechat.Mode
	Remarks    []wechat.Cause // what WeChat would not take
	Late       bool           // it would leave after WeChat has hung up
}

// Leaves is the answer's body byte for byte as the profile's mode has it.
func (p *Preview) Leaves() (body []byte, contentType string) {
	if p.Mode != wechat.Plain && p.Sealed != nil {
		return p.Sealed, p.SealedType
	}
	return p.Clear, p.ContentType
}

// Sending is how a customer-service message fares.
type Sending string

// The states of a customer-service message.
const (
	SendWaits   Sending = "waiting"  // for its delay, or its turn
	SendDone    Sending = "sent"     // WeChat took it
	SendNoToken Sending = "no_token" // no access_token can be had
	SendFailed  Sending = "failed"   // WeChat or the network refused; Detail says how
	SendFull    Sending = "full"     // too many were waiting
	SendTest    Sending = "test"     // not sent: the request was a test or a replay
	SendClosed  Sending = "not_sent" // echostr ended before its time came
)

// Followup is one customer-service message after an answer.
type Followup struct {
	Message reply.CustomerMessage
	State   Sending
	Due     time.Time // when it is to be sent
	Ended   time.Time // when State became final; zero while it waits
	Detail  string    // the error's text
}
