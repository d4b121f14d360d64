package journal

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// playback reads one record. The first fault ends it; what is read after that is zero.
type playback struct {
	record string // without the checksum
	rest   string
	bad    bool
}

// readRecord is the exchange in a record, without its ID. Its strings share the memory
// of record.
func readRecord(record string, known secrets) (*exchange.Exchange, error) {
	n := len(record) - crcSize
	if n < 1 || crc32.Checksum([]byte(record[:n]), castagnoli) != binary.LittleEndian.Uint32([]byte(record[n:])) {
		return nil, fmt.Errorf("%w: its checksum is wrong", errRecord)
	}
	if record[0] != recordVersion {
		return nil, fmt.Errorf("%w: version %d", errRecord, record[0])
	}
	p := playback{record: record[:n], rest: record[1:n]}
	x := &exchange.Exchange{}
	for len(p.rest) > 0 && !p.bad {
		p.field(x, known)
	}
	if p.bad {
		return nil, fmt.Errorf("%w: a field does not read", errRecord)
	}
	if c := &x.Opened.Check; c.OK && c.Computed == "" {
		c.Computed = c.Given
	}
	return x, nil
}

// field reads the next field into x.
func (p *playback) field(x *exchange.Exchange, known secrets) {
	key := p.uvarint()
	tag, wire := key>>2, key&3
	if wire == wireNumber {
		p.number(x, tag, p.uvarint())
		return
	}
	s := p.span(wire)
	o, c := &x.Opened, &x.Opened.Check
	switch tag {
	case tagRequestRaw:
		x.Request.Raw = []byte(s)
	case tagPlain:
		o.Plain = []byte(s)
	case tagResponseRaw:
		x.Response.Raw = []byte(s)
	case tagTimings:
		p.group(s, func(g *playback) { x.Timings = g.timings() })
	case tagToken:
		c.Token = known.reveal(s)
	case tagEnvelope:
		p.group(s, func(g *playback) { o.Envelope = g.envelope() })
	case tagMessage:
		p.group(s, func(g *playback) { o.Message = g.message() })
	case tagCauses:
		p.group(s, func(g *playback) { o.Causes = g.causes(known) })
	case tagRuledOut:
		p.group(s, func(g *playback) {
			for range g.count(1) {
				x.Opened.RuledOut = append(x.Opened.RuledOut, wechat.CauseID(g.piece()))
			}
		})
	case tagSpecial:
		p.group(s, func(g *playback) { x.Special = g.special() })
	default:
		if to := place(x, tag); to != nil {
			*to = s
		}
	}
}

// place is where a plain string goes; nil for a tag that is not known.
func place(x *exchange.Exchange, tag uint64) *string {
	q, o, c := &x.Request, &x.Opened, &x.Opened.Check
	switch tag {
	case tagProfile:
		return &x.Profile
	case tagRemote:
		return &x.Remote
	case tagMethod:
		return &q.Method
	case tagTarget:
		return &q.Target
	case tagPath:
		return &q.Path
	case tagQuery:
		return &q.Query
	case tagProto:
		return &q.Proto
	case tagTimestamp:
		return &c.Timestamp
	case tagNonce:
		return &c.Nonce
	case tagEncrypt:
		return &c.Encrypt
	case tagGiven:
		return &c.Given
	case tagComputed:
		return &c.Computed
	case tagEcho:
		return &o.Echo
	case tagRule:
		return &x.Rule
	case tagRuleID:
		return &x.RuleID
	case tagReply:
		return &x.Reply
	}
	return nil
}

func (p *playback) number(x *exchange.Exchange, tag, v uint64) {
	q, o, c := &x.Request, &x.Opened, &x.Opened.Check
	switch tag {
	case tagTime:
		x.Time = time.Unix(0, unzigzag(v))
	case tagDuration:
		x.Duration = time.Duration(unzigzag(v))
	case tagVia:
		x.Via = exchange.Via(p.upTo(v, uint64(exchange.Direct)))
	case tagTest:
		x.Test = v != 0
	case tagOrigin:
		x.Origin = int64(p.upTo(v, math.MaxInt64))
	case tagRun:
		x.Run = int64(p.upTo(v, math.MaxInt64))
	case tagFirst:
		x.First = int64(p.upTo(v, math.MaxInt64))
	case tagAttempt:
		x.Attempt = int(p.upTo(v, math.MaxInt32))
	case tagRequestHead:
		q.Head = int(p.upTo(v, math.MaxInt32))
	case tagRequestSize:
		q.Size = int64(p.upTo(v, math.MaxInt64))
	case tagRequestCut:
		q.Cut = v != 0
	case tagStatus:
		x.Response.Status = int(p.upTo(v, math.MaxInt32))
	case tagResponseHead:
		x.Response.Head = int(p.upTo(v, math.MaxInt32))
	case tagVerdict:
		x.Verdict = exchange.Verdict(p.upTo(v, uint64(exchange.Fail)))
	case tagKind:
		o.Kind = wechat.Kind(p.upTo(v, uint64(wechat.Event)))
	case tagScheme:
		c.Scheme = wechat.Scheme(p.upTo(v, uint64(wechat.MsgSignature)))
	case tagCheckOK:
		c.OK = v != 0
	case tagEncrypted:
		o.Encrypted = v != 0
	}
}

