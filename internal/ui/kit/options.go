package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Options is a choice of one among many words, all visible: a Segmented of several rows,
// as many as its width asks for. The arrows move it, and Home and End.
type Options struct {
	widget.BaseWidget
	OnChanged func(int)

	choice, hover int
	focused       bool
	words         []*ink
	rect, thumb   *crisp
	ring          *crisp
	width         float32 // of the last layout; MinSize depends on it
}

const (
	optionHeight = 26
	optionPad    = 8 // least room beside a word
)

// NewOptions shows words with none chosen; changed hears what a person chooses.
func NewOptions(words []string, changed func(int)) *Options {
	o := &Options{OnChanged: changed, choice: -1, hover: -1, words: inksOf(words),
		rect: newCrisp(6), thumb: newCrisp(5), ring: newRing(6)}
	o.ExtendBaseWidget(o)
	return o
}

// Choice is the chosen word, or -1.
func (o *Options) Choice() int { return o.choice }

// SetChoice chooses without telling OnChanged; -1 chooses none.
func (o *Options) SetChoice(i int) {
	if i >= -1 && i < len(o.words) && i != o.choice {
		o.choice = i
		o.Refresh()
	}
}

// Choose chooses and tells OnChanged, as a tap does.
func (o *Options) Choose(i int) {
	if i < 0 || i >= len(o.words) || i == o.choice {
		return
	}
	o.SetChoice(i)
	if o.OnChanged != nil {
		o.OnChanged(i)
	}
}

// CreateRenderer implements fyne.Widget.
func (o *Options) CreateRenderer() fyne.WidgetRenderer { return draw(o) }

func (o *Options) objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{o.rect.object(), o.thumb.object()}
	for _, k := range o.words {
		out = append(out, k.box)
	}
	return append(out, o.ring.object())
}

func (o *Options) paint() {
	o.rect.tint(theme.Color(ColorField), color.Transparent)
	o.thumb.tint(theme.Color(ColorPanel), theme.Color(ColorLine))
	o.ring.light(o.focused, ColorGreen)
	o.thumb.Hidden = o.choice < 0
	for i, k := range o.words {
		switch i {
		case o.choice:
			k.wear(Strong)
		case o.hover:
			k.wear(Body)
		default:
			k.wear(Body.In(ColorText2))
		}
	}
}

// widest is the room that the longest word needs.
func (o *Options) widest() float32 {
	var w float32
	for _, k := range o.words {
		w = max(w, Width(k.text.Text, Strong)+2*optionPad)
	}
	return whole(w)
}

// columns is how many words stand side by side: as few rows as the width allows, and
// those about equally full.
func (o *Options) columns(width float32) int {
	n := len(o.words)
	if n == 0 {
		return 1
	}
	most := min(n, max(1, int((width-4)/o.widest())))
	rows := (n + most - 1) / most
	return (n + rows - 1) / rows
}

func (o *Options) rows(width float32) int {
	c := o.columns(width)
	return max(1, (len(o.words)+c-1)/c)
}

func (o *Options) arrange(s fyne.Size) {
	o.width = s.Width
	o.rect.Resize(s)
	o.ring.Resize(s)
	for i, k := range o.words {
		x, y, w := o.cell(i)
		k.place(x, y, w, optionHeight)
	}
	if o.choice >= 0 {
		x, y, w := o.cell(o.choice)
		o.thumb.Move(fyne.NewPos(whole(x), y+1))
		o.thumb.Resize(fyne.NewSize(whole(w), optionHeight-2))
	}
}

// cell is where a word stands.
func (o *Options) cell(i int) (x, y, w float32) {
	c := o.columns(o.width)
	w = (o.width - 4) / float32(c)
	return 2 + float32(i%c)*w, 1 + float32(i/c)*optionHeight, w
}

func (o *Options) least() fyne.Size {
	width := o.width
	if width == 0 {
		width = 560
	}
	return fyne.NewSize(o.widest()+4, float32(o.rows(width))*optionHeight+2)
}

func (o *Options) at(p fyne.Position) int {
	for i := range o.words {
		x, y, w := o.cell(i)
		if p.X >= x && p.X < x+w && p.Y >= y && p.Y < y+optionHeight {
			return i
		}
	}
	return -1
}

// Tapped implements fyne.Tappable.
func (o *Options) Tapped(e *fyne.PointEvent) { o.Choose(o.at(e.Position)) }

// MouseIn and its sisters implement desktop.Hoverable.
func (o *Options) MouseIn(e *desktop.MouseEvent) { o.MouseMoved(e) }
func (o *Options) MouseOut()                     { o.hover = -1; o.Refresh() }
func (o *Options) MouseMoved(e *desktop.MouseEvent) {
	if i := o.at(e.Position); i != o.hover {
		o.hover = i
		o.Refresh()
	}
}

// FocusGained and its sisters implement fyne.Focusable.
func (o *Options) FocusGained()   { o.focused = true; o.Refresh() }
func (o *Options) FocusLost()     { o.focused = false; o.Refresh() }
func (o *Options) TypedRune(rune) {}
func (o *Options) TypedKey(e *fyne.KeyEvent) {
	c := o.columns(o.width)
	switch e.Name {
	case fyne.KeyLeft:
		o.Choose(o.choice - 1)
	case fyne.KeyRight:
		o.Choose(o.choice + 1)
	case fyne.KeyUp:
		o.Choose(o.choice - c)
	case fyne.KeyDown:
		o.Choose(o.choice + c)
	case fyne.KeyHome:
		o.Choose(0)
	case fyne.KeyEnd:
		o.Choose(len(o.words) - 1)
	default:
		pass(o, e)
	}
}
