package ui

import (
	"fyne.io/fyne/v2"

	"echostr/internal/ui/kit"
)

// specialRows say what was other than usual about an answer, because its rule wanted it so.
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
	case s.Gone && s.Forward == nil, s.Gone && s.Delay > 0:
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
		switch {
		case f.Problem != "":
			note = t.t("special.forward.failed", "took", took(f.Took))
		case f.Status == 0:
			note = t.t("special.forward.gone", "took", took(f.Took))
		}
		add(t.t("special.forward"), f.URL, note)
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
	column := kit.Column(14, p.table(rows), p.timing())
	if after := p.afterSection(); after != nil {
		column.Add(after)
	}
	return p.scrolled(column)
}
