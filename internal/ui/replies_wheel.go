package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"echostr/internal/ui/kit"
)

// wheelPass lies unseen over an editor and hands the wheel on to the scroll around it;
// an editor takes the wheel even where all of its text is in sight. It takes nothing else:
// clicks and keys look for objects that want them, and this wants the wheel alone.
type wheelPass struct {
	widget.BaseWidget
	to    func() *container.Scroll
	first func(e *fyne.ScrollEvent) bool // takes the wheel as long as it has use for it; may be nil
}

func newWheelPass(to func() *container.Scroll) *wheelPass {
	w := &wheelPass{to: to}
	w.ExtendBaseWidget(w)
	return w
}

// CreateRenderer implements fyne.Widget.
func (w *wheelPass) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewWithoutLayout())
}

// Scrolled implements fyne.Scrollable.
func (w *wheelPass) Scrolled(e *fyne.ScrollEvent) {
	if w.first != nil && w.first(e) {
		return
	}
	if s := w.to(); s != nil {
		s.Scrolled(e)
	}
}

// linesOf is how many lines a text takes in a face, about, where each is so wide. It errs
// to more.
func linesOf(text string, face kit.Face, width float32) (lines int) {
	for line := range strings.SplitSeq(text, "\n") {
		lines += 1 + int(kit.Width(line, face)*1.05/width)
	}
	return lines
}
