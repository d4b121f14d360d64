package reply

import (
	"reflect"
	"time"
)

// Then is what a rule answers, in the kind's own fields; the others count for nothing.
// All texts but File and Fault are templates over the message: {{.Content}}; see
// Functions.
type Then struct {
	Kind string // a key of Kinds

	Text               string // of text, raw; the body of status
	MediaID            string // of image, voice, video
	Title, Description string // of video, music, link, miniprogrampage
	URL, HQURL         string // of music: plain and for Wi-Fi; URL of link, and of forward, where it is no template
	PicURL             string // of link: its picture
	Page               string // of miniprogrampage: the path inside the mini program
	ThumbMediaID       string // of music, video, miniprogrampage
	Account            string // of transfer_customer_service: who is to answer; "" for anybody
	Articles           []Article
	File               string // of file: relative to the folder of the rules, or absolute
	Status             int    // of status: 200 to 599

	// Delay is waited for before the answer leaves; of a customer message, before it is
	// sent, counted from the one before it, the first from the answer.
	Delay Delay
	Fault Fault
	// After are customer-service messages sent after the answer, in order. Their kinds are
	// CustomerKinds.
	After []Then

	// Of sequence: the answers to the first hit, the second and so on, then Again. Steps
	// have no steps of their own.
	Steps []Then
	Again Again
	Per   Per
}

// Equal says whether two answers are the same as written.
func (t Then) Equal(other Then) bool { return same(reflect.ValueOf(t), reflect.ValueOf(other)) }

// Article is one of a news reply. All of its texts are templates.
type Article struct {
	Title, Description string
	PicURL, URL        string
}

// The kinds of answers. Those of messages are WeChat's own names.
const (
	KindText     = "text"
	KindImage    = "image"
	KindVoice    = "voice"
	KindVideo    = "video"
	KindMusic    = "music"
	KindNews     = "news"
	KindTransfer = "transfer_customer_service" // hand the user over to a person
	KindSuccess  = "success"                   // the word alone: understood, nothing to say
	KindEmpty    = "empty"                     // no bytes, which means the same
	KindRaw      = "raw"                       // XML, JSON or anything, as written
	KindFile     = "file"                      // the contents of a file, as they are
	KindStatus   = "status"                    // an HTTP status with a body
	KindClose    = "close"                     // close the connection without an answer
	KindForward  = "forward"                   // let the backend answer
	KindSequence = "sequence"                  // another answer each time

	// The kinds that customer-service messages have besides.
	KindLink        = "link"
	KindMiniProgram = "miniprogrampage"
)

// Kinds are the kinds of answers, in the order in which they are offered.
func Kinds() []string {
	return []string{KindText, KindImage, KindVoice, KindVideo, KindMusic, KindNews, KindTransfer, KindSuccess, KindEmpty,
		KindRaw, KindFile, KindStatus, KindClose, KindForward, KindSequence}
}

// CustomerKinds are the kinds of customer-service messages.
func CustomerKinds() []string {
	return []string{KindText, KindImage, KindVoice, KindVideo, KindMusic, KindNews, KindLink, KindMiniProgram}
}

// Delay is a time between Min and Max, each time another; a fixed one has them equal.
type Delay struct{ Min, Max time.Duration }

// The limits of delays. An answer that takes longer than WeChatWaits is lost.
const (
	WeChatWaits = 5 * time.Second
	MaxDelay    = 5 * time.Minute
)

// Fault is what is done wrong on purpose, to see how it looks.
type Fault string

// The faults.
const (
	FaultNone      Fault = ""
	FaultSignature Fault = "wrong_signature" // of an encrypted answer
	FaultPlain     Fault = "plaintext"       // in clear although the push was encrypted
	FaultUsers     Fault = "not_swapped"     // ToUserName and FromUserName stay as they came
	FaultSlow      Fault = "too_slow"        // later than WeChat waits: after SlowFault, or Delay if that is longer
	FaultHalf      Fault = "half_body"       // half of the bytes that were announced, then the connection closes
)

// SlowFault is the delay of FaultSlow.
const SlowFault = 6 * time.Second

// Faults are all faults but none.
func Faults() []Fault {
	return []Fault{FaultSignature, FaultPlain, FaultUsers, FaultSlow, FaultHalf}
}

// Again is what a sequence does after its last step.
type Again string

// The ways on.
const (
	Repeat  Again = "repeat" // the last step again and again; so does ""
	Restart Again = "restart"
)

// Per is what a sequence counts by.
type Per string

// What sequences count by.
const (
	PerRule Per = "rule" // all hits of the rule; so does ""
	PerUser Per = "user" // the hits of each OpenID
)
