package journal

import (
	"encoding/binary"
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
}

// metaOf is x's, without a label.
func metaOf(x *exchange.Exchange) Meta {
	return Meta{Meta: exchange.MetaOf(x), RuleID: x.RuleID, Reply: x.Reply}
}

// entrySize is what a Meta takes in a block, bytes; entryFirst is where in it the way back
// to the first delivery stands, and entryNames where the numbers of its strings begin.
const (
	entrySize  = 43
	entryFirst = 20
	entryNames = 25
)

// earlierSize is what it took before deliveries were told apart: there were 8 bytes of
// another kind at entryFirst, and 5 less.
const earlierSize = 46

// appendEntry packs m; first is the block's first ID and name numbers a string.
func appendEntry(b []byte, m *Meta, first int64, name func(string) uint16) []byte {
	le := binary.LittleEndian
	back := int64(0)
	if m.First > 0 && m.First < m.ID {
		back = min(m.ID-m.First, math.MaxUint32)
	}
	b = le.AppendUint32(b, uint32(m.ID-first))
	b = le.AppendUint64(b, uint64(m.Time.UnixNano()))
	b = le.AppendUint32(b, uint32(min(max(0, m.Duration.Microseconds()), math.MaxUint32)))
	b = le.AppendUint16(b, uint16(m.Status))
	b = append(b, byte(m.Via)<<6|byte(m.Verdict)<<4|byte(m.Kind), byte(m.Flags))
	b = append(le.AppendUint32(b, uint32(back)), byte(min(m.Attempt, math.MaxUint8)))
	for _, s := range [...]string{m.Profile, m.MsgType, m.Event, m.From, m.Rule, m.RuleID, m.Causes, m.Reply, m.Path} {
		b = le.AppendUint16(b, name(s))
	}
	return b
}

// renewEntries are entries of the earlier size in today's form.
func renewEntries(old []byte) []byte {
	out := make([]byte, 0, len(old)/earlierSize*entrySize)
	for ; len(old) > 0; old = old[earlierSize:] {
		out = append(append(out, old[:entryFirst]...), 0, 0, 0, 0, 0)
		out = append(out, old[entryFirst+8:earlierSize]...)
	}
	return out
}

// readEntry unpacks one. Every name was checked when the block was read.
func readEntry(m *Meta, b []byte, first int64, names []string) {
	le := binary.LittleEndian
	b = b[:entrySize]
	name := func(i int) string { return names[le.Uint16(b[entryNames+2*i:])] }
	*m = Meta{RuleID: name(5), Reply: name(7)}
	m.Meta = exchange.Meta{
		ID: first + int64(le.Uint32(b)), Time: time.Unix(0, int64(le.Uint64(b[4:]))),
		Duration: time.Duration(le.Uint32(b[12:])) * time.Microsecond, Status: int(le.Uint16(b[16:])),
		Via: exchange.Via(b[18] >> 6), Verdict: exchange.Verdict(b[18] >> 4 & 3), Kind: wechat.Kind(b[18] & 0xf),
		Flags: exchange.Flags(b[19]), Attempt: int(b[24]), Profile: name(0), MsgType: name(1), Event: name(2), From: name(3),
		Rule: name(4), Causes: name(6), Path: name(8),
	}
	m.First = firstIn(b, m.ID)
}

// firstIn is the ID of the first delivery that an entry speaks of; 0 for none.
func firstIn(entry []byte, id int64) int64 {
	if back := binary.LittleEndian.Uint32(entry[entryFirst:]); back > 0 {
		return id - int64(back)
	}
	return 0
}
