package xwd

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image/color"
	"io"
	"testing"
)

// screen is the header of a 3 by 2 screen as Xvfb writes it: four bytes of window name, two colours, and one
// pixel of padding at the end of each line.
func screen() header {
	return header{
		HeaderSize: headerSize + 4, FileVersion: 7, PixmapFormat: zPixmap, PixmapDepth: 24,
		PixmapWidth: 3, PixmapHeight: 2, BitsPerPix: 32, BytesPerLine: 16,
		RedMask: 0xff0000, GreenMask: 0xff00, BlueMask: 0xff, ColorsUsed: 2,
	}
}

// dump lays out h, its name and colours, and two lines whose first pixels are red and 0x07c160.
func dump(t *testing.T, h header) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := binary.Write(&b, binary.BigEndian, h); err != nil {
		t.Fatal(err)
	}
	b.Write(make([]byte, 4+2*colorSize))
	lines := make([]byte, 32)
	copy(lines, []byte{0, 0, 0xff, 0})
	copy(lines[16:], []byte{0x60, 0xc1, 0x07, 0})
	b.Write(lines)
	return b.Bytes()
}

func TestDecode(t *testing.T) {
	picture, err := Decode(bytes.NewReader(dump(t, screen())))
	if err != nil {
		t.Fatal(err)
	}
	if size := picture.Bounds().Size(); size.X != 3 || size.Y != 2 {
		t.Fatalf("size %v, want 3 by 2", size)
	}
	for _, want := range []struct {
		x, y int
		c    color.RGBA
	}{
		{0, 0, color.RGBA{R: 0xff, A: 0xff}},
		{1, 0, color.RGBA{A: 0xff}},
		{0, 1, color.RGBA{R: 0x07, G: 0xc1, B: 0x60, A: 0xff}},
	} {
		if got := picture.RGBAAt(want.x, want.y); got != want.c {
			t.Errorf("pixel %d,%d is %v, want %v", want.x, want.y, got, want.c)
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, change := range map[string]func(*header){
		"another version":  func(h *header) { h.FileVersion = 6 },
		"a short header":   func(h *header) { h.HeaderSize = 99 },
		"a huge header":    func(h *header) { h.HeaderSize = 1 << 31 },
		"a bitmap":         func(h *header) { h.PixmapFormat = 0 },
		"16 bits a pixel":  func(h *header) { h.BitsPerPix = 16 },
		"big-endian":       func(h *header) { h.ByteOrder = 1 },
		"swapped masks":    func(h *header) { h.RedMask, h.BlueMask = h.BlueMask, h.RedMask },
		"no width":         func(h *header) { h.PixmapWidth = 0 },
		"a huge height":    func(h *header) { h.PixmapHeight = 1 << 30 },
		"lines too short":  func(h *header) { h.BytesPerLine = 8 },
		"too many colours": func(h *header) { h.ColorsUsed = 1 << 30 },
	} {
		t.Run(name, func(t *testing.T) {
			h := screen()
			change(&h)
			if _, err := Decode(bytes.NewReader(dump(t, h))); !errors.Is(err, ErrFormat) {
				t.Errorf("error %v, want ErrFormat", err)
			}
		})
	}
}

func TestDecodeCut(t *testing.T) {
	whole := dump(t, screen())
	for _, length := range []int{0, 50, headerSize + 10, len(whole) - 1} {
		_, err := Decode(bytes.NewReader(whole[:length]))
		if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%d bytes: error %v, want an end of file", length, err)
		}
	}
}
