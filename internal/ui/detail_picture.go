package ui

import (
	"context"
	"errors"
	"image"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"echostr/internal/engine"
	"echostr/internal/ui/kit"
)

// linkedPicture is one that a message names by its URL. It is fetched only when a person asks
// for it: whoever sent the message would learn of it.
type linkedPicture struct {
	deps    *deps
	teller  teller
	address string
	host    string

	loading bool
	img     image.Image // nil until it was fetched
	facts   string
	problem string
	box     *fyne.Container
}

// namesPicture says whether a field of that name holds the URL of a picture.
func namesPicture(path string) bool {
	switch path[strings.LastIndexByte(path, '.')+1:] {
	case "PicUrl", "ThumbMediaUrl", "ThumbUrl", "HeadImgUrl", "HeadImageUrl", "SmallHeadImgUrl", "BigHeadImgUrl":
		return true
	}
	return false
}

// pictureOf is the picture behind a URL, the same as before while the exchange is shown;
// nil where the URL names no host.
func (p *detail) pictureOf(address string) *linkedPicture {
	if one, ok := p.pictures[address]; ok {
		return one
	}
	host := hostIn(strings.TrimSpace(address))
	if host == "" {
		return nil
	}
	one := &linkedPicture{deps: p.deps, teller: p.teller, address: strings.TrimSpace(address), host: shortened(oneLine(visible([]byte(host))), 24), box: kit.Column(4)}
	one.show()
	if p.pictures == nil {
		p.pictures = map[string]*linkedPicture{}
	}
	p.pictures[address] = one
	return one
}

// pictureRoom is how large a picture among the fields may be.
var pictureRoom = fyne.NewSize(320, 220)

// show shows the picture, or what stands in its place.
func (c *linkedPicture) show() {
	t := c.teller
	load := func(key string) fyne.CanvasObject {
		b := kit.NewButton(t.t(key, "host", c.host), kit.Plain, c.load).Small()
		if c.loading {
			b.Disable()
		}
		return kit.Row(0, b)
	}
	c.box.Objects = nil
	switch {
	case c.loading:
		c.box.Add(load("detail.picture.loading"))
	case c.img != nil:
		drawn := canvas.NewImageFromImage(c.img)
		drawn.FillMode, drawn.ScaleMode = canvas.ImageFillContain, canvas.ImageScaleSmooth
		size := c.img.Bounds().Size()
		fit := container.New(&natural{size: fyne.NewSize(float32(size.X), float32(size.Y)), most: pictureRoom}, drawn)
		c.box.Add(kit.Row(0, fit))
		c.box.Add(kit.NewFlow(18, kit.Span{Text: c.facts, Face: kit.Small}))
	case c.problem != "":
		c.box.Add(kit.NewFlow(18, kit.Span{Text: kit.LevelError.Mark() + " ", Face: kit.Code.In(kit.ColorRed)}, kit.Span{Text: c.problem, Face: kit.Small.In(kit.ColorRed)}))
		c.box.Add(load("detail.picture.again"))
	default:
		c.box.Add(load("detail.picture.load"))
	}
	c.box.Refresh()
}

func (c *linkedPicture) load() {
	c.loading = true
	c.show()
	var body []byte
	var img image.Image
	c.deps.run(func(ctx context.Context) (err error) {
		if body, err = c.deps.engine.Picture(ctx, c.address); err != nil {
			return err
		}
		img, err = decodePicture(body)
		return err
	}, func(err error) {
		c.loading, c.problem = false, ""
		if err != nil {
			c.problem = c.words(err, body)
		} else {
			c.img, c.facts = img, c.teller.pictureFacts(img, body)+" · "+c.host
		}
		c.show()
	})
}

// words says why a picture did not come.
func (c *linkedPicture) words(err error, body []byte) string {
	t := c.teller
	if errors.Is(err, errNoPicture) || errors.Is(err, errHugePixels) {
		return t.pictureProblem(err, body)
	}
	var e *engine.PictureError
	if !errors.As(err, &e) {
		return c.deps.errorText(err)
	}
	switch e.Problem {
	case "address":
		return t.t("detail.picture.address")
	case "private":
		return t.t("detail.picture.private", "host", c.host)
	case "timeout":
		return t.t("detail.picture.timeout", "host", c.host)
	case "status":
		return t.t("detail.picture.status", "host", c.host, "status", strconv.Itoa(e.Status))
	case "too_large":
		return t.t("detail.picture.too_large", "limit", t.bytes(engine.PictureMax))
	}
	return t.t("detail.picture.unreachable", "host", c.host)
}
