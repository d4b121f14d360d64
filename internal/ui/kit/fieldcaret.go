package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// Caret is how many characters stand before the caret.
func (f *Field) Caret() int { return min(f.Entry.CursorColumn, len([]rune(f.Text()))) }

// Edit replaces the text and puts the caret behind a number of characters, as a person's hand
// would: OnChanged hears it.
func (f *Field) Edit(text string, caret int) {
	f.Entry.set(text)
	f.Entry.CursorColumn = max(0, min(caret, len([]rune(text))))
	f.Entry.Refresh()
	f.follow()
	if f.OnChanged != nil {
		f.OnChanged(text)
	}
}

// SetFault underlines characters in red, from one before the other; two equal ones take the
// line away. It does not move with the text.
func (f *Field) SetFault(from, to int) {
	if f.fault.from == from && f.fault.to == to {
		return
	}
	f.fault.from, f.fault.to = from, to
	f.Refresh()
}

// Fault are the characters that are underlined.
func (f *Field) Fault() (from, to int) { return f.fault.from, f.fault.to }

// fault is the line under a part of a field's text, cut where the text is.
type fault struct {
	from, to int
	line     *canvas.Rectangle
	clip     *container.Clip
}

func newFault() fault {
	line := &canvas.Rectangle{}
	return fault{line: line, clip: container.NewClip(container.NewWithoutLayout(line))}
}

func (u *fault) paint() { u.line.FillColor = theme.Color(ColorRed) }

func (u *fault) arrange(f *Field) {
	runes := []rune(f.Text())
	from, to := min(u.from, len(runes)), min(u.to, len(runes))
	u.line.Hidden = from >= to
	u.clip.Move(fyne.NewPos(fieldPad, f.clip.Position().Y))
	u.clip.Resize(f.clip.Size())
	u.clip.Content.Resize(f.clip.Size())
	if u.line.Hidden {
		return
	}
	face := Body
	face.Mono = f.Entry.TextStyle.Monospace
	x := Width(string(runes[:from]), face) - f.shift
	put(u.line, whole(x), whole(f.clip.Size().Height)-2, max(4, whole(Width(string(runes[from:to]), face))), 2)
}
