package ui

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"echostr/internal/archive"
	"echostr/internal/engine"
	"echostr/internal/ui/kit"
)

// exporting is the dialog that writes requests to a file.
type exporting struct {
	deps   *deps
	scopes []engine.Selection
	counts []int // of each scope; -1 while it is being counted
	format archive.Format

	what      *kit.Segmented
	formats   *kit.Rows
	redact    *kit.Switch
	redaction *kit.FormField
	path      *kit.Field
	place     *kit.FormField
	form      *fyne.Container
	progress  *transferProgress
	result    *fyne.Container

	dialog                             *kit.Dialog
	start, copies, shut, path2, cancel *kit.Button
	pause                              *delay
	stop                               context.CancelFunc // of what is being written
	written                            string             // path of the file
}

// export asks where to and how exchanges are written, and writes them.
func (d *deps) export(s engine.Selection) {
	e := &exporting{deps: d, pause: newDelay(d, editPause), stop: func() {}}
	e.offer(s)
	e.build()
	e.show()
	e.count()
	e.look()
}

// offer lists what can be exported: what was asked for first, then more.
func (e *exporting) offer(s engine.Selection) {
	if s.IDs != nil {
		e.scopes, e.counts = append(e.scopes, engine.Selection{IDs: s.IDs}), append(e.counts, len(s.IDs))
	}
	if !s.Filter.Empty() {
		e.scopes, e.counts = append(e.scopes, engine.Selection{Filter: s.Filter}), append(e.counts, -1)
	}
	e.scopes, e.counts = append(e.scopes, engine.Selection{}), append(e.counts, e.deps.engine.Snapshot().Counts.Kept)
}

// scopeWords are the words of the scopes, with their numbers as far as they are known.
func (e *exporting) scopeWords() []string {
	var out []string
	for i, s := range e.scopes {
		key := "transfer.scope.all"
		switch {
		case s.IDs != nil:
			key = "transfer.scope.chosen"
		case !s.Filter.Empty():
			key = "transfer.scope.filter"
		}
		n := "…"
		if e.counts[i] >= 0 {
			n = grouped(int64(e.counts[i]))
		}
		out = append(out, e.deps.t(key, "n", n))
	}
	return out
}

// count counts what passes the filter.
func (e *exporting) count() {
	for i, s := range e.scopes {
		if s.Filter.Empty() {
			continue
		}
		var ids []int64
		e.deps.run(func(ctx context.Context) (err error) {
			ids, err = e.deps.engine.Find(ctx, s.Filter)
			return err
		}, func(err error) {
			if err != nil {
				e.place.SetProblem(kit.LevelError, e.deps.errorText(err))
				return
			}
			e.counts[i] = len(ids)
			e.what.SetWords(e.scopeWords())
			e.allow()
		})
	}
}

func (e *exporting) build() {
	d := e.deps
	e.what = kit.NewSegmented(e.scopeWords(), func(int) { e.allow() })
	formats := archive.Formats()
	e.formats = kit.NewRows(kit.Cols{{Width: 116, Face: kit.Strong}, {Face: kit.Small}}, formatHeight,
		func() int { return len(formats) },
		func(i int, into []kit.Cell) {
			name := formats[i].String()
			into[0].Text, into[1].Text = d.t("transfer.format."+name), d.t("transfer.format."+name+".for")
		})
	e.formats.OnChosen = func(i int) { e.choose(formats[i]) }
	e.redact = kit.NewSwitch(d.t("transfer.redact"), true, func(bool) { e.tellRedaction() })
	e.redaction = kit.NewFormField("", e.redact)
	e.path = kit.NewField(filepath.Join(d.engine.ExportFolder(), e.format.File(d.now().Format("echostr-20060102-150405"))))
	e.path.OnChanged = func(string) { e.pause.call(e.look) }
	e.path.OnSubmitted = func(string) { e.look() }
	e.place = kit.NewFormField(d.t("transfer.path"), e.path)
	choose := kit.NewButton(d.t("transfer.choose"), kit.Plain, func() {
		d.chooseFolder(e.path.Text(), func(dir string) {
			e.path.SetText(filepath.Join(dir, filepath.Base(e.path.Text())))
			e.look()
		})
	}).Small()
	list := kit.Fixed(0, formatHeight*float32(len(formats)), e.formats.Wrapped())
	e.form = kit.Column(14, kit.Labelled(d.t("transfer.scope"), e.what), kit.Labelled(d.t("transfer.format"), list),
		e.redaction, besideField(e.place, choose))
	e.progress = newTransferProgress(d, "transfer.writing")
	e.result = kit.Column(10)
	e.start = kit.NewButton(d.t("transfer.export"), kit.Primary, e.ask)
	e.copies = kit.NewButton(d.t("transfer.to_clipboard"), kit.Plain, e.toClipboard)
	e.shut = kit.NewButton(d.t("kit.cancel"), kit.Plain, func() { e.dialog.Close() })
	e.cancel = kit.NewButton(d.t("kit.cancel"), kit.Plain, func() { e.stop() })
	e.path2 = kit.NewButton(d.t("transfer.copy_path"), kit.Plain, func() { d.copied(e.written) })
	e.formats.Mark(0)
	e.tellRedaction()
}

// formatHeight is that of a line of the list of formats.
const formatHeight = 30

func (e *exporting) show() {
	e.dialog = kit.Show(e.deps.window, e.deps.t("transfer.export.title"),
		kit.Column(0, e.form, e.progress.box, e.result), e.copies, e.shut, e.cancel, e.path2, e.start)
	e.dialog.OnClosed = func() {
		e.pause.drop()
		e.stop()
	}
	e.turn(e.form)
}

