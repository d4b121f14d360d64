package journal

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"slices"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// recorder writes one record. base is what strings are looked for in: the raw request,
// then the decrypted body.
type recorder struct {
	b        []byte
	from, to int // base, in b
	near     int // where in b the last piece ended
}

// appendRecord makes x's record in b, which must be empty.
func appendRecord(b []byte, x *exchange.Exchange) []byte {
	r := recorder{b: append(b, recordVersion)}
	q, o, c := &x.Request, &x.Opened, &x.Opened.Check
	r.blob(tagRequestRaw, q.Raw)
	r.base(len(q.Raw))
	r.text(tagMethod, q.Method)
	r.text(tagTarget, q.Target)
	r.near = r.from
	r.text(tagPath, q.Path)
	r.text(tagQuery, q.Query)
	r.near = r.from
	r.text(tagEcho, o.Echo)
	r.text(tagGiven, c.Given)
	r.near = r.from
	r.text(tagTimestamp, c.Timestamp)
	r.text(tagNonce, c.Nonce)
	r.text(tagProto, q.Proto)
	r.near = min(r.to, r.from+max(0, q.Head))
	r.text(tagEncrypt, c.Encrypt)
	r.number(tagRequestHead, uint64(q.Head))
	r.number(tagRequestSize, uint64(q.Size))
	r.flag(tagRequestCut, q.Cut)
	if o.Plain != nil {
		r.key(tagPlain, wireBytes)
		r.string(o.Plain)
		r.base(len(o.Plain))
	}
	if r.near = r.from; o.Plain == nil {
		r.near = min(r.to, r.from+max(0, q.Head))
	}
	r.message(o.Message)
	r.blob(tagResponseRaw, x.Response.Raw)
	r.number(tagStatus, uint64(x.Response.Status))
	r.number(tagResponseHead, uint64(x.Response.Head))
	if !x.Time.IsZero() {
		r.number(tagTime, zigzag(x.Time.UnixNano()))
	}
	r.number(tagDuration, zigzag(int64(x.Duration)))
	r.timings(&x.Timings)
	r.text(tagProfile, x.Profile)
	r.number(tagVia, uint64(x.Via))
	r.text(tagRemote, x.Remote)
	r.flag(tagTest, x.Test)
	r.number(tagOrigin, uint64(x.Origin))
	r.number(tagRun, uint64(x.Run))
	r.number(tagFirst, uint64(x.First))
	r.number(tagAttempt, uint64(x.Attempt))
	r.number(tagVerdict, uint64(x.Verdict))
	r.number(tagKind, uint64(o.Kind))
	r.number(tagScheme, uint64(c.Scheme))
	r.text(tagToken, hidden(c.Token))
	if !c.OK || c.Computed != c.Given {
		r.text(tagComputed, c.Computed)
	}
	r.flag(tagCheckOK, c.OK)
	r.flag(tagEncrypted, o.Encrypted)
	r.envelope(o.Envelope)
	r.causes(o.Causes)
	if len(x.Opened.RuledOut) > 0 {
		r.group(tagRuledOut, func() {
			r.uvarint(uint64(len(x.Opened.RuledOut)))
			for _, id := range x.Opened.RuledOut {
				r.piece(string(id))
			}
		})
	}
	r.text(tagRule, x.Rule)
	r.text(tagRuleID, x.RuleID)
	r.text(tagReply, x.Reply)
	r.special(x.Special)
	return binary.LittleEndian.AppendUint32(r.b, crc32.Checksum(r.b, castagnoli))
}

// base makes the last n bytes what strings are looked for in.
func (r *recorder) base(n int) { r.from, r.to, r.near = len(r.b)-n, len(r.b), len(r.b)-n }

func (r *recorder) uvarint(v uint64) { r.b = binary.AppendUvarint(r.b, v) }

func (r *recorder) key(tag, wire uint64) { r.uvarint(tag<<2 | wire) }

func (r *recorder) number(tag, v uint64) {
	if v != 0 {
		r.key(tag, wireNumber)
		r.uvarint(v)
	}
}

func (r *recorder) flag(tag uint64, v bool) {
	if v {
		r.number(tag, 1)
	}
}

func (r *recorder) string(p []byte) {
	r.uvarint(uint64(len(p)))
	r.b = append(r.b, p...)
}

func (r *recorder) blob(tag uint64, p []byte) {
	if len(p) > 0 {
		r.key(tag, wireBytes)
		r.string(p)
	}
}

