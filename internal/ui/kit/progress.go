package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Progress is a thin bar of how much is done.
type Progress struct {
	widget.BaseWidget
	value       float32
	track, done *crisp
}

// progressHeight is that of the bar.
const progressHeight = 4

// NewProgress makes a bar at 0.
func NewProgress() *Progress {
	p := &Progress{track: newCrisp(progressHeight / 2), done: newCrisp(progressHeight / 2)}
	p.ExtendBaseWidget(p)
	return p
}

// SetValue sets the share that is done, from 0 to 1.
func (p *Progress) SetValue(share float64) {
	v := float32(min(1, max(0, share)))
	if v != p.value {
		p.value = v
		p.Refresh()
	}
}

// Value is the share that is done.
func (p *Progress) Value() float64 { return float64(p.value) }

// CreateRenderer implements fyne.Widget.
func (p *Progress) CreateRenderer() fyne.WidgetRenderer { return draw(p) }

func (p *Progress) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{p.track.object(), p.done.object()}
}

func (p *Progress) paint() {
	p.track.tint(theme.Color(ColorLine), color.Transparent)
	p.done.tint(theme.Color(ColorGreen), color.Transparent)
	p.done.Hidden = p.value == 0
}

func (p *Progress) arrange(s fyne.Size) {
	y := whole((s.Height - progressHeight) / 2)
	for _, c := range []*crisp{p.track, p.done} {
		c.Move(fyne.NewPos(0, y))
	}
	p.track.Resize(fyne.NewSize(s.Width, progressHeight))
	p.done.Resize(fyne.NewSize(whole(max(progressHeight, s.Width*p.value)), progressHeight))
}

func (p *Progress) least() fyne.Size { return fyne.NewSize(60, progressHeight) }
