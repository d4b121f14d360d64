package ui

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"echostr/internal/ui/kit"
)

// noteMost is how many characters a note may have.
const noteMost = 500

// editNote asks for what shall be noted down on an exchange. An empty note takes it off.
func (d *deps) editNote(id int64) {
	label := d.engine.Label(id)
	editor := kit.NewEditor(label.Note, 5, nil)
	editor.SetMax(noteMost)
	said := kit.NewFlow(18)
	save := kit.NewButton(d.t("note.save"), kit.Primary, nil)
	var dialog *kit.Dialog
	save.OnTapped = func() {
		text := strings.TrimSpace(editor.Text())
		d.save(func(context.Context) error {
			l := d.engine.Label(id) // it may have been pinned meanwhile
			l.Note = text
			return d.engine.SetLabel(id, l)
		}, func(err error) {
			if err != nil {
				said.Set(kit.Span{Text: d.errorText(err), Face: kit.Small.In(kit.ColorRed)})
				return
			}
			dialog.Close()
		})
	}
	dialog = kit.Show(d.window, d.t("note.title", "id", strconv.FormatInt(id, 10)), kit.Column(6, editor, said),
		kit.NewButton(d.t("kit.cancel"), kit.Plain, func() { dialog.Close() }), save).Wide(420)
	d.sendKeys(dialog, save)
	d.window.Canvas().Focus(editor.Entry)
}

// sendKeys lets Ctrl+Enter press a button for as long as its dialog is open. Enter alone
// does not: it is a new line, or ends what an input method composes.
func (d *deps) sendKeys(dialog *kit.Dialog, button *kit.Button) {
	canvas, closed := d.window.Canvas(), dialog.OnClosed
	var keys []fyne.Shortcut
	for _, name := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEnter} {
		keys = append(keys, &desktop.CustomShortcut{KeyName: name, Modifier: fyne.KeyModifierShortcutDefault})
		canvas.AddShortcut(keys[len(keys)-1], func(fyne.Shortcut) {
			if !button.Disabled() {
				button.OnTapped()
			}
		})
	}
	dialog.OnClosed = func() {
		for _, k := range keys {
			canvas.RemoveShortcut(k)
		}
		if closed != nil {
			closed()
		}
	}
}
