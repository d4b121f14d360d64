package callback

import (
	"bytes"
	"time"
)

// capture is one request as its bytes come in. A connection uses two in turn: the
// one being answered and the one that may have begun behind it.
type capture struct {
	framer framer
	start  time.Time // when its first byte was read
	raw    []byte    // what came, up to the limit
	head   int       // bytes of raw that are the head; 0 until that has ended
	body   int64     // bytes of body that came, kept or not, with chunk framing
	cut    bool      // raw lacks some of it
	over   bool      // it is answered; what still comes is read past
}

func (m *capture) begin() {
	*m = capture{start: time.Now(), raw: emptied(m.raw)}
	m.framer.begin()
}

// end gives up what was kept.
func (m *capture) end() { m.raw, m.over = emptied(m.raw), true }

// emptied is b for the next use, unless it is large: one large request must not hold
// memory for the rest of a connection's life.
func emptied(b []byte) []byte {
	if cap(b) > 64<<10 {
		return nil
	}
	return b[:0]
}

// take passes b through the framer, keeps up to limit bytes of what belongs to this
// request and returns how many those were. more is false once the request has ended.
func (m *capture) take(b []byte, limit int) (n int, more bool) {
	if m.over && m.head == 0 { // refused before its head had ended
		return len(b), true
	}
	if m.head == 0 {
		old := len(m.raw)
		room := min(len(b), limit-old)
		m.raw = append(m.raw, b[:room]...)
		end := m.framer.head(m.raw)
		if end < 0 {
			m.cut = room < len(b) // net/http gives up long before
			return len(b), true
		}
		m.raw, m.head = m.raw[:end], end
		n = end - old
	}
	if m.framer.phase != between {
		k := m.framer.take(b[n:])
		keep := min(k, max(0, limit-len(m.raw)))
		if m.over {
			keep = 0
		}
		m.raw = append(m.raw, b[n:n+keep]...)
		m.cut = m.cut || keep < k
		m.body += int64(k)
		n += k
	}
	return n, m.framer.phase != between
}

// whole says whether the request has come to its end.
func (m *capture) whole() bool { return m.head > 0 && m.framer.phase == between }

// blank says whether nothing came but line ends, which are no request.
func (m *capture) blank() bool { return len(bytes.Trim(m.raw, "\r\n")) == 0 }
