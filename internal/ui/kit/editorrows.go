package kit

import "fyne.io/fyne/v2/widget"

// rowStarts appends to starts the offset in runes at which each row of an entry begins, as
// Fyne has wrapped it. Fyne tells it for the caret alone, so the caret is put there for a
// moment, unseen.
func rowStarts(e *widget.Entry, starts []int) []int {
	row, column := e.CursorRow, e.CursorColumn
	e.CursorColumn = 0
	for e.CursorRow = 0; ; e.CursorRow++ {
		at := e.CursorTextOffset()
		if n := len(starts); n > 0 && at <= starts[n-1] {
			break // beyond the last row
		}
		starts = append(starts, at)
	}
	e.CursorRow, e.CursorColumn = row, column
	return starts
}
