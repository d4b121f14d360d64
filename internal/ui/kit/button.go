package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Kind is what a button looks like.
type Kind int

// The kinds of buttons.
const (
	Plain   Kind = iota // on a field-coloured ground
	Primary             // green, the one thing to do here
	Quiet               // small grey words at the end of a field
	Link                // words in the link colour
	Bare                // no ground until hovered, for the header
	Danger              // red, in a dialog that asks before something is lost
	Remove              // red words on a field-coloured ground, leads to such a dialog
	onDark              // bold words on the dark ground of a toast
)

// String names the kind.
func (k Kind) String() string {
	switch k {
	case Plain:
		return "plain"
	case Primary:
		return "primary"
	case Quiet:
		return "quiet"
	case Link:
		return "link"
	case Bare:
		return "bare"
	case Danger:
		return "danger"
	case Remove:
		return "remove"
	case onDark:
		return "on dark"
	}
	return "unknown"
}

// Button replaces widget.Button, whose label is always bold and whose height is fixed
// by the theme's inner padding. Space and Enter press it, except that Enter never presses
// a Danger button.
type Button struct {
	widget.DisableableWidget
	OnTapped func()
	OnHover  func(in bool) // for a tip

	kind                      Kind
	icon, tail                *Icon
	ink                       *ink
	rect, ring                *crisp
	small                     bool
	hovered, pressed, focused bool
}

// NewButton makes a button of a kind.
func NewButton(text string, kind Kind, tapped func()) *Button {
	b := &Button{kind: kind, OnTapped: tapped, rect: newCrisp(6), ring: newRing(6)}
	b.ink = newInk(Body, fyne.TextAlignCenter)
	b.ink.text.Text = text
	b.ExtendBaseWidget(b)
	return b
}

// Small gives the button the small text; it returns b.
func (b *Button) Small() *Button {
	b.small = true
	return b
}

// WithIcon puts an icon before the text; it returns b.
func (b *Button) WithIcon(i *Icon) *Button {
	b.icon = i
	return b
}

// WithTail puts an icon after the text; it returns b.
func (b *Button) WithTail(i *Icon) *Button {
	b.tail = i
	return b
}

// SetText changes the words.
func (b *Button) SetText(s string) {
	if b.ink.text.Text == s {
		return
	}
	b.ink.text.Text = s
	b.Refresh()
}

// Text is the words.
func (b *Button) Text() string { return b.ink.text.Text }

// SetKind changes the look.
func (b *Button) SetKind(k Kind) {
	b.kind = k
	b.Refresh()
}

// SetIcon changes the icon before the text; nil takes it away.
func (b *Button) SetIcon(i *Icon) {
	b.icon = i
	b.Refresh()
}

func (b *Button) face() Face {
	f := Body
	switch {
	case b.Disabled():
		f.Color = ColorText3
	case b.kind == Primary:
		f.Color = ColorOnPrimary
	case b.kind == Danger:
		f.Color = ColorOnDanger
	case b.kind == Remove:
		f.Color = ColorRed
	case b.kind == onDark:
		f.Color, f.Bold = ColorPanel, true
	case b.kind == Quiet:
		f.Color = ColorText3
		if b.hovered || b.focused {
			f.Color = ColorText
		}
	case b.kind == Link:
		f.Color = ColorLink
	case b.kind == Bare:
		f.Color = ColorText2
	}
	if b.small || b.kind == Quiet || b.kind == onDark {
		f.Size = 12
	}
	return f
}

// CreateRenderer implements fyne.Widget.
func (b *Button) CreateRenderer() fyne.WidgetRenderer { return draw(b) }

func (b *Button) objects() []fyne.CanvasObject {
	o := []fyne.CanvasObject{b.rect.object(), b.ink.box, b.ring.object()}
	for _, i := range []*Icon{b.icon, b.tail} {
		if i != nil {
			o = append(o, i)
		}
	}
	return o
}

