package ui

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"echostr/internal/exchange"
	"echostr/internal/ui/kit"
	"echostr/internal/wechat"
)

// envelopePart is one part of what was encrypted, in its order.
type envelopePart struct {
	name  string // key of its word
	bytes int
	value string
}

// envelopeParts are the parts of an envelope, random string to padding.
func (t teller) envelopeParts(x *exchange.Exchange, e *wechat.Envelope) []envelopePart {
	length := binary.BigEndian.AppendUint32(nil, uint32(e.Length))
	return []envelopePart{
		{"random", len(e.Random), visible([]byte(e.Random))},
		{"msg_len", 4, fmt.Sprintf("% X = %d", length, e.Length)},
		{"message", e.Length, shortened(oneLine(t.guard(x, visible(x.Opened.Plain))), 6)},
		{"app_id", len(e.AppID), shortened(oneLine(visible([]byte(e.AppID))), 20)},
		{"padding", e.Padding, fmt.Sprintf("%02X × %d", e.Padding, e.Padding)},
	}
}

// envelope is the strip of an envelope's parts, each with its length and its value, and
// how they add up.
func (p *detail) envelope(x *exchange.Exchange) fyne.CanvasObject {
	t, e := p.teller, x.Opened.Envelope
	var cells []fyne.CanvasObject
	sum := ""
	for i, part := range t.envelopeParts(x, e) {
		if i > 0 {
			sum += " + "
		}
		sum += strconv.Itoa(part.bytes)
		value := part.value
		if value == "" {
			value = t.t("detail.empty")
		}
		name := kit.NewLabel(t.t("detail.part."+part.name)+"  "+t.t("size.bytes", "n", grouped(int64(part.bytes))), kit.Small)
		cells = append(cells, container.NewStack(kit.NewGround(kit.ColorField, 6),
			kit.Inset(5, 9, kit.Column(1, name, kit.NewLabel(value, kit.Code)))))
	}
	foot := t.t("detail.part.sum", "cipher", grouped(int64(e.Cipher)), "sum", sum,
		"characters", grouped(int64(base64.StdEncoding.EncodedLen(e.Cipher))))
	return kit.Column(6, kit.Wrap(6, cells...), kit.NewFlow(18, kit.Span{Text: foot, Face: kit.Small}))
}
