package engine

import (
	"context"

	"echostr/internal/exchange"
	"echostr/internal/journal"
)

// List is a page of the exchanges that pass the filter, newest first: those older than the
// exchange before, or from the newest on if that is 0, at most limit of them.
func (e *Engine) List(ctx context.Context, f exchange.Filter, before int64, limit int) (Page, error) {
	q := journal.QueryOf(f)
	q.Before, q.Limit = before, limit
	return e.journal.Page(ctx, q)
}