func (b *Button) paint() {
	b.ink.wear(b.face())
	fill := ColorNone
	switch {
	case b.kind == Primary && !b.Disabled():
		fill = ColorPrimary
	case b.kind == Danger && !b.Disabled():
		fill = ColorDanger
	case b.kind == Plain || b.kind == Remove || b.kind == Primary || b.kind == Danger:
		fill = ColorField
	}
	tone := theme.Color(fill)
	if !b.Disabled() && b.kind != Quiet && b.kind != Link {
		switch {
		case b.pressed:
			tone = over(tone, theme.Color(theme.ColorNamePressed))
		case b.hovered:
			tone = over(tone, theme.Color(theme.ColorNameHover))
		}
	}
	b.rect.tint(tone, color.Transparent)
	role := ColorGreen
	switch b.kind {
	case Primary, Danger:
		role = ColorText
	case onDark:
		role = ColorPanel
	}
	b.ring.light(b.focused, role)
}

func (b *Button) pad() float32 {
	switch b.kind {
	case Quiet:
		return 3
	case Link:
		return 0
	case Bare:
		return 8
	}
	return 10
}

// iconGap is the room between an icon and the words.
const iconGap = 4

func (b *Button) arrange(s fyne.Size) {
	b.rect.Resize(s)
	b.ring.Resize(s)
	word := Width(b.ink.text.Text, b.face())
	x := (s.Width - b.content()) / 2
	set := func(i *Icon) {
		m := i.MinSize()
		i.Resize(m)
		i.Move(fyne.NewPos(x, (s.Height-m.Height)/2))
		x += m.Width + iconGap
	}
	if b.icon != nil {
		set(b.icon)
	}
	b.ink.place(x, 0, word, s.Height)
	x += word + iconGap
	if b.tail != nil {
		set(b.tail)
	}
}

// content is the width of words and icons.
func (b *Button) content() float32 {
	w := Width(b.ink.text.Text, b.face())
	for _, i := range []*Icon{b.icon, b.tail} {
		if i != nil {
			if w > 0 {
				w += iconGap
			}
			w += i.MinSize().Width
		}
	}
	return w
}

func (b *Button) least() fyne.Size {
	h := b.face().line()
	w := b.content() + 2*b.pad()
	switch {
	case b.kind == Quiet || b.kind == Link:
		return fyne.NewSize(w, h)
	case b.small || b.kind == onDark:
		return fyne.NewSize(w, 26)
	}
	return fyne.NewSize(w, 28)
}

// Tapped implements fyne.Tappable.
func (b *Button) Tapped(*fyne.PointEvent) {
	if !b.Disabled() && b.OnTapped != nil {
		b.OnTapped()
	}
}

// MouseIn and its sisters implement desktop.Hoverable and desktop.Mouseable.
func (b *Button) MouseIn(*desktop.MouseEvent)    { b.hover(true) }
func (b *Button) MouseMoved(*desktop.MouseEvent) {}
func (b *Button) MouseOut()                      { b.hover(false) }
func (b *Button) MouseDown(*desktop.MouseEvent)  { b.pressed = true; b.Refresh() }
func (b *Button) MouseUp(*desktop.MouseEvent)    { b.pressed = false; b.Refresh() }

func (b *Button) hover(in bool) {
	b.hovered, b.pressed = in, false
	b.Refresh()
	if b.OnHover != nil {
		b.OnHover(in)
	}
}

// Cursor is a hand over words that act.
func (b *Button) Cursor() desktop.Cursor {
	if !b.Disabled() && (b.kind == Quiet || b.kind == Link) {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// FocusGained and its sisters implement fyne.Focusable.
func (b *Button) FocusGained()   { b.focused = true; b.Refresh() }
func (b *Button) FocusLost()     { b.focused = false; b.Refresh() }
func (b *Button) TypedRune(rune) {}
func (b *Button) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace:
		b.Tapped(nil)
		return
	case fyne.KeyReturn, fyne.KeyEnter:
		if b.kind != Danger {
			b.Tapped(nil)
			return
		}
	}
	pass(b, e)
}
