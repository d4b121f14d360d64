package ui

import (
	"bytes"
	"context"
	"io"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"echostr/internal/reply"
)

// importRules asks for a file of rules and shows what is in it.
func (p *repliesPage) importRules() {
	d := dialog.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		if err != nil || file == nil {
			p.deps.complain(err)
			return
		}
		var text []byte
		p.deps.run(func(context.Context) error {
			defer file.Close()
			var err error
			text, err = io.ReadAll(io.LimitReader(file, reply.MaxDocument+1)) // a longer one is refused when it is read
			return err
		}, func(err error) {
			if err != nil {
				p.deps.complain(err)
				return
			}
			p.offerRules(p.deps.t("replies.import.title"), string(text))
		})
	}, p.deps.window)
	d.SetFilter(storage.NewExtensionFileFilter([]string{".yaml", ".yml", ".txt"}))
	d.SetConfirmText(p.deps.t("replies.import.choose"))
	p.showChooser(d)
}

// exportRules asks for a file and writes the rules to it.
func (p *repliesPage) exportRules() {
	p.flush()
	profile := p.book.profile
	name := p.state.Active().Name
	d := dialog.NewFileSave(func(file fyne.URIWriteCloser, err error) {
		if err != nil || file == nil {
			p.deps.complain(err)
			return
		}
		p.deps.save(func(context.Context) error { return writeRules(p.deps.engine, profile, file) }, func(err error) {
			if err != nil {
				p.deps.complain(err)
				return
			}
			p.deps.layer.Toast(p.deps.t("replies.exported", "file", file.URI().Name()))
		})
	}, p.deps.window)
	d.SetFileName("rules-" + name + ".yaml")
	d.SetConfirmText(p.deps.t("replies.export.choose"))
	p.showChooser(d)
}

// writeRules writes a profile's rules to a file, which is closed.
func writeRules(e ruleEditor, profile string, file io.WriteCloser) error {
	var text bytes.Buffer
	if err := e.ExportRules(profile, &text); err != nil {
		return err // the file stays as it was
	}
	_, err := file.Write(text.Bytes())
	if closed := file.Close(); err == nil {
		err = closed
	}
	return err
}

func (p *repliesPage) showChooser(d *dialog.FileDialog) {
	d.SetDismissText(p.deps.t("kit.cancel"))
	size := p.deps.window.Canvas().Size()
	d.Resize(fyne.NewSize(min(860, size.Width*0.85), min(600, size.Height*0.85)))
	d.Show()
}

// pasteRules shows what rules are on the clipboard.
func (p *repliesPage) pasteRules() { p.offerRules(p.deps.t("replies.paste.title"), p.deps.paste()) }
