package journal

// Page is a part of what a query picks.
type Page struct {
	IDs []int64 // newest first
	// First has beside each of IDs the exchange's First: deliveries of one message share it.
	// It is nil when none of them has one.
	First []int64
	Next  int64 // Before for the next page; 0 when this is the last
}

// picked is what a search found in one place, newest first; first is nil when there are
// only zeros.
type picked struct{ ids, first []int64 }

// add puts what was found at the end.
func (p *Page) add(some picked) {
	if p.First == nil && !anyFirst(some.first) {
		p.IDs = append(p.IDs, some.ids...)
		return
	}
	p.First = append(pad(p.First, len(p.IDs)), some.first...)
	p.IDs = append(p.IDs, some.ids...)
	p.First = pad(p.First, len(p.IDs))
}

func anyFirst(first []int64) bool {
	for _, id := range first {
		if id > 0 {
			return true
		}
	}
	return false
}

// pad is s with zeros up to a length.
func pad(s []int64, n int) []int64 {
	if len(s) < n {
		s = append(s, make([]int64, n-len(s))...)
	}
	return s
}
