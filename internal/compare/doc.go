// Package compare sets two exchanges side by side: what is the same, what differs, and
// what differs in every request and so means nothing. It is pure and knows no words.
package compare

import "echostr/internal/wechat"

// Part is a piece of an exchange that is compared.
type Part uint8

// The parts, in the order in which Exchanges returns them.
const (
	Outcome       Part = iota // verdict, causes, rule, reply, duration
	RequestLine               // method, path, protocol
	Query                     // the parameters
	Headers                   // of the request
	Message                   // the fields of what was decrypted; lines where a body does not read
	Status                    // of the answer
	AnswerHeaders             // of the answer
	Reply                     // the fields or lines of the answer's body
)

// String is the part's stable identifier, such as "request_line".
func (p Part) String() string {
	return [...]string{"outcome", "request_line", "query", "headers", "message", "status", "answer_headers", "reply"}[p]
}

// State is how the two sides of a row are to each other.
type State uint8

// The states.
const (
	Same State = iota
	Changed
	OnlyA
	OnlyB
)

// String is "same", "changed", "only_a" or "only_b".
func (s State) String() string { return [...]string{"same", "changed", "only_a", "only_b"}[s] }

// Row is one field or line of both sides.
type Row struct {
	Name  string // of the parameter or header, or the path of the field; "" of a line
	A, B  string // the values; "" of a side that has none
	State State
	Noise bool // differs from request to request anyway: a view may fold it
	Moved bool // stands in another place than on the other side
	// The pieces of A and B that the other has not; of a Changed row.
	SpansA, SpansB []wechat.Span
}

// Section is one part with its rows, in the order of A, with what only B has between.
type Section struct {
	Part Part
	Rows []Row
}

// Count is how many rows differ: those that mean something, and those that do not.
func (s *Section) Count() (differ, noise int) {
	for _, r := range s.Rows {
		switch {
		case r.State == Same && !r.Moved:
		case r.Noise:
			noise++
		default:
			differ++
		}
	}
	return differ, noise
}
