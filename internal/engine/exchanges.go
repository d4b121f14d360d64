package engine

import (
	"context"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// record takes an exchange from the server, before the last byte of its answer
// leaves. It is on the request's way and must be quick.
func (e *Engine) record(x *exchange.Exchange) {
	e.journal.Append(x)
	if x.Verdict == exchange.Pass {
		switch {
		case x.Test:
		case x.Opened.Kind == wechat.Verification:
			e.verified.Store(true)
		default:
			e.messaged.Store(true)
		}
	}
	if x.RuleID != "" {
		e.hits.add(x.Profile, x.RuleID, x.Time)
	}
	e.watch.changed()
}

// Since are the exchanges newer than id, oldest first, at most max of them.
func (e *Engine) Since(id int64, max int) []*exchange.Exchange { return e.journal.Since(id, max) }

// Exchange is one exchange; false when it is not kept any more.
func (e *Engine) Exchange(id int64) (*exchange.Exchange, bool) { return e.journal.Get(id) }

// Find are the ids of the exchanges that pass the filter, newest first.
func (e *Engine) Find(ctx context.Context, f exchange.Filter) ([]int64, error) {
	return e.journal.Find(ctx, f)
}

// Clear forgets all exchanges and sets the counts back.
func (e *Engine) Clear() {
	e.journal.Clear()
	e.watch.changed()
}
