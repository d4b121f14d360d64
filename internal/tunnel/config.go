package tunnel

import (
	"log/slog"
	"net"
	"time"
)

// Config is what a [Runner] needs. Only Serve must be set.
type Config struct {
	// Serve answers the connections of an endpoint's listener until its Accept
	// fails, like the Serve method of an http.Server. The runner calls it on a
	// goroutine of its own and waits for it. Returning earlier ends the tunnel.
	Serve func(net.Listener) error

	Logger *slog.Logger     // nil: no log
	Now    func() time.Time // nil: time.Now

	// ConnectTimeout is how long a first connect may go without success. It
	// begins anew when the provider lets us in and while the URL is taken.
	// 0: 30 s.
	ConnectTimeout time.Duration
	// BusyLimit is how long a lost endpoint's URL may be taken when the link
	// is back; then a fresh session is opened. 0: 2 min.
	BusyLimit time.Duration
	// CloseTimeout is how long an endpoint may take to close in order before
	// it is closed by force. 0: 500 ms.
	CloseTimeout time.Duration
}

func (c Config) withDefaults() Config {
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.ConnectTimeout == 0 {
		c.ConnectTimeout = 30 * time.Second
	}
	if c.BusyLimit == 0 {
		c.BusyLimit = 2 * time.Minute
	}
	if c.CloseTimeout == 0 {
		c.CloseTimeout = 500 * time.Millisecond
	}
	return c
}
