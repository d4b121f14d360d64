package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"echostr/internal/exchange"
	"echostr/internal/ui/kit"
)

// offers are ways to go on, under the search field while somebody types. Tab takes the one
// that is lit, or the first; Enter only one that is lit, because an input method's Enter
// reaches the field as well. A free word lights none by itself.
type offers struct {
	deps  *deps
	field *kit.Field
	known func() exchange.Known
	take  func(exchange.Completion)

	list  *kit.Suggestions
	all   []exchange.Completion
	at    [2]any // the text and the caret that they were made for
	float *fyne.Container
}

func newOffers(d *deps, field *kit.Field, known func() exchange.Known, take func(exchange.Completion)) *offers {
	o := &offers{deps: d, field: field, known: known, take: take, list: kit.NewSuggestions(d.t("query.foot"))}
	o.list.Hide()
	o.float = container.New(&under{o}, o.list)
	field.Keys, field.Tabs = o.key, o.open
	field.OnCaret = func() {
		if o.open() {
			o.follow()
		}
	}
	field.OnFocus = func(in bool) {
		if !in {
			o.close()
		}
	}
	o.list.OnPicked = func(i int) {
		d.post(func() { // the click itself still takes the caret from the field
			o.deps.window.Canvas().Focus(o.field.Entry)
			o.pick(i)
		})
	}
	return o
}

// object is what floats over the page.
func (o *offers) object() fyne.CanvasObject { return o.float }

func (o *offers) open() bool { return o.list.Visible() }

// keys says whether keys are offered for what was begun.
func (o *offers) keys() bool { return o.open() && o.all[0].Value == "" }

func (o *offers) close() {
	o.at = [2]any{}
	toggle(o.list, false)
}

// follow offers what goes with the place of the caret; nothing where nothing was begun.
func (o *offers) follow() { o.offer(false) }

func (o *offers) offer(asked bool) {
	text, caret := o.field.Text(), o.field.Caret()
	if at := [2]any{text, caret}; at == o.at && o.open() {
		return
	} else {
		o.at = at
	}
	all := exchange.Complete(text, byteAt(text, caret), o.known())
	begun := len(all) > 0 && (all[0].Value != "" || all[0].Replace[0] < byteAt(text, caret))
	if len(all) == 0 || !asked && !begun {
		toggle(o.list, false)
		return
	}
	o.all = all
	rows := make([]kit.Suggestion, len(all))
	for i, c := range all {
		rows[i] = kit.Suggestion{Text: strings.TrimSpace(c.Text), Note: oneLine(c.Label)}
		if c.Value == "" {
			rows[i].Note = o.deps.t("query.key." + string(c.Key))
		}
	}
	lit := -1
	if c := all[0]; c.Value != "" && !c.Guess && c.Replace[0] < byteAt(text, caret) {
		lit = 0
	}
	o.list.Set(rows, lit)
	toggle(o.list, true)
	o.float.Refresh()
}

// key is offered the field's keys first.
func (o *offers) key(name fyne.KeyName) (used bool) {
	if !o.open() {
		if name == fyne.KeyDown {
			o.offer(true)
		}
		return name == fyne.KeyDown && o.open()
	}
	switch name {
	case fyne.KeyDown:
		o.list.Step(1)
	case fyne.KeyUp:
		o.list.Step(-1)
	case fyne.KeyTab:
		o.pick(max(0, o.list.Current()))
	case fyne.KeyEscape:
		o.close()
	case fyne.KeyReturn, fyne.KeyEnter:
		lit := o.list.Current()
		if lit < 0 {
			o.close()
			return false
		}
		o.pick(lit)
	default:
		return false
	}
	return true
}

func (o *offers) pick(i int) {
	if i >= len(o.all) {
		return
	}
	c := o.all[i]
	o.close()
	o.take(c)
}

// under sets the list below the field, and is no larger for it.
type under struct{ offers *offers }

func (u *under) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (u *under) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	driver := fyne.CurrentApp().Driver()
	o := u.offers
	at := driver.AbsolutePositionForObject(o.field).Subtract(driver.AbsolutePositionForObject(o.float))
	m := o.list.MinSize()
	o.list.Move(fyne.NewPos(at.X, at.Y+o.field.Size().Height+3))
	o.list.Resize(fyne.NewSize(min(max(o.field.Size().Width, 320), s.Width-at.X-8), m.Height))
}
