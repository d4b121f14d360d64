package callback

import (
	"bytes"
	"slices"
	"strconv"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/reply"
	"echostr/internal/wechat"
)

// answer follows the bytes of one answer until its last.
type answer struct {
	exchange *exchange.Exchange // nil while no handler has taken the request
	ready    bool               // the handler has decided; body is how much it will write
	body     int
	raw      []byte
	final    int // where the final head begins in raw, after interim ones (100 Continue)
	head     int // its end; 0 until it has left
	beyond   int // bytes that raw lacks
	after    []reply.CustomerMessage
}

func (a *answer) begin(x *exchange.Exchange) {
	*a = answer{exchange: x, raw: a.raw}
}

// add takes bytes that are about to leave and says whether they are the last.
func (a *answer) add(p []byte, limit int) bool {
	keep := min(len(p), max(0, limit-len(a.raw)))
	a.raw = append(a.raw, p[:keep]...)
	a.beyond += len(p) - keep
	for a.head == 0 {
		i := bytes.Index(a.raw[a.final:], []byte("\r\n\r\n"))
		if i < 0 {
			return false
		}
		end := a.final + i + 4
		if status(a.raw[a.final:]) >= 200 {
			a.head = end
		} else {
			a.final = end
		}
	}
	return a.ready && len(a.raw)+a.beyond-a.head >= a.body
}

// slow is how long WeChat waits for an answer.
const slow = 5 * time.Second

// complete fills in what the answer was and hands the exchange over.
func (a *answer) complete() *exchange.Exchange {
	x := a.exchange
	x.Response = exchange.Response{Raw: slices.Clone(a.raw), Head: a.head, Status: status(a.raw[a.final:])}
	x.Duration = time.Since(x.Time)
	if len(a.raw)+a.beyond > 0 {
		x.Timings.Delivered = x.Duration
	}
	if x.Duration > slow && x.Verdict != exchange.NotForUs && !x.Special.Meant(string(reply.FaultSlow)) {
		x.Opened.Causes = append(x.Opened.Causes, wechat.Cause{ID: wechat.ReplySlow, Warning: true,
			Args: map[string]string{"seconds": strconv.FormatFloat(x.Duration.Seconds(), 'f', 1, 64)}})
	}
	a.exchange, a.raw = nil, emptied(a.raw)
	return x
}

// status reads the code of a status line; 0 where there is none.
func status(b []byte) int {
	if len(b) < 12 || string(b[:7]) != "HTTP/1." || b[8] != ' ' {
		return 0
	}
	n := 0
	for _, c := range b[9:12] {
		if c < '0' || c > '9' {
			return 0
		}
		n = n*10 + int(c-'0')
	}
	return n
}
