package wechat

import "log/slog"

// Step is one step of how a request was checked, for a view to render: identifiers and
// values, no words.
type Step struct {
	ID    StepID
	State StepState
	Lines []StepLine
}

// StepID names a step. Steps come in the order of the constants; which of them there
// are depends on the request.
type StepID string

// The steps, with the names of their lines.
const (
	// Each parameter by its own name, as it came, then Encrypt if the body had it, then
	// those that are missing.
	StepParameters StepID = "parameters"
	// The parts of the signature in their order: token, timestamp, nonce, Encrypt.
	StepSorted StepID = "sorted"
	// text: the parts put together, which is what is hashed.
	StepJoined StepID = "joined"
	// sha1: the right signature of that, 40 lower-case hex digits.
	StepComputed StepID = "computed"
	// signature or msg_signature, as it came.
	StepGiven StepID = "given"
	// outcome: same, differs, no_token or not_given.
	StepResult StepID = "result"
	// random (hex), random_text (its 16 bytes), length (of the message, bytes), app_id,
	// padding and cipher (bytes), key (0 is the current one). No lines when the
	// ciphertext did not open.
	StepDecrypted StepID = "decrypted"
	// timestamp (as it came), clock (seconds since 1970), skew (seconds; positive when
	// the request is ahead). timestamp alone when it is no time in seconds.
	StepClock StepID = "clock"
)

// StepState is what a step says about the request.
type StepState uint8

// The states.
const (
	StepNeutral StepState = iota // nothing by itself
	StepHolds
	StepWarns
	StepFails
)

// String is neutral, holds, warns or fails.
func (s StepState) String() string { return [...]string{"neutral", "holds", "warns", "fails"}[s] }

// StepLine is one value of a step.
type StepLine struct {
	Name  string
	Value string
	Raw   string // of a parameter: as it stands in the URL
	Read  bool   // of a parameter: the check has read it
	// Missing says that the parameter should have come; Value is empty then.
	Missing bool
	// Spans are what pieces of Value are, in order and apart from each other. A view
	// masks, shortens or marks by them. Everything between is nothing special.
	Spans []Span
}

// Span is a piece of a string: the bytes from Start up to End, whole characters where
// the parts are text.
type Span struct {
	Start, End int
	Kind       SpanKind
}

// SpanKind says what a piece is.
type SpanKind uint8

// The kinds of pieces.
const (
	SpanToken     SpanKind = iota // the account's Token: a secret
	SpanTimestamp                 // of the signature
	SpanNonce
	SpanCipher  // ciphertext, long and of no meaning to a reader
	SpanDiffers // differs from what it is compared with
)

// String is token, timestamp, nonce, cipher or differs.
func (k SpanKind) String() string {
	return [...]string{"token", "timestamp", "nonce", "cipher", "differs"}[k]
}

// LogValue implements slog.LogValuer. Lines hold the Token and what people wrote.
func (s Step) LogValue() slog.Value {
	return slog.GroupValue(slog.String("id", string(s.ID)), slog.String("state", s.State.String()))
}

// LogValue implements slog.LogValuer.
func (l StepLine) LogValue() slog.Value { return slog.StringValue(l.Name) }
