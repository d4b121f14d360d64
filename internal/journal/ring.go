package journal

import "echostr/internal/exchange"

// ring holds exchanges whose IDs follow each other, oldest first, in a circle that
// doubles as it fills.
type ring struct {
	all   []*exchange.Exchange
	from  int // index of the oldest
	n     int
	bytes int64 // estimated
}

// at is the i-th oldest.
func (r *ring) at(i int) *exchange.Exchange { return r.all[(r.from+i)%len(r.all)] }

// oldest is the ID of the oldest; after, when there is none, is what the next will have.
func (r *ring) oldest(after int64) int64 {
	if r.n == 0 {
		return after + 1
	}
	return r.at(0).ID
}

// push adds the newest, which weighs size.
func (r *ring) push(x *exchange.Exchange, size int64) {
	if r.n == len(r.all) {
		bigger := make([]*exchange.Exchange, max(64, 2*r.n))
		for i := range r.n {
			bigger[i] = r.at(i)
		}
		r.all, r.from = bigger, 0
	}
	r.all[(r.from+r.n)%len(r.all)] = x
	r.n++
	r.bytes += size
}

// pop takes the oldest out.
func (r *ring) pop() *exchange.Exchange {
	old := r.all[r.from]
	r.all[r.from] = nil
	r.from = (r.from + 1) % len(r.all)
	r.n--
	r.bytes -= weight(old)
	return old
}

// get is the exchange with that ID.
func (r *ring) get(id int64) (*exchange.Exchange, bool) {
	if r.n == 0 {
		return nil, false
	}
	i := id - r.at(0).ID
	if i < 0 || i >= int64(r.n) {
		return nil, false
	}
	return r.at(int(i)), true
}

// since are those newer than id, oldest first, at most max.
func (r *ring) since(id int64, max int) []*exchange.Exchange {
	if r.n == 0 {
		return nil
	}
	first := int64(0)
	if gone := r.at(0).ID - 1; id > gone {
		first = id - gone
	}
	n := min(int64(r.n)-first, int64(max))
	if n <= 0 {
		return nil
	}
	out := make([]*exchange.Exchange, n)
	for i := range out {
		out[i] = r.at(int(first) + i)
	}
	return out
}

// newestFirst is a copy of the list.
func (r *ring) newestFirst() []*exchange.Exchange {
	out := make([]*exchange.Exchange, r.n)
	for i := range out {
		out[i] = r.at(r.n - 1 - i)
	}
	return out
}
