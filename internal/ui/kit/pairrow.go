package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Pair is a row of two lines: a title with a switch before it, words below, and a word at
// the right end.
type Pair struct {
	Title    string
	Subtitle string
	Right    string
	Below    string // grey, below Right; without it Right stands in the middle
	On       bool
	Problem  Level // LevelWarning or LevelError put the mark and its colour before the subtitle
}

const (
	pairHeight = 60
	pairLeft   = 14
	pairText   = pairLeft + switchWidth + 14
)

// NewPairs lists length() rows of two lines; pair answers row i. toggled hears that a
// person turned the switch of row i, or pressed Space on the chosen row; nil leaves the
// switches out. The row shows the new state when pair answers it and Refresh is called.
func NewPairs(length func() int, pair func(i int) Pair, toggled func(i int, on bool)) *Rows {
	r := &Rows{}
	var toggle func(int)
	if toggled != nil {
		toggle = func(i int) { toggled(i, !pair(i).On) }
	}
	r.toggle = toggle
	r.CreateItem = func() fyne.CanvasObject { return newPairRow(r) }
	r.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) {
		o.(*pairRow).bind(i, pair(i), i == r.chosen)
	}
	return r.begin(pairHeight, length)
}

// pairRow draws a Pair.
type pairRow struct {
	rowBase
	pair                         Pair
	track, knob                  *crisp
	title, mark, subtitle, right *ink
	below                        *ink
	objs                         []fyne.CanvasObject
}

func newPairRow(list *Rows) *pairRow {
	r := &pairRow{rowBase: newRowBase(list), track: newCrisp(switchHeight / 2), knob: newCrisp(switchHeight/2 - 2),
		title: newInk(Strong, fyne.TextAlignLeading), mark: newInk(Code.Sized(13), fyne.TextAlignLeading),
		subtitle: newInk(Small, fyne.TextAlignLeading), right: newInk(Small, fyne.TextAlignTrailing),
		below: newInk(Faint.Sized(11), fyne.TextAlignTrailing)}
	r.objs = append(r.under(), r.title.box, r.mark.box, r.subtitle.box, r.right.box, r.below.box)
	if list.toggle != nil {
		r.objs = append(r.objs, r.track.object(), r.knob.object())
	}
	r.objs = append(r.objs, r.drop)
	r.ExtendBaseWidget(r)
	return r
}

func (r *pairRow) bind(id widget.ListItemID, p Pair, selected bool) {
	r.turn(id, selected)
	r.pair = p
	r.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (r *pairRow) CreateRenderer() fyne.WidgetRenderer { return draw(r) }

func (r *pairRow) objects() []fyne.CanvasObject { return r.objs }

func (r *pairRow) paint() {
	r.paintBase()
	paintSwitch(r.track, r.knob, r.pair.On, false, false)
	title, subtitle := Strong, Small
	if r.list.toggle != nil && !r.pair.On {
		title.Color = ColorText2
	}
	if r.pair.Problem >= LevelWarning {
		subtitle.Color = r.pair.Problem.Color()
	}
	r.title.wear(title)
	r.mark.wear(Code.Sized(13).In(r.pair.Problem.Color()))
	r.subtitle.wear(subtitle)
	r.right.wear(Small)
	r.below.wear(Faint.Sized(11))
}

func (r *pairRow) arrange(s fyne.Size) {
	r.arrangeBase(s)
	x := float32(pairText)
	if r.list.toggle == nil {
		x = pairLeft
	}
	placeSwitch(r.track, r.knob, r.pair.On, pairLeft, whole((s.Height-1-switchHeight)/2))

	end := s.Width - pairLeft
	room := func(right float32) float32 {
		if right == 0 {
			return end - x
		}
		return end - right - rowGap - x
	}
	right, below := Width(r.pair.Right, r.right.face), Width(r.pair.Below, r.below.face)
	r.right.text.Text, r.below.text.Text = r.pair.Right, r.pair.Below
	if r.pair.Below == "" {
		r.right.place(end-right, 0, right, s.Height-1)
		below = right
	} else {
		r.right.place(end-right, 10, right, 20)
		r.below.place(end-below, 30, below, 18)
	}
	r.title.text.Text = Cut(r.pair.Title, r.title.face, room(right))
	r.title.place(x, 10, room(right), 20)
	left := room(below)
	r.mark.text.Text = ""
	if r.pair.Problem >= LevelWarning {
		r.mark.text.Text = r.pair.Problem.Mark()
		r.mark.place(x, 30, 14, 18)
		x, left = x+14, left-14
	}
	r.subtitle.text.Text = Cut(r.pair.Subtitle, r.subtitle.face, left)
	r.subtitle.place(x, 30, left, 18)
}

// onSwitch says whether a place hits the switch, or a little around it.
func (r *pairRow) onSwitch(at fyne.Position) bool { return r.list.toggle != nil && at.X < pairText-4 }

// MouseDown chooses the row, as in a row of columns; the switch waits for the tap.
func (r *pairRow) MouseDown(e *desktop.MouseEvent) {
	if e.Button == desktop.MouseButtonPrimary && !r.onSwitch(e.Position) {
		r.list.pressed = true
		r.list.take(r.id, PickOne)
	}
}

// MouseUp implements desktop.Mouseable.
func (r *pairRow) MouseUp(*desktop.MouseEvent) {}

// Tapped turns the switch, or chooses the row where no mouse has done so.
func (r *pairRow) Tapped(e *fyne.PointEvent) {
	switch {
	case r.onSwitch(e.Position):
		r.list.toggle(r.id)
	case r.list.pressed:
		r.list.pressed = false
	default:
		r.rowBase.Tapped(e)
	}
}

// Dragged shows where the row would land.
func (r *pairRow) Dragged(e *fyne.DragEvent) { r.list.drag(e.AbsolutePosition.Y) }

// DragEnd moves the row there.
func (r *pairRow) DragEnd() {
	r.list.pressed = false
	r.list.dropped(r.id)
}
