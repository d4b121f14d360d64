package kit

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Spinner is three dots, one of them lit in turn, while something of unknown length runs.
// It asks for a new frame only when the light moves on, and for none while it is stopped
// or hidden: a frame draws the whole window.
type Spinner struct {
	widget.BaseWidget
	dots    []*canvas.Circle
	at      int
	running bool
	turn    *fyne.Animation
}

const (
	spinnerDot  = 5
	spinnerGap  = 4
	spinnerTurn = 1200 * time.Millisecond // of all dots
)

// NewSpinner makes a spinner at rest, which shows nothing.
func NewSpinner() *Spinner {
	s := &Spinner{}
	for range 3 {
		s.dots = append(s.dots, &canvas.Circle{})
	}
	s.turn = &fyne.Animation{Duration: spinnerTurn, RepeatCount: fyne.AnimationRepeatForever,
		Curve: fyne.AnimationLinear, Tick: s.tick}
	s.ExtendBaseWidget(s)
	return s
}

// Start shows the dots and moves the light.
func (s *Spinner) Start() {
	if !s.running {
		s.running = true
		s.follow()
	}
}

// Stop hides the dots; the place stays.
func (s *Spinner) Stop() {
	if s.running {
		s.running = false
		s.follow()
	}
}

// Running says whether Start was called last.
func (s *Spinner) Running() bool { return s.running }

// Show and Hide keep the animation to the time when the spinner can be seen.
func (s *Spinner) Show() { s.BaseWidget.Show(); s.follow() }

// Hide stops the animation until Show.
func (s *Spinner) Hide() { s.BaseWidget.Hide(); s.follow() }

func (s *Spinner) follow() {
	if s.running && s.Visible() {
		s.turn.Start()
	} else {
		s.turn.Stop()
	}
	s.Refresh()
}

func (s *Spinner) tick(done float32) {
	if at := min(int(done*float32(len(s.dots))), len(s.dots)-1); at != s.at {
		s.at = at
		s.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (s *Spinner) CreateRenderer() fyne.WidgetRenderer { return draw(s) }

func (s *Spinner) objects() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, d := range s.dots {
		out = append(out, d)
	}
	return out
}

func (s *Spinner) paint() {
	for i, d := range s.dots {
		d.Hidden = !s.running
		d.FillColor = theme.Color(ColorLine)
		if i == s.at {
			d.FillColor = theme.Color(ColorGreen)
		}
	}
}

func (s *Spinner) arrange(size fyne.Size) {
	x, y := whole((size.Width-s.least().Width)/2), whole((size.Height-spinnerDot)/2)
	for _, d := range s.dots {
		d.Move(fyne.NewPos(x, y))
		d.Resize(fyne.NewSquareSize(spinnerDot))
		x += spinnerDot + spinnerGap
	}
}

func (s *Spinner) least() fyne.Size {
	n := float32(len(s.dots))
	return fyne.NewSize(n*spinnerDot+(n-1)*spinnerGap, spinnerDot)
}
