// Package xwd reads X window dumps, the format in which Xvfb keeps its screen in a file (-fbdir). A test takes
// its screenshots from that file, and needs no program for them.
package xwd

import (
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"io"
)

// ErrFormat says that the data is no dump, or one of a kind that a 24-bit Xvfb screen never writes.
var ErrFormat = errors.New("xwd: unsupported format")

// header is the part of XWDFileHeader (X11/XWDFile.h, version 7) that every dump has; a window name may follow.
// All fields are big-endian.
type header struct {
	HeaderSize, FileVersion, PixmapFormat, PixmapDepth uint32
	PixmapWidth, PixmapHeight, XOffset, ByteOrder      uint32
	BitmapUnit, BitmapBitOrder, BitmapPad, BitsPerPix  uint32
	BytesPerLine, VisualClass                          uint32
	RedMask, GreenMask, BlueMask                       uint32
	BitsPerRGB, ColormapEntries, ColorsUsed            uint32
	WindowWidth, WindowHeight, WindowX, WindowY        uint32
	WindowBorder                                       uint32
}

const (
	headerSize = 100 // bytes of header
	colorSize  = 12  // bytes of one XWDColor
	maxSide    = 1 << 14
	zPixmap    = 2
	lsbFirst   = 0
)

// Decode reads one dump of 24-bit colour in 32-bit little-endian pixels, as Xvfb writes on a screen of depth 24.
// The picture is opaque. Whatever else comes is an ErrFormat.
func Decode(r io.Reader) (*image.RGBA, error) {
	var h header
	if err := binary.Read(r, binary.BigEndian, &h); err != nil {
		return nil, fmt.Errorf("read header: %w", err)
	}
	if err := h.check(); err != nil {
		return nil, err
	}
	skip := int64(h.HeaderSize-headerSize) + int64(h.ColorsUsed)*colorSize
	if _, err := io.CopyN(io.Discard, r, skip); err != nil {
		return nil, fmt.Errorf("skip colours: %w", err)
	}

	picture := image.NewRGBA(image.Rect(0, 0, int(h.PixmapWidth), int(h.PixmapHeight)))
	line := make([]byte, h.BytesPerLine)
	for y := range int(h.PixmapHeight) {
		if _, err := io.ReadFull(r, line); err != nil {
			return nil, fmt.Errorf("read line %d: %w", y, err)
		}
		to := picture.Pix[y*picture.Stride:]
		for x := range int(h.PixmapWidth) {
			to[4*x], to[4*x+1], to[4*x+2], to[4*x+3] = line[4*x+2], line[4*x+1], line[4*x], 0xff
		}
	}
	return picture, nil
}

// check refuses what Decode would misread, and sizes that no screen has.
func (h *header) check() error {
	switch {
	case h.FileVersion != 7 || h.HeaderSize < headerSize || h.HeaderSize > headerSize+1<<12:
		return fmt.Errorf("%w: no version 7 header", ErrFormat)
	case h.PixmapFormat != zPixmap || h.BitsPerPix != 32 || h.ByteOrder != lsbFirst:
		return fmt.Errorf("%w: pixmap format %d, %d bits per pixel, byte order %d", ErrFormat, h.PixmapFormat, h.BitsPerPix, h.ByteOrder)
	case h.RedMask != 0xff0000 || h.GreenMask != 0xff00 || h.BlueMask != 0xff:
		return fmt.Errorf("%w: masks %06x %06x %06x", ErrFormat, h.RedMask, h.GreenMask, h.BlueMask)
	case h.PixmapWidth == 0 || h.PixmapHeight == 0 || h.PixmapWidth > maxSide || h.PixmapHeight > maxSide:
		return fmt.Errorf("%w: %d by %d pixels", ErrFormat, h.PixmapWidth, h.PixmapHeight)
	case h.BytesPerLine < 4*h.PixmapWidth || h.BytesPerLine > 4*maxSide || h.ColorsUsed > 1<<12:
		return fmt.Errorf("%w: %d bytes a line, %d colours", ErrFormat, h.BytesPerLine, h.ColorsUsed)
	}
	return nil
}
