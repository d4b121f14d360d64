package kit

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// Face is the look of a run of text. Color may be the role of a mark, such as ColorGreen:
// words then take the darker text tone of the same hue.
type Face struct {
	Size  float32
	Color fyne.ThemeColorName
	Bold  bool
	Mono  bool
}

// The faces of the window.
var (
	Body   = Face{Size: 13, Color: ColorText}
	Strong = Face{Size: 13, Color: ColorText, Bold: true}
	Small  = Face{Size: 12, Color: ColorText2}
	Faint  = Face{Size: 12, Color: ColorText3}
	Title  = Face{Size: 15, Color: ColorText, Bold: true}
	Code   = Face{Size: 12, Color: ColorText, Mono: true}
)

// In is f in another colour.
func (f Face) In(color fyne.ThemeColorName) Face {
	f.Color = color
	return f
}

// or is f in another colour if there is one.
func (f Face) or(color fyne.ThemeColorName) Face {
	if color != "" {
		f.Color = color
	}
	return f
}

// Sized is f in another size.
func (f Face) Sized(size float32) Face {
	f.Size = size
	return f
}

// Bolder is f in bold.
func (f Face) Bolder() Face {
	f.Bold = true
	return f
}

// line is the height of a line that stands alone: 18 for text 12, 20 for 13, 23 for 15.
// Whole units keep rows of labels evenly apart.
func (f Face) line() float32 { return float32(math.Ceil(float64(f.Size) * 1.5)) }

func (f Face) style() fyne.TextStyle { return fyne.TextStyle{Bold: f.Bold, Monospace: f.Mono} }

// ink is one run of text. The canvas.Text stays at (0,0) of a container of its own, and
// the container moves: Fyne rounds the size of a text by its position in its parent, so
// anywhere else a fractional position stretches the texture by a pixel and blurs it.
type ink struct {
	box  *fyne.Container
	text *canvas.Text
	face Face
}

func newInk(face Face, align fyne.TextAlign) *ink {
	k := &ink{text: &canvas.Text{Alignment: align}}
	k.box = &fyne.Container{Objects: []fyne.CanvasObject{k.text}}
	k.wear(face)
	return k
}

// wear sets the face and looks its colour up anew.
func (k *ink) wear(face Face) {
	k.face = face
	k.text.TextSize, k.text.TextStyle = face.Size, face.style()
	k.text.Color = theme.Color(wordRole(face.Color))
}

// place puts the run into a box; the text is centred in its height and aligned in its width.
func (k *ink) place(x, y, w, h float32) {
	k.box.Move(fyne.NewPos(x, y))
	k.box.Resize(fyne.NewSize(w, h))
	k.text.Resize(fyne.NewSize(w, h))
}
