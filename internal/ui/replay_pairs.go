package ui

import (
	"slices"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"echostr/internal/ui/kit"
)

// pair is a name and a value in a table that is edited.
type pair struct {
	name, value string
	from        int // which of the recorded ones it was, -1 for a new one
}

// pairTable is a table of names and values in fields: rows are added, removed and moved.
type pairTable struct {
	deps    *deps
	changed func()
	shy     func(value string) bool // values that are masked until asked for; nil for none
	long    func(name string) bool  // names whose values may have several lines; nil for none
	around  *container.Scroll       // that the table stands in, for the wheel

	lines []*pairLine
	box   *fyne.Container
	root  *fyne.Container
}

// pairLine is one row of a pairTable.
type pairLine struct {
	from   int
	name   *kit.Field
	value  *kit.Field
	text   *kit.Editor // in place of value, for several lines
	kept   string      // a value that is too long to edit
	object fyne.CanvasObject
}

func newPairTable(d *deps, add string, changed func()) *pairTable {
	p := &pairTable{deps: d, changed: changed, box: kit.Column(6)}
	more := kit.NewButton(add, kit.Link, func() {
		l := p.line(pair{from: -1})
		p.lines = append(p.lines, l)
		p.draw()
		p.changed()
		d.window.Canvas().Focus(l.name.Entry)
	}).Small()
	p.root = kit.Column(8, p.box, kit.Row(0, more))
	return p
}

// set shows other rows.
func (p *pairTable) set(pairs []pair) {
	p.lines = nil
	for _, one := range pairs {
		p.lines = append(p.lines, p.line(one))
	}
	p.draw()
}

// pairs are the rows as they are now.
func (p *pairTable) pairs() []pair {
	out := make([]pair, len(p.lines))
	for i, l := range p.lines {
		out[i] = pair{name: l.name.Text(), value: l.words(), from: l.from}
	}
	return out
}

func (l *pairLine) words() string {
	switch {
	case l.text != nil:
		return l.text.Text()
	case l.value != nil:
		return l.value.Text()
	}
	return l.kept
}

func (p *pairTable) draw() {
	p.box.Objects = nil
	for _, l := range p.lines {
		p.box.Add(l.object)
	}
	p.box.Refresh()
}

// pairLongest is how many characters of a value a field takes.
const pairLongest = 4096

// line makes the controls of one row.
func (p *pairTable) line(one pair) *pairLine {
	d := p.deps
	l := &pairLine{from: one.from, name: kit.NewField(one.name)}
	l.name.SetPlaceHolder(d.t("replay.pair.name"))
	l.name.OnChanged = func(string) { p.changed() }
	l.name.SetMax(200)
	var value fyne.CanvasObject
	switch {
	case utf8.RuneCountInString(one.value) > pairLongest || strings.ContainsFunc(one.value, func(r rune) bool { return r < 0x20 && r != '\n' }):
		l.kept = one.value
		value = kit.Inset(4, 8, kit.NewCutLabel(d.t("replay.pair.kept", "n", grouped(int64(utf8.RuneCountInString(one.value)))), kit.Faint))
	case strings.Contains(one.value, "\n") || p.long != nil && p.long(one.name):
		l.text = kit.NewEditor(one.value, min(5, max(2, linesOf(one.value, kit.Body, 300))), func(string) { p.changed() })
		l.text.SetMax(pairLongest)
		value = container.NewStack(l.text, newWheelPass(func() *container.Scroll { return p.around }))
	default:
		if p.shy != nil && p.shy(one.value) {
			l.value = kit.NewSecret(one.value, d.t("kit.show"), d.t("kit.hide"))
		} else {
			l.value = kit.NewField(one.value)
		}
		l.value.SetPlaceHolder(d.t("replay.pair.value"))
		l.value.OnChanged = func(string) { p.changed() }
		value = l.value
	}
	more := kit.NewButton("", kit.Bare, nil).WithIcon(kit.NewIcon(kit.More, kit.ColorText3, 14)).Small()
	more.OnTapped = func() { kit.ShowMenu(more, 0, p.menu(l)...) }
	gone := kit.NewButton("", kit.Bare, func() { p.remove(l) }).WithIcon(kit.NewIcon(kit.Cross, kit.ColorText3, 12)).Small()
	l.object = container.New(pairLayout{}, l.name, value, more, gone)
	return l
}

// menu is what can be done with a row.
func (p *pairTable) menu(l *pairLine) []kit.MenuItem {
	d, at := p.deps, slices.Index(p.lines, l)
	return []kit.MenuItem{
		{Text: d.t("replay.pair.up"), Hint: "Alt+↑", Disabled: at == 0, Act: func() { p.move(l, -1) }},
		{Text: d.t("replay.pair.down"), Hint: "Alt+↓", Disabled: at == len(p.lines)-1, Act: func() { p.move(l, 1) }},
		{Text: d.t("replay.pair.insert"), Act: func() {
			fresh := p.line(pair{from: -1})
			p.lines = slices.Insert(p.lines, slices.Index(p.lines, l)+1, fresh)
			p.draw()
			p.changed()
			d.window.Canvas().Focus(fresh.name.Entry)
		}},
		{},
		{Text: d.t("replay.pair.remove"), Danger: true, Act: func() { p.remove(l) }},
	}
}

func (p *pairTable) remove(l *pairLine) {
	p.lines = slices.DeleteFunc(p.lines, func(o *pairLine) bool { return o == l })
	p.draw()
	p.changed()
}

// move moves a row by one.
func (p *pairTable) move(l *pairLine, by int) {
	at := slices.Index(p.lines, l)
	if to := at + by; at >= 0 && to >= 0 && to < len(p.lines) {
		p.lines[at], p.lines[to] = p.lines[to], p.lines[at]
		p.draw()
		p.changed()
	}
}

// shift moves the row that holds the caret by one; it says whether one does.
func (p *pairTable) shift(focused fyne.Focusable, by int) bool {
	for _, l := range p.lines {
		if focused == fyne.Focusable(l.name.Entry) || l.value != nil && focused == fyne.Focusable(l.value.Entry) ||
			l.text != nil && focused == fyne.Focusable(l.text.Entry) {
			p.move(l, by)
			return true
		}
	}
	return false
}

// blame rings the name of one row, or of none for -1.
func (p *pairTable) blame(row int) {
	for i, l := range p.lines {
		l.name.SetFailed(i == row)
	}
}

// pairLayout sets a name, a value and two buttons in a row; they begin at the same height.
type pairLayout struct{}

const (
	pairGap    = 6
	pairButton = 28
)

func (pairLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	name := float32(int(min(220, max(110, s.Width*0.32))))
	value := s.Width - name - 2*pairButton - 2*pairGap
	x := float32(0)
	for i, w := range []float32{name, value, pairButton, pairButton} {
		h := o[i].MinSize().Height
		if i == 1 {
			h = max(h, s.Height)
		}
		o[i].Move(fyne.NewPos(x, 0))
		o[i].Resize(fyne.NewSize(w, h))
		if x += w; i < 2 {
			x += pairGap
		}
	}
}

func (pairLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(260, max(o[0].MinSize().Height, o[1].MinSize().Height))
}
