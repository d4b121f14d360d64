package journal

import "echostr/internal/exchange"

// ring holds exchanges whose IDs follow each other, oldest first, in a circle that
// doubles as it fills. One that was taken out of the middle leaves a hole, nil.
type ring struct {
	all   []*exchange.Exchange
	from  int // index of the oldest
	n     int // with holes
	holes int
	first int64 // ID of the oldest
	bytes int64 // estimated
}

// at is the i-th oldest; nil for a hole.
func (r *ring) at(i int) *exchange.Exchange { return r.all[(r.from+i)%len(r.all)] }

// oldest is the ID of the oldest; after, when there is none, is what the next will have.
func (r *ring) oldest(after int64) int64 {
	if r.n == 0 {
		return after + 1
	}
	return r.first
}

// count is how many there are.
func (r *ring) count() int { return r.n - r.holes }

// push adds the newest, which weighs size.
func (r *ring) push(x *exchange.Exchange, size int64) {
	if r.n == len(r.all) {
		bigger := make([]*exchange.Exchange, max(64, 2*r.n))
		for i := range r.n {
			bigger[i] = r.at(i)
		}
		r.all, r.from = bigger, 0
	}
	if r.n == 0 {
		r.first = x.ID
	}
	r.all[(r.from+r.n)%len(r.all)] = x
	r.n++
	r.bytes += size
}

// skip leaves a hole for the next ID.
func (r *ring) skip() {
	r.push(nil, 0)
	r.holes++
}

// pop takes the oldest out; nil when that is a hole.
func (r *ring) pop() *exchange.Exchange {
	old := r.all[r.from]
	r.all[r.from] = nil
	r.from = (r.from + 1) % len(r.all)
	r.n--
	r.first++
	if old == nil {
		r.holes--
		return nil
	}
	r.bytes -= weight(old)
	return old
}

// remove takes one out of wherever it is; nil when it is not there.
func (r *ring) remove(id int64) *exchange.Exchange {
	x, ok := r.get(id)
	if !ok {
		return nil
	}
	r.all[(r.from+int(id-r.first))%len(r.all)] = nil
	r.holes++
	r.bytes -= weight(x)
	return x
}

// get is the exchange with that ID.
func (r *ring) get(id int64) (*exchange.Exchange, bool) {
	i := id - r.first
	if i < 0 || i >= int64(r.n) {
		return nil, false
	}
	x := r.at(int(i))
	return x, x != nil
}

// since are those newer than id, oldest first, at most max.
func (r *ring) since(id int64, max int) (out []*exchange.Exchange) {
	from := 0
	if r.n > 0 && id >= r.first {
		from = int(min(id-r.first+1, int64(r.n)))
	}
	if n := min(r.n-from, max); n > 0 {
		out = make([]*exchange.Exchange, 0, n)
	}
	for i := from; i < r.n && len(out) < max; i++ {
		if x := r.at(i); x != nil {
			out = append(out, x)
		}
	}
	return out
}

// newestFirst is a copy of the list.
func (r *ring) newestFirst() []*exchange.Exchange {
	out := make([]*exchange.Exchange, 0, r.count())
	for i := r.n - 1; i >= 0; i-- {
		if x := r.at(i); x != nil {
			out = append(out, x)
		}
	}
	return out
}
