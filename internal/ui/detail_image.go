package ui

import (
	"bytes"
	"context"
	"errors"
	"image"
	_ "image/gif"  // for image.Decode
	_ "image/jpeg" // likewise
	_ "image/png"  // likewise
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"echostr/internal/ui/kit"
)

// pictureType is what kind of picture bytes begin like; "" for none.
func pictureType(b []byte) string {
	for start, name := range map[string]string{"\x89PNG\r\n\x1a\n": "PNG", "\xff\xd8\xff": "JPEG", "GIF87a": "GIF", "GIF89a": "GIF"} {
		if bytes.HasPrefix(b, []byte(start)) {
			return name
		}
	}
	if len(b) > 12 && string(b[:4]) == "RIFF" && string(b[8:12]) == "WEBP" {
		return "WebP"
	}
	return ""
}

// pixelMax is how many pixels a picture may have; a small file can stand for a huge one.
const pixelMax = 40e6

// The reasons why bytes are not shown as a picture.
var (
	errNoPicture  = errors.New("ui: not a picture that can be shown")
	errHugePixels = errors.New("ui: the picture has too many pixels")
)

// decodePicture reads a picture; any goroutine may call it.
func decodePicture(b []byte) (image.Image, error) {
	c, _, err := image.DecodeConfig(bytes.NewReader(b))
	if err != nil {
		return nil, errNoPicture
	}
	if float64(c.Width)*float64(c.Height) > pixelMax {
		return nil, errHugePixels
	}
	img, _, err := image.Decode(bytes.NewReader(b))
	if err != nil {
		return nil, errNoPicture
	}
	return img, nil
}

// pictureFacts are a picture's measures in words.
func (t teller) pictureFacts(img image.Image, b []byte) string {
	size := img.Bounds().Size()
	return strconv.Itoa(size.X) + "×" + strconv.Itoa(size.Y) + " · " + pictureType(b) + " · " + t.bytes(int64(len(b)))
}

// pictureProblem says why bytes are not shown.
func (t teller) pictureProblem(err error, b []byte) string {
	if errors.Is(err, errHugePixels) {
		return t.t("detail.picture.pixels")
	}
	if kind := pictureType(b); kind != "" {
		return t.t("detail.picture.kind", "kind", kind)
	}
	return t.t("detail.picture.none")
}

// image is a body that is a picture.
func (p *detail) image(body []byte) fyne.CanvasObject {
	t := p.teller
	wait := kit.NewSpinner()
	wait.Start()
	box := container.NewStack(container.NewCenter(wait))
	var img image.Image
	p.deps.run(func(context.Context) (err error) {
		img, err = decodePicture(body)
		return err
	}, func(err error) {
		wait.Stop()
		if err != nil {
			box.Objects = []fyne.CanvasObject{kit.NewEmptyState(t.t("detail.picture.title"), t.pictureProblem(err, body))}
		} else {
			foot := kit.Inset(8, 16, kit.NewLabel(t.pictureFacts(img, body), kit.Small))
			box.Objects = []fyne.CanvasObject{kit.Dock(nil, foot, kit.Inset(12, 16, drawn(img)))}
		}
		box.Refresh()
	})
	return box
}

// drawn is a picture that fits itself into its place, never larger than it is.
func drawn(img image.Image) fyne.CanvasObject {
	c := canvas.NewImageFromImage(img)
	c.FillMode, c.ScaleMode = canvas.ImageFillContain, canvas.ImageScaleSmooth
	return container.New(&natural{size: fyne.NewSize(float32(img.Bounds().Dx()), float32(img.Bounds().Dy()))}, c)
}

// natural is a layout of one picture at its own size, or as large as there is room.
type natural struct{ size, most fyne.Size }

func (n *natural) fit(room fyne.Size) fyne.Size {
	scale := min(1, room.Width/max(1, n.size.Width), room.Height/max(1, n.size.Height))
	return fyne.NewSize(max(1, n.size.Width*scale), max(1, n.size.Height*scale))
}

func (n *natural) Layout(o []fyne.CanvasObject, s fyne.Size) { o[0].Resize(n.fit(s)) }

func (n *natural) MinSize([]fyne.CanvasObject) fyne.Size {
	if n.most.IsZero() {
		return fyne.NewSquareSize(40)
	}
	return n.fit(n.most)
}

// hostIn is the host that a URL names, with its port; "" if it names none.
func hostIn(address string) string {
	scheme, rest, ok := strings.Cut(address, "://")
	if !ok || !strings.EqualFold(scheme, "http") && !strings.EqualFold(scheme, "https") {
		return ""
	}
	if i := strings.IndexAny(rest, `/?#\`); i >= 0 {
		rest = rest[:i]
	}
	return rest[strings.LastIndexByte(rest, '@')+1:]
}
