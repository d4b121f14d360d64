package reply

// Rule is one line of a profile's list: when something comes, then answer this.
type Rule struct {
	ID   string // short, unique in its list, stable
	Name string
	On   bool
	When When
	Then Then
}

// When is what a rule waits for. All of its parts must hold.
type When struct {
	// Type is the MsgType: "text", "image", …, "event"; "" takes any. Case does not
	// matter. "event" also takes the open platform's notices.
	Type string
	// Event is the event's name; "" takes any. Case does not matter.
	Event string
	// Op and Text compare what the person said: Content, of a voice message its
	// Recognition, of an event its EventKey.
	Op   Op
	Text string
}

// Op is how a text is compared.
type Op string

// The comparisons. Equals and Contains do not mind case nor spaces around the text;
// Regexp is Go's syntax, and (?i) in it turns case off.
const (
	Any      Op = "any"
	Equals   Op = "equals"
	Contains Op = "contains" // any of several words separated by "|"
	Regexp   Op = "regexp"
)

// Then is what a rule answers.
type Then struct {
	Kind string // a key of the kinds: "text", "success", "empty"
	// Text is a Go text/template over the message's elements: {{.Content}},
	// {{.ScanCodeInfo.ScanType}}. An element that is missing is the empty text.
	Text string
}

// The kinds of answers.
const (
	KindText    = "text"
	KindSuccess = "success" // the word alone: understood, nothing to say
	KindEmpty   = "empty"   // no bytes, which means the same
)
