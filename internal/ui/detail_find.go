package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"echostr/internal/ui/kit"
)

// findBar searches a code view: a field, how many places there are, and the way from one
// to the next. It stands above the view while it is open.
type findBar struct {
	deps  *deps
	view  *kit.CodeView
	field *kit.Field
	count *kit.Label
	box   *fyne.Container
}

func newFindBar(d *deps, view *kit.CodeView) *findBar {
	b := &findBar{deps: d, view: view, field: kit.NewField("").Plain(), count: kit.NewLabel("", kit.Small)}
	b.field.SetPlaceHolder(d.t("detail.find.placeholder"))
	b.field.OnChanged = func(words string) {
		view.Find(words)
		b.tell()
	}
	b.field.OnSubmitted = func(string) { b.next() }
	b.field.Keys = b.key
	b.field.Shortcuts = func(s fyne.Shortcut) bool {
		custom, ok := s.(*desktop.CustomShortcut)
		again := ok && custom.KeyName == fyne.KeyF && custom.Modifier == fyne.KeyModifierShortcutDefault
		if again {
			b.open()
		}
		return again
	}
	step := func(icon fyne.Resource, tip string, act func()) fyne.CanvasObject {
		return d.layer.Tip(kit.NewButton("", kit.Bare, act).Small().WithIcon(kit.NewIcon(icon, kit.ColorText2, 13)), tip)
	}
	right := kit.Row(2, container.NewCenter(b.count), step(kit.Up, d.t("detail.find.previous"), b.previous),
		step(kit.Down, d.t("detail.find.next"), b.next), step(kit.Cross, d.t("kit.close"), b.close))
	b.box = container.NewStack(kit.InsetSides(6, 2, 16, 16, kit.Spread(6, b.field, right)))
	b.box.Hide()
	return b
}

// key handles what a search has for keys beyond those of a field.
func (b *findBar) key(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyEscape:
		b.close()
	case fyne.KeyDown, fyne.KeyF3:
		b.next()
	case fyne.KeyUp:
		b.previous()
	default:
		return false
	}
	return true
}

func (b *findBar) toggle() {
	if b.box.Visible() {
		b.close()
		return
	}
	b.open()
}

// open puts the caret into the field, with what was looked for last chosen.
func (b *findBar) open() {
	if !b.box.Visible() {
		b.box.Show()
		b.view.Find(b.field.Text())
	}
	b.deps.window.Canvas().Focus(b.field.Entry) // the field itself does not know its window before it is drawn
	b.field.Entry.TypedShortcut(&fyne.ShortcutSelectAll{})
	b.tell()
}

func (b *findBar) close() {
	b.deps.layer.Close() // the tip
	b.view.Find("")
	b.box.Hide()
	b.deps.window.Canvas().Focus(b.view)
}

func (b *findBar) next() {
	b.view.FindNext()
	b.tell()
}

func (b *findBar) previous() {
	b.view.FindPrevious()
	b.tell()
}

// tell shows which place of how many is the current one.
func (b *findBar) tell() {
	at, of := b.view.Found()
	words, face := "", kit.Small
	switch {
	case of >= kit.FindMax:
		words = b.deps.t("detail.find.many", "at", grouped(int64(at)), "of", grouped(int64(of)))
	case of > 0:
		words = grouped(int64(at)) + "/" + grouped(int64(of))
	case b.field.Text() != "":
		words, face = b.deps.t("detail.find.none"), kit.Small.In(kit.ColorRed)
	}
	b.count.Set(words, face)
	b.box.Refresh()
}
