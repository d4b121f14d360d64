package tunnel

import "sync"

// queue hands events from any goroutine to the one that owns the session, in
// order and without ever blocking the sender. What comes after close is
// dropped, so that an old session cannot speak into a new one.
type queue struct {
	ready chan struct{} // holds a token while there may be something to take

	mu     sync.Mutex
	closed bool
	events []Event
}

func newQueue() *queue { return &queue{ready: make(chan struct{}, 1)} }

func (q *queue) push(e Event) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return
	}
	q.events = append(q.events, e)
	select {
	case q.ready <- struct{}{}:
	default:
	}
}

// next takes the oldest event, if there is one.
func (q *queue) next() (Event, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.events) == 0 {
		return nil, false
	}
	e := q.events[0]
	q.events = q.events[1:]
	return e, true
}

func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed, q.events = true, nil
}
