package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"echostr/internal/profile"
)

// savedWidth is the list's as it was left, in units, 0 if it never was.
func (p *requestsPage) savedWidth() float32 {
	w := p.state.Settings.Window
	if w.Split <= 0.1 || w.Split >= 0.9 {
		return 0
	}
	return w.Split * w.Width
}

// keepWidth remembers the list's width after it was dragged.
func (p *requestsPage) keepWidth(size float32, stacked bool) {
	all := p.deps.window.Canvas().Size().Width
	if stacked || all <= 0 {
		return
	}
	p.sized = true
	p.deps.command(func(ctx context.Context) error {
		return p.deps.engine.EditSettings(ctx, func(s *profile.Settings) error {
			s.Window.Split = size / all
			return nil
		})
	})
}

// share lays the page out; until somebody drags the line, a wide page gives the list more.
type share struct{ page *requestsPage }

func (l *share) Layout(o []fyne.CanvasObject, s fyne.Size) {
	for _, c := range o {
		c.Resize(s)
	}
	if p := l.page; !p.sized && !p.split.Stacked() {
		p.split.SetSize(min(max(listWidth, s.Width*0.4), listWidthMost))
	}
}

func (l *share) MinSize(o []fyne.CanvasObject) fyne.Size {
	m := fyne.Size{}
	for _, c := range o {
		m = m.Max(c.MinSize())
	}
	return m
}
