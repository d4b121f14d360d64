package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// pickerRow draws one line of a picker, or the name of a group.
type pickerRow struct {
	widget.BaseWidget
	picker  *Picker
	index   int
	choice  *Choice
	heading bool

	ground             *crisp
	check, words, note *ink
}

const (
	pickerRowHeight  = 28
	pickerHeadHeight = 26
)

func newPickerRow(p *Picker, index int, c *Choice, heading bool) *pickerRow {
	r := &pickerRow{picker: p, index: index, choice: c, heading: heading, ground: newCrisp(5),
		check: newInk(Code.Sized(14), fyne.TextAlignLeading), words: newInk(Body, fyne.TextAlignLeading),
		note: newInk(Faint, fyne.TextAlignTrailing)}
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer implements fyne.Widget.
func (r *pickerRow) CreateRenderer() fyne.WidgetRenderer { return draw(r) }

func (r *pickerRow) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground.object(), r.check.box, r.words.box, r.note.box}
}

func (r *pickerRow) face() Face {
	switch {
	case r.heading:
		return Faint.Sized(11)
	case r.choice.Mono:
		return Code
	case r.choice.Checked:
		return Strong
	}
	return Body
}

func (r *pickerRow) paint() {
	fill := ColorNone
	if r.picker.current == r.index && !r.heading {
		fill = ColorField
	}
	r.ground.tint(theme.Color(fill), color.Transparent)
	r.check.wear(Code.Sized(14).In(ColorGreen))
	r.check.text.Text = ""
	if r.choice.Checked {
		r.check.text.Text = LevelGood.Mark()
	}
	r.words.wear(r.face())
	r.note.wear(Faint)
}

func (r *pickerRow) arrange(s fyne.Size) {
	r.ground.Resize(s)
	x := float32(menuRowPad)
	if r.heading {
		r.words.text.Text = Cut(r.choice.Text, r.face(), s.Width-2*x)
		r.words.place(x, 4, s.Width-2*x, s.Height-4)
		return
	}
	r.check.place(x, 0, 16, s.Height)
	x += 20
	room := s.Width - x - menuRowPad
	r.words.text.Text = Cut(r.choice.Text, r.face(), room)
	w := Width(r.words.text.Text, r.face())
	r.words.place(x, 0, w, s.Height)
	r.note.text.Text = ""
	if left := room - w - 16; left > 40 {
		r.note.text.Text = Cut(r.choice.Note, Faint, left)
	}
	r.note.place(x, 0, room, s.Height)
}

func (r *pickerRow) least() fyne.Size {
	if r.heading {
		return fyne.NewSize(80, pickerHeadHeight)
	}
	return fyne.NewSize(80, pickerRowHeight)
}

// Tapped picks the line; on a heading it does nothing, and the picker stays.
func (r *pickerRow) Tapped(*fyne.PointEvent) { r.picker.pick(r.index) }

// MouseIn and its sisters implement desktop.Hoverable.
func (r *pickerRow) MouseIn(*desktop.MouseEvent) {
	if !r.heading {
		r.picker.light(r.index)
	}
}
func (r *pickerRow) MouseMoved(*desktop.MouseEvent) {}
func (r *pickerRow) MouseOut()                      {}
