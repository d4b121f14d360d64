package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Select shows one of several words and opens a menu of all. Up and Down change it in
// place; Space, Enter and a tap open the menu.
type Select struct {
	widget.DisableableWidget
	OnChanged func(int)
	// OnOpen, if set, is called instead of opening a menu, such as to show a Picker; Up and
	// Down then change nothing.
	OnOpen func()

	words            []string
	choice           int
	placeholder      string
	height           float32
	hovered, focused bool
	level            Level
	ink              *ink
	arrow            *Icon
	ground, ring     *crisp
	menu             *Menu
}

// NewSelect shows words with none chosen; changed hears what a person chooses.
func NewSelect(words []string, changed func(int)) *Select {
	s := &Select{OnChanged: changed, words: words, choice: -1, height: 26, ink: newInk(Body, fyne.TextAlignLeading),
		arrow: NewIcon(Down, ColorText3, 12), ground: newCrisp(6), ring: newRing(6)}
	s.ExtendBaseWidget(s)
	return s
}

// NewPick is a Select that shows one text, see SetText, and calls open to choose another.
func NewPick(open func()) *Select {
	s := NewSelect([]string{""}, nil)
	s.choice, s.OnOpen = 0, open
	return s
}

// SetText shows a text that was chosen otherwise, as the only word.
func (s *Select) SetText(text string) {
	if s.choice != 0 || len(s.words) != 1 || s.words[0] != text {
		s.words, s.choice = []string{text}, 0
		s.Refresh()
	}
}

// Choice is the chosen word, or -1.
func (s *Select) Choice() int { return s.choice }

// Text is the chosen word, or "".
func (s *Select) Text() string {
	if s.choice < 0 {
		return ""
	}
	return s.words[s.choice]
}

// SetChoice chooses without telling OnChanged; -1 chooses none.
func (s *Select) SetChoice(i int) {
	if i >= -1 && i < len(s.words) && i != s.choice {
		s.choice = i
		s.Refresh()
	}
}

// SetWords replaces the words and closes an open menu. The choice stays where it is if it
// still exists, else none.
func (s *Select) SetWords(words []string) {
	if s.menu != nil {
		s.menu.Close()
	}
	s.words = words
	if s.choice >= len(words) {
		s.choice = -1
	}
	s.Refresh()
}

// SetPlaceHolder sets what is shown while nothing is chosen.
func (s *Select) SetPlaceHolder(text string) {
	s.placeholder = text
	s.Refresh()
}

// SetLevel rings the control in red for an error and amber for a warning.
func (s *Select) SetLevel(l Level) {
	if s.level != l {
		s.level = l
		s.Refresh()
	}
}

// Choose chooses and tells OnChanged, as a person does.
func (s *Select) Choose(i int) {
	if s.Disabled() || i < 0 || i >= len(s.words) || i == s.choice {
		return
	}
	s.SetChoice(i)
	if s.OnChanged != nil {
		s.OnChanged(i)
	}
}

// CreateRenderer implements fyne.Widget.
func (s *Select) CreateRenderer() fyne.WidgetRenderer { return draw(s) }

func (s *Select) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{s.ground.object(), s.ink.box, s.arrow, s.ring.object()}
}

func (s *Select) face() Face {
	if s.Disabled() || s.choice < 0 {
		return Body.In(ColorText3)
	}
	return Body
}

func (s *Select) paint() {
	fill := ColorField
	if s.hovered && !s.Disabled() {
		fill = ColorFieldHover
	}
	s.ground.tint(theme.Color(fill), color.Transparent)
	s.ink.wear(s.face())
	lightField(s.ring, s.level, s.focused)
}

func (s *Select) arrange(size fyne.Size) {
	s.ground.Resize(size)
	s.ring.Resize(size)
	m := s.arrow.MinSize()
	s.arrow.Resize(m)
	s.arrow.Move(fyne.NewPos(size.Width-m.Width-fieldPad, whole((size.Height-m.Height)/2)))
	text := s.Text()
	if s.choice < 0 {
		text = s.placeholder
	}
	room := size.Width - 2*fieldPad - m.Width - iconGap
	s.ink.text.Text = Cut(text, s.face(), room)
	s.ink.place(fieldPad, 0, room, size.Height)
}

// least does not ask for the longest word: it may be cut.
func (s *Select) least() fyne.Size {
	widest := Width(s.placeholder, Body)
	for _, w := range s.words {
		widest = max(widest, Width(w, Body))
	}
	return fyne.NewSize(min(widest, 120)+2*fieldPad+12+iconGap, s.height)
}

// Tapped opens the menu, or closes it.
func (s *Select) Tapped(*fyne.PointEvent) {
	if s.Disabled() || len(s.words) == 0 {
		return
	}
	if s.OnOpen != nil {
		s.OnOpen()
		return
	}
	if s.menu != nil {
		s.menu.Close()
		return
	}
	var items []MenuItem
	for i, w := range s.words {
		items = append(items, MenuItem{Text: w, Checked: i == s.choice, Act: func() { s.Choose(i) }})
	}
	s.menu = ShowMenu(s, s.Size().Width, items...)
	if s.menu != nil {
		s.menu.OnClosed(func() { s.menu = nil })
	}
}

// MouseIn and its sisters implement desktop.Hoverable.
func (s *Select) MouseIn(*desktop.MouseEvent)    { s.hovered = true; s.Refresh() }
func (s *Select) MouseMoved(*desktop.MouseEvent) {}
func (s *Select) MouseOut()                      { s.hovered = false; s.Refresh() }

// FocusGained and its sisters implement fyne.Focusable.
func (s *Select) FocusGained()   { s.focused = true; s.Refresh() }
func (s *Select) FocusLost()     { s.focused = false; s.Refresh() }
func (s *Select) TypedRune(rune) {}
func (s *Select) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		s.Tapped(nil)
	case fyne.KeyDown, fyne.KeyUp:
		switch {
		case s.OnOpen != nil:
			s.Tapped(nil)
		case e.Name == fyne.KeyDown:
			s.Choose(s.choice + 1)
		default:
			s.Choose(s.choice - 1)
		}
	default:
		pass(s, e)
	}
}

// Len is how many words there are.
func (s *Select) Len() int { return len(s.words) }
