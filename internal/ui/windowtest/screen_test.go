//go:build window

package windowtest

import (
	"bufio"
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"echostr/internal/ui/windowtest/xwd"
)

// patience is how long a test waits for what must happen. It is generous: the screen is
// drawn by the processor, and the processor may be shared.
const patience = 60 * time.Second

// pollGap is the time between two looks at what cannot tell of itself.
const pollGap = 30 * time.Millisecond

// await looks until ok holds, and fails the test when that takes too long.
func await(t *testing.T, what string, ok func() bool) {
	t.Helper()
	tick := time.NewTicker(pollGap)
	defer tick.Stop()
	for end := time.Now().Add(patience); ; {
		if ok() {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("waited %v in vain: %s", patience, what)
		}
		<-tick.C
	}
}

// screenshot is all that the X server shows.
func screenshot(t *testing.T) *image.RGBA {
	t.Helper()
	f, err := os.Open(os.Getenv("ECHOSTR_FRAMEBUFFER"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	picture, err := xwd.Decode(bufio.NewReaderSize(f, 1<<20))
	if err != nil {
		t.Fatal(err)
	}
	return picture
}

// calm is how long a part of the screen must stay as it is to count as drawn.
const calm = 120 * time.Millisecond

// drawn waits until a part of the screen changes no more and returns it; something that
// never rests, as a caret, is waited for only so long.
func drawn(t *testing.T, at image.Rectangle, longest time.Duration) *image.RGBA {
	t.Helper()
	tick := time.NewTicker(pollGap)
	defer tick.Stop()
	last, since, end := cut(screenshot(t), at), time.Now(), time.Now().Add(longest)
	for {
		<-tick.C
		now := time.Now()
		next := cut(screenshot(t), at)
		switch {
		case !bytes.Equal(last.Pix, next.Pix):
			last, since = next, now
		case now.Sub(since) >= calm:
			return last
		}
		if now.After(end) {
			return next
		}
	}
}

// cut copies a part of a picture.
func cut(from *image.RGBA, at image.Rectangle) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, at.Dx(), at.Dy()))
	draw.Draw(out, out.Rect, from, at.Min, draw.Src)
	return out
}

// shotsDir is where pictures go: ECHOSTR_SHOTS, else a directory that goes with the test.
func shotsDir(t *testing.T) string {
	t.Helper()
	if dir := os.Getenv("ECHOSTR_SHOTS"); dir != "" {
		return dir
	}
	return t.TempDir()
}

// save writes a picture as a PNG.
func save(dir, name string, picture image.Image) error {
	f, err := os.Create(filepath.Join(dir, name+".png"))
	if err != nil {
		return err
	}
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(f, picture); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// count says how many pixels of a part of a picture are close to a colour.
func count(p *image.RGBA, at image.Rectangle, want color.Color) int {
	r, g, b, _ := want.RGBA()
	n := 0
	for y := at.Min.Y; y < at.Max.Y; y++ {
		for x := at.Min.X; x < at.Max.X; x++ {
			if !(image.Point{X: x, Y: y}).In(p.Rect) {
				continue
			}
			c := p.RGBAAt(x, y)
			if near(c.R, r) && near(c.G, g) && near(c.B, b) {
				n++
			}
		}
	}
	return n
}

// near allows for thin strokes, whose every pixel is blended with what lies below.
func near(is uint8, want uint32) bool {
	d := int(is) - int(want>>8)
	return d > -48 && d < 48
}

// tones says how many different colours a picture has, up to a limit: an empty window has
// one.
func tones(p *image.RGBA, limit int) int {
	found := map[color.RGBA]bool{}
	for i := 0; i+3 < len(p.Pix) && len(found) < limit; i += 4 {
		found[color.RGBA{R: p.Pix[i], G: p.Pix[i+1], B: p.Pix[i+2], A: 255}] = true
	}
	return len(found)
}