// turn shows one of form, progress and result, and the buttons that go with it.
func (e *exporting) turn(to *fyne.Container) {
	for _, c := range []*fyne.Container{e.form, e.progress.box, e.result} {
		c.Hidden = c != to
	}
	e.start.Hidden, e.copies.Hidden = to != e.form, to != e.form
	e.cancel.Hidden = to != e.progress.box
	e.path2.Hidden = to != e.result
	e.shut.Hidden = to == e.progress.box
	e.shut.SetText(e.deps.t("kit.cancel"))
	if to == e.result {
		e.shut.SetText(e.deps.t("kit.close"))
	}
	e.allow()
	e.dialog.Wide(transferWidth)
}

// transferWidth is that of both dialogs.
const transferWidth = 580

// choose takes a format; the name of the file follows.
func (e *exporting) choose(f archive.Format) {
	was := e.format.File("")
	e.format = f
	if base, ok := strings.CutSuffix(e.path.Text(), was); ok {
		e.path.SetText(base + f.File(""))
	}
	e.allow()
	e.look()
}

// allow lights the buttons that can do something now.
func (e *exporting) allow() {
	some := e.counts[max(0, e.what.Choice())] != 0
	light := func(b *kit.Button, on bool) {
		if on {
			b.Enable()
		} else {
			b.Disable()
		}
	}
	light(e.start, some)
	light(e.copies, some && (e.format == archive.Curl || e.format == archive.Raw || e.format == archive.GoTest))
}

// tellRedaction says what the switch does, and warns while it is off.
func (e *exporting) tellRedaction() {
	e.redaction.SetHint(e.deps.t("transfer.redact.hint"))
	if e.redact.On() {
		e.redaction.SetProblem(kit.LevelNone, "")
	} else {
		e.redaction.SetProblem(kit.LevelWarning, e.deps.t("transfer.redact.off"))
	}
}

// look tells what is at the path.
func (e *exporting) look() {
	e.pause.drop()
	path := e.path.Text()
	var at engine.FilePlace
	e.deps.run(func(context.Context) error {
		at = e.deps.engine.FilePlace(path)
		return nil
	}, func(error) {
		if path == e.path.Text() {
			e.tellPlace(at)
		}
	})
}

func (e *exporting) tellPlace(at engine.FilePlace) {
	switch d := e.deps; {
	case at.Fault != engine.FaultNone:
		e.place.SetProblem(kit.LevelError, d.t("transfer.fault."+at.Fault.String()))
	case at.Exists:
		e.place.SetProblem(kit.LevelWarning, d.t("transfer.exists", "size", sizeText(d, at.Size), "time", at.Time.Local().Format("2006-01-02 15:04")))
	default:
		e.place.SetProblem(kit.LevelNone, "")
	}
}

// request is what the form asks for.
func (e *exporting) request() engine.ExportRequest {
	return engine.ExportRequest{Selection: e.scopes[max(0, e.what.Choice())], Format: e.format, Unredacted: !e.redact.On(),
		Version: e.deps.version, Progress: e.progress.hear}
}

// ask writes the file, after a question where one would be replaced.
func (e *exporting) ask() {
	e.pause.drop()
	d, path := e.deps, e.path.Text()
	var at engine.FilePlace
	e.start.Disable()
	d.run(func(context.Context) error {
		at = d.engine.FilePlace(path)
		return nil
	}, func(error) {
		e.allow()
		e.tellPlace(at)
		switch {
		case at.Fault != engine.FaultNone:
		case at.Exists:
			kit.AskDanger(d.window, d.t("transfer.overwrite.title"), d.t("transfer.overwrite.text", "file", filepath.Base(at.Path),
				"size", sizeText(d, at.Size), "time", at.Time.Local().Format("2006-01-02 15:04")),
				d.t("transfer.overwrite"), d.t("kit.cancel"), func() { e.write(at.Path) })
		default:
			e.write(at.Path)
		}
	})
}

// write writes the file.
func (e *exporting) write(path string) {
	r := e.request()
	e.work(func(ctx context.Context) (archive.Summary, error) { return e.deps.engine.Export(ctx, path, r) },
		func(s archive.Summary) {
			e.written = path
			e.finish(s)
		})
}

// work runs an export with its progress in sight, until it is done or was cancelled.
func (e *exporting) work(do func(context.Context) (archive.Summary, error), done func(archive.Summary)) {
	d := e.deps
	ctx, stop := context.WithCancel(d.ctx)
	e.stop = stop
	e.progress.begin(e.redact.On())
	e.turn(e.progress.box)
	var sum archive.Summary
	d.run(func(context.Context) (err error) {
		defer stop()
		sum, err = do(ctx)
		return err
	}, func(err error) {
		if err != nil {
			e.turn(e.form)
			e.place.SetProblem(kit.LevelError, d.exportText(err))
			return
		}
		done(sum)
	})
}

// toClipboard writes to the clipboard instead, as far as it takes so much.
func (e *exporting) toClipboard() {
	var text clipText
	r := e.request()
	e.work(func(ctx context.Context) (archive.Summary, error) { return e.deps.engine.ExportTo(ctx, &text, r) },
		func(s archive.Summary) {
			e.deps.clip(text.text.String())
			e.dialog.Close()
			e.deps.layer.Toast(e.deps.t("transfer.copied", "n", grouped(int64(s.Exchanges)), "size", sizeText(e.deps, s.Bytes)))
		})
}

// clipText takes text up to what the clipboard is given.
type clipText struct{ text bytes.Buffer }

// Write fails with errTooLong beyond the limit.
func (t *clipText) Write(p []byte) (int, error) {
	if t.text.Len()+len(p) > clipboardMost {
		return 0, errTooLong
	}
	return t.text.Write(p)
}
