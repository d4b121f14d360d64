package kit

import "fyne.io/fyne/v2"

// drag marks the gap between two rows that is nearest to a height of the canvas, and
// scrolls by half a row at the edges.
func (r *Rows) drag(y float32) {
	if r.OnMoved == nil {
		return
	}
	y -= fyne.CurrentApp().Driver().AbsolutePositionForObject(r).Y
	switch at := r.GetScrollOffset(); {
	case y < 0:
		r.scrollTo(at - r.height/2)
	case y > r.Size().Height:
		r.scrollTo(at + r.height/2)
	}
	to := int((y+r.GetScrollOffset())/r.height + 0.5)
	if to = min(max(to, 0), r.Length()); to != r.drop {
		r.drop = to
		r.Refresh()
	}
}

// dropped ends a drag of row from.
func (r *Rows) dropped(from int) {
	to := r.drop
	r.drop = -1
	r.Refresh()
	if r.OnMoved == nil || to < 0 {
		return
	}
	if to > from {
		to-- // the row itself leaves its place first
	}
	if to != from {
		r.OnMoved(from, to)
	}
}
