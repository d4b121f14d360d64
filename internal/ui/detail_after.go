package ui

import (
	"cmp"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"echostr/internal/engine"
	"echostr/internal/reply"
	"echostr/internal/ui/kit"
)

// sequels are the customer-service messages after an answer, as they are shown.
type sequels struct {
	list []engine.Followup
	box  *fyne.Container // holds their table
}

// afterSection is what became of the customer-service messages that were to follow the
// answer; nil when there were none.
func (p *detail) afterSection() fyne.CanvasObject {
	x := p.exchange
	p.after = sequels{}
	if x.Special == nil || x.Special.Followups == 0 {
		return nil
	}
	p.after.box = container.NewStack()
	p.fillAfter(p.deps.engine.Followups(x.ID))
	return p.section("special.after", nil, p.after.box)
}

// followAfter shows how the messages fare now.
func (p *detail) followAfter() {
	if p.exchange == nil || p.after.box == nil {
		return
	}
	same := func(a, b engine.Followup) bool {
		return a.State == b.State && a.Due.Equal(b.Due) && a.Detail == b.Detail
	}
	if now := p.deps.engine.Followups(p.exchange.ID); !slices.EqualFunc(now, p.after.list, same) {
		p.fillAfter(now)
		p.pane.Refresh()
	}
}

func (p *detail) fillAfter(list []engine.Followup) {
	t := p.teller
	p.after.list = list
	var rows []tableRow
	for _, f := range list {
		at := f.Ended
		if at.IsZero() {
			at = f.Due
		}
		kind, fate := t.named("replies.kind.", f.Message.Kind), t.t("special.after.state."+string(f.State), "time", clock(at), "detail", f.Detail)
		value := gistOf(&f.Message)
		if value == "" {
			value = kind
		} else {
			fate = kind + " · " + fate
		}
		rows = append(rows, tableRow{name: clock(f.Due), value: value, below: kit.NewFlow(18, prose(fate, kit.Small)...)})
	}
	if len(rows) == 0 { // of an earlier run, or long ago
		count := strconv.Itoa(p.exchange.Special.Followups)
		p.after.box.Objects = []fyne.CanvasObject{kit.NewFlow(18, prose(t.t("special.after.count", "count", count), kit.Small)...)}
	} else {
		p.after.box.Objects = []fyne.CanvasObject{p.table(rows)}
	}
	p.after.box.Refresh()
}

// gistOf is what a customer-service message is known by.
func gistOf(m *reply.CustomerMessage) string {
	article := ""
	if len(m.Articles) > 0 {
		article = m.Articles[0].Title
	}
	return cmp.Or(m.Text, m.Title, article, m.MediaID, m.Page)
}
