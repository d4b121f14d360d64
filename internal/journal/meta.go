package journal

import (
	"encoding/binary"
	"hash/fnv"
	"math"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// Meta is what filters may ask of an exchange without reading it. Its strings are as they
// came, not folded.
type Meta struct {
	ID       int64
	Time     time.Time
	Duration time.Duration // whole microseconds, up to 71 minutes
	Status   int
	Verdict  exchange.Verdict
	Kind     wechat.Kind
	Via      exchange.Via
	Test     bool
	Warned   bool   // there are warnings
	Profile  string // id
	Type     string // MsgType, or InfoType
	Event    string
	Sender   string // OpenID
	Rule     string // name
	RuleID   string
	Cause    wechat.CauseID // why it failed; "" when it did not
	Reply    string
	// Retry is the same for WeChat's repeated deliveries of one push, and hardly ever
	// otherwise; 0 where repeats cannot be told.
	Retry uint64
	Label Label
}

// metaOf is x's, without a label.
func metaOf(x *exchange.Exchange) Meta {
	m := Meta{ID: x.ID, Time: x.Time, Duration: x.Duration, Status: x.Response.Status, Verdict: x.Verdict,
		Kind: x.Opened.Kind, Via: x.Via, Test: x.Test, Profile: x.Profile, Rule: x.Rule, RuleID: x.RuleID,
		Cause: x.Cause(), Reply: x.Reply}
	for i := range x.Opened.Causes {
		m.Warned = m.Warned || x.Opened.Causes[i].Warning
	}
	if msg := x.Opened.Message; msg != nil {
		if m.Type = msg.MsgType(); m.Type == "" {
			m.Type = msg.InfoType()
		}
		m.Event, m.Sender = msg.Event(), msg.FromUserName()
		if key := msg.RetryKey(); key != "" {
			h := fnv.New64a()
			_, _ = h.Write([]byte(x.Profile + "\x00" + key)) // never fails
			m.Retry = max(1, h.Sum64())
		}
	}
	return m
}

// entrySize is what a Meta takes in a block, bytes. Strings are numbers of the block's
// names.
const entrySize = 44

// The flags of an entry.
const (
	entryTunnel = 1 << iota
	entryTest
	entryWarned
	entryDirect
)

// appendEntry packs m; first is the block's first ID and name numbers a string.
func appendEntry(b []byte, m *Meta, first int64, name func(string) uint16) []byte {
	flags := byte(0)
	switch m.Via {
	case exchange.Tunnel:
		flags |= entryTunnel
	case exchange.Direct:
		flags |= entryDirect
	}
	if m.Test {
		flags |= entryTest
	}
	if m.Warned {
		flags |= entryWarned
	}
	le := binary.LittleEndian
	b = le.AppendUint32(b, uint32(m.ID-first))
	b = le.AppendUint64(b, uint64(m.Time.UnixNano()))
	b = le.AppendUint32(b, uint32(min(max(0, m.Duration.Microseconds()), math.MaxUint32)))
	b = le.AppendUint16(b, uint16(m.Status))
	b = append(b, byte(m.Verdict)<<4|byte(m.Kind), flags)
	b = le.AppendUint64(b, m.Retry)
	for _, s := range [...]string{m.Profile, m.Type, m.Event, m.Sender, m.Rule, m.RuleID, string(m.Cause), m.Reply} {
		b = le.AppendUint16(b, name(s))
	}
	return b
}

// readEntry unpacks one. Every name was checked when the block was read.
func readEntry(m *Meta, b []byte, first int64, names []string) {
	le := binary.LittleEndian
	b = b[:entrySize]
	name := func(at int) string { return names[le.Uint16(b[at:])] }
	*m = Meta{
		ID: first + int64(le.Uint32(b)), Time: time.Unix(0, int64(le.Uint64(b[4:]))),
		Duration: time.Duration(le.Uint32(b[12:])) * time.Microsecond, Status: int(le.Uint16(b[16:])),
		Verdict: exchange.Verdict(b[18] >> 4), Kind: wechat.Kind(b[18] & 0xf),
		Via: viaOf(b[19]), Test: b[19]&entryTest != 0, Warned: b[19]&entryWarned != 0,
		Retry:   le.Uint64(b[20:]),
		Profile: name(28), Type: name(30), Event: name(32), Sender: name(34),
		Rule: name(36), RuleID: name(38), Cause: wechat.CauseID(name(40)), Reply: name(42),
	}
}

func viaOf(flags byte) exchange.Via {
	switch {
	case flags&entryTunnel != 0:
		return exchange.Tunnel
	case flags&entryDirect != 0:
		return exchange.Direct
	}
	return exchange.Local
}