// upTo is v, which must not be over limit: an enum's last value, or what fits.
func (p *playback) upTo(v, limit uint64) uint64 {
	if v > limit {
		p.bad = true
		return 0
	}
	return v
}

func (p *playback) uvarint() uint64 {
	var v uint64
	for i := 0; i < len(p.rest) && i < binary.MaxVarintLen64; i++ {
		c := p.rest[i]
		v |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			p.rest = p.rest[i+1:]
			return v
		}
	}
	p.bad, p.rest = true, ""
	return 0
}

// span is the bytes of a field.
func (p *playback) span(wire uint64) string {
	switch wire {
	case wirePiece:
		at := p.uvarint()
		return p.earlier(at, p.uvarint())
	case wireGroup:
		if len(p.rest) < 4 {
			p.bad, p.rest = true, ""
			return ""
		}
		n := binary.LittleEndian.Uint32([]byte(p.rest[:4]))
		p.rest = p.rest[4:]
		return p.next(uint64(n))
	}
	return p.next(p.uvarint())
}

func (p *playback) next(n uint64) string {
	if n > uint64(len(p.rest)) {
		p.bad, p.rest = true, ""
		return ""
	}
	s := p.rest[:n]
	p.rest = p.rest[n:]
	return s
}

func (p *playback) earlier(at, n uint64) string {
	if size := uint64(len(p.record)); at > size || n > size-at {
		p.bad = true
		return ""
	}
	return p.record[at : at+n]
}

// group reads the inside of one.
func (p *playback) group(s string, f func(*playback)) {
	g := playback{record: p.record, rest: s}
	f(&g)
	p.bad = p.bad || g.bad
}

// count is a number of things of at least size bytes each; more than there can be is a
// fault.
func (p *playback) count(size int) int {
	return int(p.upTo(p.uvarint(), uint64(len(p.rest)/size)))
}

func (p *playback) piece() string {
	v := p.uvarint()
	if v&1 == 1 {
		return p.earlier(p.uvarint(), v>>1)
	}
	return p.next(v >> 1)
}

func (p *playback) value(known secrets) string {
	if p.uvarint() == 1 {
		return known.reveal(p.piece())
	}
	return p.piece()
}

func (p *playback) timings() (t exchange.Timings) {
	last := time.Duration(0)
	for _, at := range [...]*time.Duration{&t.Received, &t.Verified, &t.Decided, &t.Built, &t.Delivered} {
		last += time.Duration(unzigzag(p.uvarint()))
		*at = last
	}
	return t
}

func (p *playback) envelope() *wechat.Envelope {
	e := &wechat.Envelope{}
	e.Random = p.piece()
	e.Length = int(unzigzag(p.uvarint()))
	e.AppID = p.piece()
	e.Padding = int(unzigzag(p.uvarint()))
	e.Cipher = int(unzigzag(p.uvarint()))
	e.Key = int(unzigzag(p.uvarint()))
	return e
}

func (p *playback) message() *wechat.Message {
	m := &wechat.Message{Format: wechat.Format(p.upTo(p.uvarint(), uint64(wechat.JSON)))}
	n := p.count(4)
	if n == 0 {
		return m
	}
	m.Nodes = make([]wechat.Node, n)
	for i := range m.Nodes {
		m.Nodes[i].Kind = wechat.NodeKind(p.upTo(p.uvarint(), uint64(wechat.Items)))
		m.Nodes[i].Parent = int32(p.upTo(p.uvarint(), uint64(i))) - 1
		m.Nodes[i].Name = p.piece()
		m.Nodes[i].Value = p.piece()
	}
	return m
}

func (p *playback) causes(known secrets) []wechat.Cause {
	out := make([]wechat.Cause, p.count(3))
	for i := range out {
		c := &out[i]
		c.ID = wechat.CauseID(p.piece())
		flags := p.uvarint()
		c.Warning = flags&causeWarns != 0
		if n := p.count(3); n > 0 {
			c.Args = make(map[string]string, n)
			for range n {
				name := p.piece()
				c.Args[name] = p.value(known)
			}
		}
		if flags&causeFix != 0 {
			kind := wechat.FixKind(p.piece())
			c.Fix = &wechat.Fix{Kind: kind, Value: p.value(known)}
		}
	}
	return out
}

func unzigzag(v uint64) int64 { return int64(v>>1) ^ -int64(v&1) }
