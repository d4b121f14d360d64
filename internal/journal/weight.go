package journal

import (
	"unsafe"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// Config bounds what a Log keeps in memory; zero fields take the defaults.
type Config struct {
	MaxCount int   // exchanges kept; 20,000
	MaxBytes int64 // what they may take; 256 MiB
}

func (c Config) withDefaults() Config {
	if c.MaxCount <= 0 {
		c.MaxCount = 20_000
	}
	if c.MaxBytes <= 0 {
		c.MaxBytes = 256 << 20
	}
	return c
}

// weight estimates what an exchange takes, bytes: its own size, what its slices and
// strings hold, and what reading it added.
func weight(x *exchange.Exchange) int64 {
	n := 1200 + cap(x.Request.Raw) + cap(x.Response.Raw) + len(x.Request.Target)
	o := &x.Opened
	n += 256*len(o.Causes) + 16*cap(o.RuledOut)
	if o.Kind != wechat.Foreign { // names, values and the text of causes are parts of a copy of the body
		n += len(x.Request.Body())
	}
	if o.Message != nil {
		n += int(unsafe.Sizeof(wechat.Node{})) * cap(o.Message.Nodes)
	}
	return int64(n + 2*cap(o.Plain)) // the same again for what was decrypted
}
