package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Switch is on or off at once, with words beside it if it has any. Space and Enter turn it.
type Switch struct {
	widget.DisableableWidget
	OnChanged func(bool)

	on, hovered, focused bool
	words                *ink
	track, knob, ring    *crisp
}

// The measures of the track; the knob has 2 units of room.
const (
	switchWidth  = 30
	switchHeight = 18
	switchGap    = 6
)

// NewSwitch makes a switch; words may be empty.
func NewSwitch(words string, on bool, changed func(bool)) *Switch {
	s := &Switch{OnChanged: changed, on: on, words: newInk(Body, fyne.TextAlignLeading),
		track: newCrisp(switchHeight / 2), knob: newCrisp(switchHeight/2 - 2), ring: newRing(switchHeight/2 + 2)}
	s.words.text.Text = words
	s.ExtendBaseWidget(s)
	return s
}

// On says whether the switch is on.
func (s *Switch) On() bool { return s.on }

// SetOn turns the switch without telling OnChanged.
func (s *Switch) SetOn(on bool) {
	if s.on != on {
		s.on = on
		s.Refresh()
	}
}

// SetText changes the words.
func (s *Switch) SetText(words string) {
	if s.words.text.Text != words {
		s.words.text.Text = words
		s.Refresh()
	}
}

// Text is the words.
func (s *Switch) Text() string { return s.words.text.Text }

// CreateRenderer implements fyne.Widget.
func (s *Switch) CreateRenderer() fyne.WidgetRenderer { return draw(s) }

func (s *Switch) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{s.track.object(), s.knob.object(), s.words.box, s.ring.object()}
}

func (s *Switch) paint() {
	face := Body
	if s.Disabled() {
		face.Color = ColorText3
	}
	s.words.wear(face)
	paintSwitch(s.track, s.knob, s.on, s.hovered && !s.Disabled(), s.Disabled())
	s.ring.light(s.focused, ColorGreen)
}

// paintSwitch colours a track and its knob.
func paintSwitch(track, knob *crisp, on, hovered, disabled bool) {
	role := ColorSwitchOff
	if on {
		role = ColorGreen
	}
	tone := theme.Color(role)
	switch {
	case disabled:
		tone = theme.Color(ColorLine)
	case hovered:
		tone = over(tone, theme.Color(theme.ColorNameHover))
	}
	track.tint(tone, color.Transparent)
	knob.tint(theme.Color(ColorKnob), color.Transparent)
}

// placeSwitch puts a track and its knob with the top left corner at x, y.
func placeSwitch(track, knob *crisp, on bool, x, y float32) {
	track.Move(fyne.NewPos(x, y))
	track.Resize(fyne.NewSize(switchWidth, switchHeight))
	side := float32(switchHeight - 4)
	at := x + 2
	if on {
		at = x + switchWidth - 2 - side
	}
	knob.Move(fyne.NewPos(at, y+2))
	knob.Resize(fyne.NewSquareSize(side))
}

func (s *Switch) arrange(size fyne.Size) {
	y := whole((size.Height - switchHeight) / 2)
	placeSwitch(s.track, s.knob, s.on, 2, y)
	s.ring.Move(fyne.NewPos(0, y-2))
	s.ring.Resize(fyne.NewSize(switchWidth+4, switchHeight+4))
	x := float32(switchWidth + 4 + switchGap)
	s.words.place(x, 0, size.Width-x, size.Height)
}

func (s *Switch) least() fyne.Size {
	w := float32(switchWidth + 4)
	if s.words.text.Text != "" {
		w += switchGap + Width(s.words.text.Text, Body)
	}
	return fyne.NewSize(w, switchHeight+4)
}

// Tapped implements fyne.Tappable.
func (s *Switch) Tapped(*fyne.PointEvent) {
	if s.Disabled() {
		return
	}
	s.SetOn(!s.on)
	if s.OnChanged != nil {
		s.OnChanged(s.on)
	}
}

// MouseIn and its sisters implement desktop.Hoverable.
func (s *Switch) MouseIn(*desktop.MouseEvent)    { s.hovered = true; s.Refresh() }
func (s *Switch) MouseMoved(*desktop.MouseEvent) {}
func (s *Switch) MouseOut()                      { s.hovered = false; s.Refresh() }

// FocusGained and its sisters implement fyne.Focusable.
func (s *Switch) FocusGained()   { s.focused = true; s.Refresh() }
func (s *Switch) FocusLost()     { s.focused = false; s.Refresh() }
func (s *Switch) TypedRune(rune) {}
func (s *Switch) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		s.Tapped(nil)
	default:
		pass(s, e)
	}
}
