package engine

import "context"

// Delete forgets exchanges, pinned or not, and returns how many there were.
func (e *Engine) Delete(ctx context.Context, ids []int64) (int, error) {
	return e.journal.Delete(ctx, ids)
}

// Attempts are the IDs of all kept deliveries of the same message, oldest first; only id
// itself for one that WeChat sent once.
func (e *Engine) Attempts(id int64) []int64 { return e.journal.Attempts(id) }
