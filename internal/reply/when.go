package reply

import "reflect"

// When is what a rule waits for. All of its parts must hold; the zero When takes
// everything.
type When struct {
	// Types are MsgTypes of which the message must have one: "text", "image", …, "event";
	// none takes any. Case does not matter. "event" also takes the open platform's notices.
	Types []string
	// Events are names of which the event must have one; none takes any. Case does not
	// matter.
	Events []string
	// Tests look at the message's values.
	Tests []Test
	// All must hold, one of Any must, none of Not may. Inside of them Chance must be 0.
	All, Any, Not []When
	// Chance is how often the rule takes what it could take, in percent: 0 is always, as
	// is 100.
	Chance float64
}

// Equal says whether two conditions are the same as written.
func (w When) Equal(other When) bool { return same(reflect.ValueOf(w), reflect.ValueOf(other)) }

// Everything says whether w has no condition at all.
func (w When) Everything() bool { return w.Equal(When{}) }

// Test compares one value of the message. One of Words must fit.
type Test struct {
	Subject Subject
	Path    string // of SubjectField: "ScanCodeInfo.ScanResult"
	Op      Op
	Words   []string // of Regexp patterns
}

// Subject is the value that a Test looks at.
type Subject string

// The subjects.
const (
	SubjectText  Subject = "text"  // what the person said: Content, of a voice message its Recognition
	SubjectKey   Subject = "key"   // an event's EventKey
	SubjectScene Subject = "scene" // of a QR code: the EventKey of SCAN, that of subscribe without "qrscene_"
	SubjectFrom  Subject = "from"  // FromUserName, the OpenID
	SubjectField Subject = "field" // any element, by Path; a missing one is the empty text
)

// Subjects are all subjects, in the order in which they are offered.
func Subjects() []Subject {
	return []Subject{SubjectText, SubjectKey, SubjectScene, SubjectFrom, SubjectField}
}

// Op is how a value is compared. None minds spaces around the value.
type Op string

// The comparisons. Equals and Contains do not mind case (of an OpenID they do); Regexp
// is Go's syntax, (?i) in it turns case off, and its groups are there for the reply.
const (
	Any      Op = "any" // of Simple only: no comparison
	Equals   Op = "equals"
	Contains Op = "contains"
	Regexp   Op = "regexp"
)
