package journal

import (
	"encoding/binary"
	"hash/fnv"
	"math"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// Meta is what may be asked of an exchange without reading it: what queries ask, and what
// only a journal knows. Its Duration is in whole microseconds, up to 71 minutes.
type Meta struct {
	exchange.Meta
	RuleID string
	Reply  string
	// Retry is the same for WeChat's repeated deliveries of one push, and hardly ever
	// otherwise; 0 where repeats cannot be told.
	Retry uint64
	Label Label
}

// metaOf is x's, without a label.
func metaOf(x *exchange.Exchange) Meta {
	m := Meta{Meta: exchange.MetaOf(x), RuleID: x.RuleID, Reply: x.Reply}
	if key := x.Opened.Message.RetryKey(); key != "" {
		h := fnv.New64a()
		_, _ = h.Write([]byte(x.Profile + "\x00" + key)) // never fails
		m.Retry = max(1, h.Sum64())
	}
	return m
}

// entrySize is what a Meta takes in a block, bytes, and entryNames where in it the numbers
// of its strings begin.
const (
	entrySize  = 46
	entryNames = 28
)

// appendEntry packs m; first is the block's first ID and name numbers a string.
func appendEntry(b []byte, m *Meta, first int64, name func(string) uint16) []byte {
	le := binary.LittleEndian
	b = le.AppendUint32(b, uint32(m.ID-first))
	b = le.AppendUint64(b, uint64(m.Time.UnixNano()))
	b = le.AppendUint32(b, uint32(min(max(0, m.Duration.Microseconds()), math.MaxUint32)))
	b = le.AppendUint16(b, uint16(m.Status))
	b = append(b, byte(m.Via)<<6|byte(m.Verdict)<<4|byte(m.Kind), byte(m.Flags))
	b = le.AppendUint64(b, m.Retry)
	for _, s := range [...]string{m.Profile, m.MsgType, m.Event, m.From, m.Rule, m.RuleID, m.Causes, m.Reply, m.Path} {
		b = le.AppendUint16(b, name(s))
	}
	return b
}

// readEntry unpacks one. Every name was checked when the block was read.
func readEntry(m *Meta, b []byte, first int64, names []string) {
	le := binary.LittleEndian
	b = b[:entrySize]
	name := func(i int) string { return names[le.Uint16(b[entryNames+2*i:])] }
	*m = Meta{Retry: le.Uint64(b[20:]), RuleID: name(5), Reply: name(7)}
	m.Meta = exchange.Meta{
		ID: first + int64(le.Uint32(b)), Time: time.Unix(0, int64(le.Uint64(b[4:]))),
		Duration: time.Duration(le.Uint32(b[12:])) * time.Microsecond, Status: int(le.Uint16(b[16:])),
		Via: exchange.Via(b[18] >> 6), Verdict: exchange.Verdict(b[18] >> 4 & 3), Kind: wechat.Kind(b[18] & 0xf),
		Flags: exchange.Flags(b[19]), Profile: name(0), MsgType: name(1), Event: name(2), From: name(3),
		Rule: name(4), Causes: name(6), Path: name(8),
	}
}
