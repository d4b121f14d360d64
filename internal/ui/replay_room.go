package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// replayWidest is how wide the dialog gets at most, in units.
const replayWidest = 1280

// newReplayRoom makes content as high as the window lets a dialog be.
func newReplayRoom(w fyne.Window, content fyne.CanvasObject) fyne.CanvasObject {
	return container.New(&replayRoom{w}, content)
}

type replayRoom struct{ window fyne.Window }

// replayFrame is what the dialog takes of the window's height around its content: the
// distance to the edges, the title and the buttons.
const (
	replayFrame   = 2*16 + 47 + 60
	replayHighest = 900
)

func (r *replayRoom) Layout(o []fyne.CanvasObject, s fyne.Size) { o[0].Resize(s) }

func (r *replayRoom) MinSize(o []fyne.CanvasObject) fyne.Size {
	high := min(replayHighest, r.window.Canvas().Size().Height-replayFrame)
	return fyne.NewSize(o[0].MinSize().Width, max(300, high))
}

// newReplayColumns sets what is sent left of where, how often and how it went.
func newReplayColumns(left, right fyne.CanvasObject) fyne.CanvasObject {
	return container.New(replayColumnsLayout{}, left, right)
}

type replayColumnsLayout struct{}

const (
	replayBetween   = 24 // the gap between the columns
	replayRight     = 360
	replayRightMost = 480
)

func (replayColumnsLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	right := float32(int(min(replayRightMost, max(replayRight, s.Width*0.4))))
	o[0].Resize(fyne.NewSize(s.Width-right-replayBetween, s.Height))
	o[1].Move(fyne.NewPos(s.Width-right, 0))
	o[1].Resize(fyne.NewSize(right, s.Height))
}

func (replayColumnsLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(2*replayRight, 300)
}
