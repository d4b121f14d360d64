package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"echostr/internal/ui/kit"
)

// The forms of a document. A choice is remembered by form, whichever others there are.
const (
	formFirst  = iota // none was chosen yet: whatever stands first
	formFields        // a message's values by name
	formPretty        // set out in lines
	formRaw           // as it came
	formSealed        // the ciphertext and what was in it
	formTable         // of names and values, as a browser's form sends them
	formImage
	formHex
	formRead  // an HTTP request or answer taken apart
	formClear // the reply before it was encrypted
)

// docForm is one way to look at a document.
type docForm struct {
	form int
	word string
	text func() string // to copy; exact
	show func() pane
}

// pane is what a form shows, and the tools for it that stand above; they may be nil.
type pane struct {
	object fyne.CanvasObject
	tools  fyne.CanvasObject
}

// document is what can be looked at in several forms: a choice above, a note and tools
// beside it, a copy button, and the chosen form below. chosen remembers the form.
func (p *detail) document(list []docForm, chosen *int, note string) fyne.CanvasObject {
	d := p.deps
	at := 0
	for i, f := range list {
		if f.form == *chosen {
			at = i
		}
	}
	tools, content := kit.Row(8), container.NewStack()
	copies := kit.NewButton(d.t("kit.copy"), kit.Quiet, func() { d.copied(list[at].text()) })
	show := func() {
		tools.Objects = nil
		if note != "" {
			tools.Add(container.NewCenter(kit.NewLabel(note, kit.Small)))
		}
		shown := list[at].show()
		if shown.tools != nil {
			tools.Add(container.NewCenter(shown.tools))
		}
		tools.Add(container.NewCenter(copies))
		content.Objects = []fyne.CanvasObject{shown.object}
		content.Refresh()
	}
	left := fyne.CanvasObject(kit.NewCutLabel(list[0].word, kit.Small.Bolder().In(kit.ColorText)))
	if len(list) > 1 {
		words := make([]string, len(list))
		for i, f := range list {
			words[i] = f.word
		}
		var bar *fyne.Container
		choice := kit.NewSegmented(words, func(i int) {
			at, *chosen = i, list[i].form
			show()
			bar.Refresh()
		})
		choice.SetChoice(at)
		show()
		bar = container.New(&besideOrBelow{gap: 8}, choice, tools)
		return kit.Dock(kit.InsetSides(10, 0, 16, 16, bar), nil, content)
	}
	show()
	return kit.Dock(kit.InsetSides(10, 0, 16, 16, kit.Spread(8, left, tools)), nil, content)
}
