package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// NewBubble is a message as a chat shows it: one's own at the right on green, the other's
// at the left on the panel colour. It takes at most four fifths of the width.
func NewBubble(text string, own bool) fyne.CanvasObject {
	words := ColorText
	if own {
		words = ColorOnBubble
	}
	return NewSpanBubble(own, Span{Text: text, Face: Body.In(words)})
}

// NewSpanBubble is a bubble of runs of text, such as words with links among them.
func NewSpanBubble(own bool, spans ...Span) fyne.CanvasObject {
	ground := ColorPanel
	if own {
		ground = ColorBubble
	}
	flow := NewFlow(20, spans...)
	return container.New(&bubble{flow: flow, own: own},
		container.NewStack(NewGround(ground, 8), Inset(8, 12, flow)))
}

// bubble is as wide as its words, up to a share of the width.
type bubble struct {
	flow  *Flow
	own   bool
	width float32 // of the last layout
}

func (b *bubble) Layout(o []fyne.CanvasObject, s fyne.Size) {
	b.width = s.Width
	w := whole(min(b.flow.natural()+24+1, s.Width*0.8))
	o[0].Resize(fyne.NewSize(w, s.Height)) // the words need the width before they know their height
	o[0].Resize(fyne.NewSize(w, o[0].MinSize().Height))
	x := float32(0)
	if b.own {
		x = s.Width - w
	}
	o[0].Move(fyne.NewPos(whole(x), 0))
}

func (b *bubble) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

// NewCardBubble is a card as a chat shows it, such as of an article or a song: content on
// the panel colour, of a width, at the side of the one who sends it.
func NewCardBubble(width float32, own bool, content fyne.CanvasObject) fyne.CanvasObject {
	return container.New(&cardBubble{width: width, own: own}, container.NewStack(NewGround(ColorPanel, 8), content))
}

type cardBubble struct {
	width float32
	own   bool
}

func (b *cardBubble) Layout(o []fyne.CanvasObject, s fyne.Size) {
	w := whole(min(b.width, s.Width))
	o[0].Resize(fyne.NewSize(w, s.Height)) // words need the width before they know their height
	o[0].Resize(fyne.NewSize(w, o[0].MinSize().Height))
	x := float32(0)
	if b.own {
		x = s.Width - w
	}
	o[0].Move(fyne.NewPos(whole(x), 0))
}

func (b *cardBubble) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(min(b.width, 80), o[0].MinSize().Height)
}
