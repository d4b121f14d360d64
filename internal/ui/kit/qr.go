package kit

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// QR shows a QR code, always dark on white, whatever the theme: many readers do not take an
// inverted code. A module is a whole number of pixels, so edges are sharp, and four modules
// of white stand around, as the standard asks.
type QR struct {
	widget.BaseWidget
	modules [][]bool
	side    float32
	raster  *canvas.Raster
}

// qrQuiet is the width of the white frame in modules.
const qrQuiet = 4

// NewQR shows modules, row by row, true for dark, in a square of side units.
func NewQR(modules [][]bool, side float32) *QR {
	q := &QR{modules: modules, side: side}
	q.raster = canvas.NewRaster(q.draw)
	q.ExtendBaseWidget(q)
	return q
}

// Modules reads a code from a picture of one pixel for each module, without a frame.
func Modules(img image.Image) [][]bool {
	b := img.Bounds()
	out := make([][]bool, b.Dy())
	for y := range out {
		out[y] = make([]bool, b.Dx())
		for x := range out[y] {
			out[y][x] = color.GrayModel.Convert(img.At(b.Min.X+x, b.Min.Y+y)).(color.Gray).Y < 128
		}
	}
	return out
}

// SetModules shows another code; nil shows a white square.
func (q *QR) SetModules(modules [][]bool) {
	q.modules = modules
	q.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (q *QR) CreateRenderer() fyne.WidgetRenderer { return draw(q) }

func (q *QR) objects() []fyne.CanvasObject { return []fyne.CanvasObject{q.raster} }
func (q *QR) paint()                       {}
func (q *QR) least() fyne.Size             { return fyne.NewSquareSize(q.side) }
func (q *QR) arrange(s fyne.Size) {
	side := whole(min(s.Width, s.Height))
	q.raster.Move(fyne.NewPos(whole((s.Width-side)/2), whole((s.Height-side)/2)))
	q.raster.Resize(fyne.NewSquareSize(side))
}

// draw paints the code into w by h pixels, in the middle, at the largest whole scale. A
// square too small for one pixel a module stays white.
func (q *QR) draw(w, h int) image.Image {
	img := image.NewGray(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = 0xff
	}
	n := len(q.modules)
	if n == 0 {
		return img
	}
	scale := min(w, h) / (n + 2*qrQuiet)
	left, top := (w-n*scale)/2, (h-n*scale)/2
	for y, row := range q.modules {
		for x, dark := range row {
			if !dark {
				continue
			}
			for py := range scale {
				at := img.PixOffset(left+x*scale, top+y*scale+py)
				clear(img.Pix[at : at+scale])
			}
		}
	}
	return img
}
