package ui

import (
	"strconv"

	"fyne.io/fyne/v2"

	"echostr/internal/exchange"
	"echostr/internal/ui/kit"
)

// sideHead is what stands above one side: which request it is, and how it came out.
type sideHead struct {
	box    fyne.CanvasObject
	copies *kit.Button
	mark   *kit.Label
	title  *kit.Label
	says   *kit.Label
}

func newSideHead(d *deps, copies func()) *sideHead {
	h := &sideHead{mark: kit.NewLabel("", kit.Code.Sized(13)), title: kit.NewCutLabel("", kit.Strong), says: kit.NewCutLabel("", kit.Small)}
	h.copies = kit.NewButton(d.t("compare.copy"), kit.Link, copies).Small()
	h.box = kit.Column(0, kit.Spread(8, kit.Beside(h.mark, h.title), h.copies), h.says)
	return h
}

// set shows an exchange.
func (h *sideHead) set(t teller, x *exchange.Exchange) {
	level := levelOf(x)
	mark := level.Mark()
	if level == kit.LevelNone {
		mark = foreignMark
	}
	verdict, tone := t.verdict(x)
	h.mark.Set(mark+" ", kit.Code.Sized(13).In(tone))
	h.title.Set("#"+strconv.FormatInt(x.ID, 10)+"  "+verdict, kit.Strong.In(tone))
	kind, _ := t.kind(x)
	h.says.Set(x.Time.Local().Format("2006-01-02 15:04:05.000")+" · "+kind+" · "+t.say(x), kit.Small)
}
