package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// The measures of signs.
const (
	signIcon = 13
	signGap  = 4
	pillHigh = 16
	pillPad  = 5
)

// sign draws one Sign of a row.
type sign struct {
	shown  Sign
	ground *canvas.Rectangle
	ink    *ink
	icon   *canvas.Image
}

func newSign() *sign {
	s := &sign{ground: &canvas.Rectangle{CornerRadius: pillHigh / 2}, ink: newInk(Small.Sized(11), fyne.TextAlignCenter),
		icon: &canvas.Image{FillMode: canvas.ImageFillContain}}
	s.hide()
	return s
}

func (s *sign) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{s.ground, s.ink.box, s.icon}
}

func (s *sign) hide() {
	s.ground.Hidden, s.ink.box.Hidden, s.icon.Hidden = true, true, true
}

// paint looks the colours up for what is to be shown.
func (s *sign) paint(what Sign) {
	was := s.shown
	s.shown = what
	if what.Icon == nil && what.Text == "" {
		return
	}
	s.ground.FillColor = theme.Color(ColorFieldHover)
	s.ink.wear(Small.Sized(11).or(what.Color))
	if what.Icon != nil && (was.Icon != what.Icon || was.Color != what.Color || s.icon.Resource == nil) {
		role := what.Color
		if role == "" {
			role = ColorText2
		}
		s.icon.Resource = theme.NewColoredResource(what.Icon, role)
		s.icon.Refresh()
	}
}

// width is what the sign takes, 0 for none.
func (s *sign) width() float32 {
	switch {
	case s.shown.Icon != nil:
		return signIcon
	case s.shown.Text == "":
		return 0
	case s.shown.Pill:
		return Width(s.shown.Text, s.ink.face) + 2*pillPad
	}
	return Width(s.shown.Text, s.ink.face)
}

// place sets the sign so that it ends at x in a row of height h, and answers where it begins.
func (s *sign) place(x, h float32) float32 {
	s.hide()
	w := s.width()
	if w == 0 {
		return x
	}
	left := x - w
	switch {
	case s.shown.Icon != nil:
		s.icon.Hidden = false
		put(s.icon, left, whole((h-signIcon)/2), signIcon, signIcon)
		return left - signGap
	case s.shown.Pill:
		s.ground.Hidden = false
		put(s.ground, left, whole((h-pillHigh)/2), w, pillHigh)
	}
	s.ink.box.Hidden = false
	s.ink.text.Text = s.shown.Text
	s.ink.place(left, 0, w, h)
	return left - signGap
}
