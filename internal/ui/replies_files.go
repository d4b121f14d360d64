package ui

import (
	"context"
	"io"
	"strings"

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
	d.SetTitleText(p.deps.t("replies.import.title"))
	d.SetConfirmText(p.deps.t("replies.import.choose"))
	p.deps.showChooser(d, p.deps.engine.ExportFolder())
}

// exportRules asks for a file and writes the rules to it.
func (p *repliesPage) exportRules() {
	p.withText(func(text string) {
		d := dialog.NewFileSave(func(file fyne.URIWriteCloser, err error) {
			if err != nil || file == nil {
				p.deps.complain(err)
				return
			}
			p.deps.save(func(context.Context) error { return writeText(file, text) }, func(err error) {
				if err != nil {
					p.deps.complain(err)
					return
				}
				p.deps.layer.Toast(p.deps.t("replies.exported", "file", file.URI().Name()))
			})
		}, p.deps.window)
		d.SetFileName("rules-" + fileWord(p.state.Active().Name) + ".yaml")
		d.SetTitleText(p.deps.t("replies.export.title"))
		d.SetConfirmText(p.deps.t("replies.export.choose"))
		p.deps.showChooser(d, p.deps.engine.ExportFolder())
	})
}

// fileWord is a name without what cannot stand in the name of a file.
func fileWord(name string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '-'
		}
		return r
	}, name)
}

// writeText writes a text to a file, which is closed.
func writeText(file io.WriteCloser, text string) error {
	_, err := io.WriteString(file, text)
	if closed := file.Close(); err == nil {
		err = closed
	}
	return err
}

// pasteRules shows what rules are on the clipboard.
func (p *repliesPage) pasteRules() { p.offerRules(p.deps.t("replies.paste.title"), p.deps.paste()) }
