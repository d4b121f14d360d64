package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Status is a dot and a word for a state that changes. The dot of LevelNone is a ring, so
// that off and on differ without colour, too.
type Status struct {
	widget.BaseWidget
	level Level
	words *ink
	face  Face
	dot   *crisp
}

const statusDot = 8

// NewStatus shows a state in bold small words.
func NewStatus(level Level, text string) *Status {
	s := &Status{level: level, face: Small.In(ColorText).Bolder(), dot: newCrisp(statusDot / 2)}
	s.words = newInk(s.face, fyne.TextAlignLeading)
	s.words.text.Text = text
	s.ExtendBaseWidget(s)
	return s
}

// Set changes the state.
func (s *Status) Set(level Level, text string) {
	if s.level == level && s.words.text.Text == text {
		return
	}
	s.level, s.words.text.Text = level, text
	s.Refresh()
}

// Text is the word.
func (s *Status) Text() string { return s.words.text.Text }

// Level is the state.
func (s *Status) Level() Level { return s.level }

// CreateRenderer implements fyne.Widget.
func (s *Status) CreateRenderer() fyne.WidgetRenderer { return draw(s) }

func (s *Status) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{s.dot.object(), s.words.box}
}

func (s *Status) paint() {
	s.words.wear(s.face)
	if s.level == LevelNone {
		s.dot.tint(color.Transparent, theme.Color(ColorText3))
	} else {
		s.dot.tint(theme.Color(s.level.Color()), color.Transparent)
	}
}

func (s *Status) arrange(size fyne.Size) {
	s.dot.Move(fyne.NewPos(0, whole((size.Height-statusDot)/2)))
	s.dot.Resize(fyne.NewSquareSize(statusDot))
	s.words.place(statusDot+6, 0, size.Width-statusDot-6, size.Height)
}

func (s *Status) least() fyne.Size {
	return fyne.NewSize(statusDot+6+Width(s.words.text.Text, s.face), s.face.line())
}
