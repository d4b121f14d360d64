package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Fold is a part of a form below a line of words that shows and hides it. The words may
// say in short what is inside while it is hidden.
type Fold struct {
	widget.BaseWidget
	// OnTurned hears that a person opened or closed it.
	OnTurned func(open bool)

	title  string
	gist   string
	open   bool
	button *Button
	words  *Label
	body   fyne.CanvasObject
	box    *fyne.Container
}

// NewFold makes a closed one.
func NewFold(title string, body fyne.CanvasObject) *Fold {
	f := &Fold{title: title, body: body, words: NewCutLabel("", Faint)}
	f.button = NewButton(title, Bare, func() {
		f.SetOpen(!f.open)
		if f.OnTurned != nil {
			f.OnTurned(f.open)
		}
	}).Small().WithIcon(NewIcon(Next, ColorText2, 12))
	f.box = Column(8, Beside(f.button, f.words), body)
	body.Hide()
	f.ExtendBaseWidget(f)
	return f
}

// SetOpen opens or closes it without telling OnTurned.
func (f *Fold) SetOpen(open bool) {
	if f.open == open {
		return
	}
	f.open = open
	icon := Next
	if open {
		icon = Down
		f.body.Show()
	} else {
		f.body.Hide()
	}
	f.button.SetIcon(NewIcon(icon, ColorText2, 12))
	f.say()
}

// Open says whether the body is shown.
func (f *Fold) Open() bool { return f.open }

// SetGist says in short what is inside; it is shown while the body is not.
func (f *Fold) SetGist(text string) {
	if f.gist != text {
		f.gist = text
		f.say()
	}
}

func (f *Fold) say() {
	text := f.gist
	if f.open {
		text = ""
	}
	f.words.Set(text, Faint)
	f.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (f *Fold) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(f.box) }
