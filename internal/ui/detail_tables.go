package ui

import (
	"fyne.io/fyne/v2"

	"echostr/internal/ui/kit"
)

// tableMax is how many lines a table of the detail shows; the raw form has all.
const tableMax = 200

// section is a heading with a copy button, and what stands below it.
func (p *detail) section(key string, copies func() string, content fyne.CanvasObject) fyne.CanvasObject {
	d := p.deps
	head := fyne.CanvasObject(kit.NewLabel(d.t(key), kit.Small.Bolder().In(kit.ColorText)))
	if copies != nil {
		head = kit.Row(8, head, kit.Spring(), kit.NewButton(d.t("kit.copy"), kit.Quiet, func() { d.copied(copies()) }))
	}
	return kit.Column(6, head, content)
}

// tableRow is a name and a value, in tables of the detail. Note follows the value in grey,
// below stands under it.
type tableRow struct {
	name, value, note string
	below             fyne.CanvasObject
}

// table is rows of names and values in a frame of hairlines.
func (p *detail) table(rows []tableRow) fyne.CanvasObject {
	t := p.teller
	var names float32
	for _, r := range rows[:min(len(rows), tableMax)] {
		names = max(names, kit.Width(r.name, kit.Small))
	}
	var steps []kit.Step
	for i, r := range rows {
		if i == tableMax {
			steps = append(steps, kit.Step{Label: "…", Value: kit.NewFlow(18,
				kit.Span{Text: t.t("detail.table.more", "n", grouped(int64(len(rows)-tableMax))), Face: kit.Small})})
			break
		}
		value := p.value(r)
		if r.below != nil {
			value = kit.Column(6, value, r.below)
		}
		steps = append(steps, kit.Step{Label: r.name, Value: value})
	}
	return kit.NewSteps(min(max(names+8, 60), 170), steps...)
}

func (p *detail) value(r tableRow) fyne.CanvasObject {
	t, x := p.teller, p.exchange
	short, cut := cutValue(t.guard(x, visible([]byte(r.value))))
	spans := []kit.Span{{Text: short, Face: kit.Code}}
	if r.value == "" && r.note == "" {
		spans = []kit.Span{{Text: t.t("detail.empty"), Face: kit.Faint}}
	}
	if cut {
		spans = append(spans, kit.Span{Text: "…  " + t.t("detail.value.cut", "size", t.bytes(int64(len(r.value)))), Face: kit.Faint})
	}
	switch {
	case r.note == "":
	case r.value == "":
		spans = []kit.Span{{Text: r.note, Face: kit.Small}}
	default:
		spans = append(spans, kit.Span{Text: "  " + r.note, Face: kit.Small})
	}
	return kit.NewCode(18, spans...)
}
