package archive

import (
	"math"
	"time"

	"echostr/internal/exchange"
)

// What can be recorded: nanoseconds since 1970, and what a request may have taken.
var (
	earliest = time.Unix(0, 0)
	latest   = time.Unix(0, math.MaxInt64)
)

const longest = 30 * 24 * time.Hour

func recordable(t time.Time) bool { return !t.Before(earliest) && !t.After(latest) }

// timely says whether the times of an exchange can be recorded; one without a time gets one
// later.
func timely(x *exchange.Exchange) error {
	if !x.Time.IsZero() && !recordable(x.Time) {
		at := x.Time.UTC().Format(time.RFC3339)
		return flawed(ReasonMoment, at, "%s is no time that can be recorded", at)
	}
	t := &x.Timings
	for _, d := range []time.Duration{x.Duration, t.Received, t.Verified, t.Decided, t.Built, t.Delivered} {
		if d < 0 || d > longest {
			return flawed(ReasonDuration, d.String(), "a duration of %s", d)
		}
	}
	return nil
}
