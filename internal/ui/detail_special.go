package ui

import (
	"fyne.io/fyne/v2"

	"echostr/internal/exchange"
	"echostr/internal/ui/kit"
)

// specialRows say what was other than usual about an answer, because its rule wanted it so,
// and how the messages that follow it fare.
func (p *detail) specialRows() []tableRow {
	x, t := p.exchange, p.teller
	s := x.Special
	if s == nil {
		return nil
	}
	var rows []tableRow
	add := func(name, value, note string) { rows = append(rows, tableRow{name: name, value: value, note: note}) }
	if s.Step > 0 {
		add(t.t("special.step"), "", t.t("special.step.text", "step", s.Step, "steps", s.Steps))
	}
	switch {
	case s.Gone:
		add(t.t("special.delay"), took(s.Delay), t.t("special.delay.gone"))
	case s.Delay > 0:
		add(t.t("special.delay"), took(s.Delay), t.t("special.delay.text"))
	}
	if s.Fault != "" {
		note := t.t("special.fault.text")
		if s.Moot {
			note = t.t("special.fault.moot")
		}
		add(t.t("special.fault"), t.named("special.fault.", s.Fault), note)
	}
	if s.Closed {
		add(t.t("special.connection"), t.t("special.closed"), t.t("special.closed.text"))
	}
	if f := s.Forward; f != nil {
		note := t.t("special.forward.answered", "status", f.Status, "took", took(f.Took))
		if f.Problem != "" {
			note = t.t("special.forward.failed", "took", took(f.Took))
		}
		add(t.t("special.forward"), f.URL, note)
	}
	return append(rows, p.followupRows(s)...)
}

func (p *detail) followupRows(s *exchange.Special) (rows []tableRow) {
	t := p.teller
	list := p.deps.engine.Followups(p.exchange.ID)
	if s.Followups > 0 && len(list) == 0 { // of an earlier run
		return []tableRow{{name: t.t("special.after"), note: t.t("special.after.count", "count", s.Followups)}}
	}
	for _, f := range list {
		at := f.Ended
		if at.IsZero() {
			at = f.Due
		}
		value := f.Message.Kind
		if f.Message.Text != "" {
			value = f.Message.Text
		}
		rows = append(rows, tableRow{name: t.t("special.after"), value: value,
			note: t.t("special.after.state."+string(f.State), "time", clock(at), "detail", f.Detail)})
	}
	return rows
}

// noAnswer stands where an answer would, when none left: meant or not.
func (p *detail) noAnswer() fyne.CanvasObject {
	t := p.teller
	empty := kit.NewEmptyState(t.t("detail.response.none.title"), t.t("detail.response.none.text"))
	rows := p.specialRows()
	if len(rows) == 0 {
		return empty
	}
	return p.scrolled(kit.Column(14, p.table(rows), p.timing()))
}
