package exchange

import (
	"strings"
	"time"

	"echostr/internal/wechat"
)

// Meta is the small part of an exchange that terms look at, for a journal to keep beside the
// text. All its strings repeat a lot but From and Path.
type Meta struct {
	ID       int64
	Time     time.Time
	Duration time.Duration
	Status   int // 0: nothing was answered
	Verdict  Verdict
	Kind     wechat.Kind
	Via      Via
	Flags    Flags
	MsgType  string // as it came
	Event    string // as it came; the InfoType of an open platform's notice
	From     string // the sender's OpenID
	Rule     string // name
	Causes   string // identifiers, the likeliest first, with commas between; also of warnings
	Profile  string // ID
	Path     string
	First    int64 // see Exchange; 0 where it is the first itself
	Attempt  int   // see Exchange, up to 255
	Label    Label // of a journal that keeps labels; none elsewhere
}

// Label is what a person put on an exchange. The zero Label is none.
type Label struct {
	Pinned bool  // kept whatever the limits say
	Mark   uint8 // a colour, by number; 0 for none
	Note   string
}

// Flags are what an exchange is or has.
type Flags uint8

// The flags.
const (
	IsTest      Flags = 1 << iota // sent by echostr itself
	IsEncrypted                   // the message came as ciphertext
	IsCut                         // more came than was kept
	HasWarning
	HasRule
	HasReply   // something more than an empty answer or "success" was made for it
	HasMessage // one that could be read
)

// MetaOf is the Meta of an exchange.
func MetaOf(x *Exchange) (m Meta) {
	m.fill(x)
	return m
}

func (m *Meta) fill(x *Exchange) {
	o := &x.Opened
	*m = Meta{ID: x.ID, Time: x.Time, Duration: x.Duration, Status: x.Response.Status, Verdict: x.Verdict,
		Kind: o.Kind, Via: x.Via, Rule: x.Rule, Causes: causes(o.Causes), Profile: x.Profile, Path: x.Request.Path,
		First: x.First, Attempt: x.Attempt}
	m.Flags.set(IsTest, x.Test)
	m.Flags.set(IsEncrypted, o.Encrypted)
	m.Flags.set(IsCut, x.Request.Cut)
	m.Flags.set(HasRule, x.Rule != "")
	m.Flags.set(HasReply, x.Reply != "" && x.Reply != "success" && x.Reply != "empty")
	for i := range o.Causes {
		m.Flags.set(HasWarning, o.Causes[i].Warning)
	}
	if msg := o.Message; msg != nil {
		m.Flags.set(HasMessage, true)
		m.read(msg)
	}
	if m.From == "" && x.Verdict != NotForUs {
		m.From = wechat.Query(x.Request.Query).Get("openid")
	}
}

// read takes what a message says of itself: the first element of each name, in one go.
func (m *Meta) read(msg *wechat.Message) {
	var notice string
	first := func(s *string, n *wechat.Node) {
		if *s == "" {
			*s = n.Value
		}
	}
	for i := range msg.Nodes {
		switch n := &msg.Nodes[i]; {
		case n.Parent >= 0:
		case n.Name == "MsgType":
			first(&m.MsgType, n)
		case n.Name == "Event":
			first(&m.Event, n)
		case n.Name == "FromUserName":
			first(&m.From, n)
		case n.Name == "InfoType":
			first(&notice, n)
		}
	}
	if m.Event == "" {
		m.Event = notice
	}
}

func (f *Flags) set(flag Flags, on bool) {
	if on {
		*f |= flag
	}
}

// causes joins identifiers; a single one costs nothing.
func causes(all []wechat.Cause) string {
	switch len(all) {
	case 0:
		return ""
	case 1:
		return string(all[0].ID)
	}
	var b strings.Builder
	for i := range all {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(string(all[i].ID))
	}
	return b.String()
}
