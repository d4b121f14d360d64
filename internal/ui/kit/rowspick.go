package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Pick is how a row was gone to where several can be selected.
type Pick uint8

// The ways.
const (
	PickOne    Pick = iota
	PickToggle      // this one too, or no more
	PickRange       // all from where the selection began
)

// String is "one", "toggle" or "range".
func (p Pick) String() string { return [...]string{"one", "toggle", "range"}[p] }

// pickOf is what the modifier keys make of a click or a step.
func (r *Rows) pickOf(held fyne.KeyModifier) Pick {
	switch {
	case r.OnPicked == nil:
		return PickOne
	case held&fyne.KeyModifierShift != 0:
		return PickRange
	case held&fyne.KeyModifierShortcutDefault != 0:
		return PickToggle
	}
	return PickOne
}

// held are the modifier keys that are down; a key event of Fyne's does not say.
func (r *Rows) held() fyne.KeyModifier {
	if r.Modifiers != nil {
		return r.Modifiers()
	}
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}

// pick goes to row i in that way.
func (r *Rows) pick(i int, how Pick) {
	if how == PickOne {
		r.Choose(i)
		return
	}
	if i < 0 || i >= r.Length() {
		return
	}
	r.chosen = i
	r.Reveal(i)
	r.OnPicked(i, how)
	r.Refresh()
}

// look is what row i is beside its cells.
func (r *Rows) look(i int) Look {
	if r.Look == nil || i < 0 || i >= r.Length() {
		return Look{}
	}
	return r.Look(i)
}

// beyond is the row at or behind i, seen from where one comes, that can be chosen; -1 when
// there is none on either side.
func (r *Rows) beyond(i, from int) int {
	step := 1
	if i < from {
		step = -1
	}
	for range 2 {
		for at := i; at >= 0 && at < r.Length(); at += step {
			if !r.look(at).Heading {
				return at
			}
		}
		step = -step
	}
	return -1
}

// branch opens or closes what is below row i, and says whether there was something to do.
func (r *Rows) branch(i int, open bool) bool {
	want := BranchClosed
	if !open {
		want = BranchOpen
	}
	if r.OnBranch == nil || i < 0 || r.look(i).Branch != want {
		return false
	}
	r.OnBranch(i, open)
	return true
}

// menu opens the menu of the chosen row beside it.
func (r *Rows) menu() {
	if r.OnMenu == nil || r.chosen < 0 {
		return
	}
	r.Reveal(r.chosen)
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(r)
	r.OnMenu(r.chosen, at.AddXY(branchZone, float32(r.chosen+1)*r.height-r.GetScrollOffset()))
}