func (r *recorder) text(tag uint64, s string) {
	if s == "" {
		return
	}
	if at := r.find(s); at >= 0 {
		r.key(tag, wirePiece)
		r.uvarint(uint64(at))
		r.uvarint(uint64(len(s)))
		return
	}
	r.key(tag, wireBytes)
	r.uvarint(uint64(len(s)))
	r.b = append(r.b, s...)
}

// piece is a string within a group: its length and whether it is a reference, then the
// offset or the bytes.
func (r *recorder) piece(s string) {
	if len(s) > 2 {
		if at := r.find(s); at >= 0 {
			r.uvarint(uint64(len(s))<<1 | 1)
			r.uvarint(uint64(at))
			return
		}
	}
	r.uvarint(uint64(len(s)) << 1)
	r.b = append(r.b, s...)
}

// window is how far ahead of the last piece the next one is looked for, bytes.
const window = 512

// find is where in base s stands, near where the last one did; -1 when it does not.
func (r *recorder) find(s string) int {
	base := r.b[r.near:min(r.to, r.near+window+len(s))]
	for from := 0; ; {
		i := bytes.IndexByte(base[from:], s[0])
		if i < 0 || from+i+len(s) > len(base) {
			return -1
		}
		if from += i; string(base[from:from+len(s)]) == s {
			at := r.near + from
			r.near = at + len(s)
			return at
		}
		from++
	}
}

// group writes what f writes with its length before it.
func (r *recorder) group(tag uint64, f func()) {
	r.key(tag, wireGroup)
	at := len(r.b)
	r.b = append(r.b, 0, 0, 0, 0)
	f()
	binary.LittleEndian.PutUint32(r.b[at:], uint32(len(r.b)-at-4))
}

func (r *recorder) timings(t *exchange.Timings) {
	if *t == (exchange.Timings{}) {
		return
	}
	r.group(tagTimings, func() {
		last := time.Duration(0)
		for _, at := range [...]time.Duration{t.Received, t.Verified, t.Decided, t.Built, t.Delivered} {
			r.uvarint(zigzag(int64(at - last)))
			last = at
		}
	})
}

func (r *recorder) envelope(e *wechat.Envelope) {
	if e == nil {
		return
	}
	r.group(tagEnvelope, func() {
		r.piece(e.Random)
		r.uvarint(zigzag(int64(e.Length)))
		r.piece(e.AppID)
		r.uvarint(zigzag(int64(e.Padding)))
		r.uvarint(zigzag(int64(e.Cipher)))
		r.uvarint(zigzag(int64(e.Key)))
	})
}

func (r *recorder) message(m *wechat.Message) {
	if m == nil {
		return
	}
	r.group(tagMessage, func() {
		r.uvarint(uint64(m.Format))
		r.uvarint(uint64(len(m.Nodes)))
		for i := range m.Nodes {
			n := &m.Nodes[i]
			r.uvarint(uint64(n.Kind))
			r.uvarint(uint64(n.Parent + 1))
			r.piece(n.Name)
			r.piece(n.Value)
		}
	})
}

// The flags of a cause.
const (
	causeWarns = 1 << iota
	causeFix
)

func (r *recorder) causes(causes []wechat.Cause) {
	if len(causes) == 0 {
		return
	}
	r.group(tagCauses, func() {
		r.uvarint(uint64(len(causes)))
		for i := range causes {
			c := &causes[i]
			flags := uint64(0)
			if c.Warning {
				flags |= causeWarns
			}
			if c.Fix != nil {
				flags |= causeFix
			}
			r.piece(string(c.ID))
			r.uvarint(flags)
			r.arguments(c.Args)
			if c.Fix != nil {
				r.piece(string(c.Fix.Kind))
				r.value(c.Fix.Value, c.Fix.Kind == wechat.SetToken || c.Fix.Kind == wechat.SetAESKey)
			}
		}
	})
}

// arguments writes them in the order of their names, so that a record is always the same.
func (r *recorder) arguments(args map[string]string) {
	r.uvarint(uint64(len(args)))
	names := make([]string, 0, 8)
	for name := range args {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		r.piece(name)
		r.value(args[name], name == "token")
	}
}

// value writes a string of a cause; of a secret its digest.
func (r *recorder) value(s string, secret bool) {
	if secret {
		r.uvarint(1)
		r.piece(hidden(s))
		return
	}
	r.uvarint(0)
	r.piece(s)
}

func zigzag(v int64) uint64 { return uint64(v)<<1 ^ uint64(v>>63) }
