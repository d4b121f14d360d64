package engine

// ReplyInClear is the answer to a recorded exchange before it was encrypted, where a key
// of its profile opens it; false when it was not encrypted, does not open or is not kept.
func (e *Engine) ReplyInClear(id int64) (string, bool) {
	x, ok := e.journal.Get(id)
	if !ok {
		return "", false
	}
	plain := e.openedReply(x)
	return plain, plain != ""
}
