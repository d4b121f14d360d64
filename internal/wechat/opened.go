package wechat

// Kind is what a request turned out to be.
type Kind uint8

// The kinds of requests.
const (
	Foreign      Kind = iota // not from WeChat, or not for us
	Verification             // the console's GET with an echostr
	UserMessage              // a POST with a user's message
	Event                    // a POST with an event or a notice
)

// String is the kind as it stands in the event stream: foreign, verification,
// message, event.
func (k Kind) String() string {
	return [...]string{"foreign", "verification", "message", "event"}[k]
}

// Scheme is which signature a request was held to.
type Scheme uint8

// The schemes.
const (
	NoScheme     Scheme = iota
	Signature           // signature over Token, timestamp, nonce
	MsgSignature        // msg_signature over Token, timestamp, nonce and the ciphertext
)

// parameter is the name of the parameter that carries the signature.
func (s Scheme) parameter() string {
	if s == MsgSignature {
		return signedNames[hasMsgSignature]
	}
	return signedNames[hasSignature]
}

// Check is one signature check with every value that went into it, so that the
// steps can be shown without computing anything again.
type Check struct {
	Scheme           Scheme
	Token            string // the Token in force at the time
	Timestamp, Nonce string
	Encrypt          string // the ciphertext, for MsgSignature only
	Given            string // signature or msg_signature as it came
	Computed         string // the right one for these values, 40 lower-case hex digits
	OK               bool
}

// Envelope is what lies around a decrypted message.
type Envelope struct {
	Random  string // the first 16 bytes, as they are
	Length  int    // of the message, bytes
	AppID   string // the receiver named at the end
	Padding int    // bytes of PKCS#7 padding, 1 to 32
	Cipher  int    // bytes of ciphertext
	Key     int    // which of the account's keys opened it; 0 is the current one
}

// Opened is everything found out about one request.
type Opened struct {
	Kind      Kind
	Check     Check
	Echo      string    // for a Verification that holds: what to answer, byte for byte
	Encrypted bool      // the message came as ciphertext
	Envelope  *Envelope // of ciphertext that was decrypted
	Plain     []byte    // the decrypted body; nil when it came plain
	Message   *Message  // nil when none could be read
	Causes    []Cause   // why it does not hold, likeliest first, then warnings
	RuledOut  []CauseID // what a Diagnosis ruled out, for its reader to keep; Open leaves it empty
}

// OK says whether the request holds: no cause is an error.
func (o *Opened) OK() bool {
	for _, c := range o.Causes {
		if !c.Warning {
			return false
		}
	}
	return o.Kind != Foreign
}
