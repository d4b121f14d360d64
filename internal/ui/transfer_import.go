package ui

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"echostr/internal/engine"
	"echostr/internal/ui/kit"
)

// importing is the dialog that records what is in files, or on the clipboard.
type importing struct {
	deps *deps

	path     *kit.Field
	file     *kit.FormField
	form     *fyne.Container
	progress *transferProgress
	result   *fyne.Container

	dialog                                  *kit.Dialog
	start, paste, shut, cancel, again, view *kit.Button
	stop                                    context.CancelFunc // of what is being read
	last                                    int64              // the newest that was recorded
}

// importFile asks for a file and records what is in it.
func (d *deps) importFile() {
	i := newImporting(d)
	d.window.Canvas().Focus(i.path.Entry)
}

// dropped records what is in files that were dropped on the window.
func (d *deps) dropped(paths []string) {
	i := d.importing
	if len(paths) == 0 || i != nil && !i.progress.box.Hidden {
		return // it has its hands full
	}
	if i == nil {
		i = newImporting(d)
	}
	i.path.SetText(paths[0])
	i.read(paths)
}

func newImporting(d *deps) *importing {
	i := &importing{deps: d, stop: func() {}, path: kit.NewField("")}
	i.path.SetPlaceHolder(filepath.Join(d.engine.ExportFolder(), "echostr.har"))
	i.path.OnChanged = func(string) { i.file.SetProblem(kit.LevelNone, "") }
	i.file = kit.NewFormField(d.t("transfer.import.path"), i.path)
	i.file.SetHint(d.t("transfer.import.drop"))
	choose := kit.NewButton(d.t("transfer.choose"), kit.Plain, func() {
		d.chooseFile(d.engine.ExportFolder(), func(path string) {
			i.path.SetText(path)
			i.file.SetProblem(kit.LevelNone, "")
		})
	}).Small()
	i.form = kit.Column(14, kit.NewFlow(20, kit.Span{Text: d.t("transfer.import.text"), Face: kit.Body.In(kit.ColorText2)}),
		besideField(i.file, choose))
	i.progress = newTransferProgress(d, "transfer.reading")
	i.result = kit.Column(10)
	i.start = kit.NewButton(d.t("transfer.import"), kit.Primary, i.fromFile)
	i.paste = kit.NewButton(d.t("transfer.import.from_clipboard"), kit.Plain, i.fromClipboard)
	i.shut = kit.NewButton(d.t("kit.cancel"), kit.Plain, func() { i.dialog.Close() })
	i.cancel = kit.NewButton(d.t("kit.cancel"), kit.Plain, func() { i.stop() })
	i.again = kit.NewButton(d.t("transfer.again"), kit.Plain, func() { i.turn(i.form) })
	i.view = kit.NewButton(d.t("transfer.view"), kit.Primary, func() {
		i.dialog.Close()
		d.choose(i.last)
	})
	i.dialog = kit.Show(d.window, d.t("transfer.import.title"), kit.Column(0, i.form, i.progress.box, i.result),
		i.paste, i.shut, i.cancel, i.again, i.view, i.start)
	d.importing = i
	i.dialog.OnClosed = func() {
		d.importing = nil
		i.stop()
	}
	i.turn(i.form)
	return i
}

// turn shows one of form, progress and result, and the buttons that go with it.
func (i *importing) turn(to *fyne.Container) {
	for _, c := range []*fyne.Container{i.form, i.progress.box, i.result} {
		c.Hidden = c != to
	}
	i.start.Hidden, i.paste.Hidden = to != i.form, to != i.form
	i.cancel.Hidden = to != i.progress.box
	i.again.Hidden, i.view.Hidden = to != i.result, to != i.result
	i.shut.Hidden = to == i.progress.box
	i.shut.SetText(i.deps.t("kit.cancel"))
	if to == i.result {
		i.shut.SetText(i.deps.t("kit.close"))
	}
	i.dialog.Wide(transferWidth)
}

// fromFile reads the file in the field.
func (i *importing) fromFile() {
	path := strings.TrimSpace(i.path.Text())
	if path == "" {
		i.file.SetProblem(kit.LevelError, i.deps.t("transfer.import.no_path"))
		return
	}
	i.read([]string{path})
}

// fromClipboard reads what is on the clipboard. It never passes through a field: a long
// text would hold the window up.
func (i *importing) fromClipboard() {
	d, text := i.deps, i.deps.paste()
	switch start := strings.TrimSpace(text); {
	case start == "":
		i.file.SetProblem(kit.LevelError, d.t("transfer.import.empty"))
		return
	case strings.HasPrefix(start, "curl "):
		i.file.SetProblem(kit.LevelError, d.t("transfer.import.curl"))
		return
	}
	i.work(func(ctx context.Context) []importedFile {
		i.progress.size.Store(int64(len(text)))
		in, err := d.engine.ImportFrom(ctx, strings.NewReader(text), i.progress.hear)
		return []importedFile{{in: in, err: err}}
	})
}

// importedFile is what became of one file.
type importedFile struct {
	name string // "" for the clipboard
	in   engine.Imported
	err  error
}

// read reads files, one after the other.
func (i *importing) read(paths []string) {
	e := i.deps.engine
	i.work(func(ctx context.Context) (out []importedFile) {
		for _, path := range paths {
			at := e.FilePlace(path)
			i.progress.size.Store(at.Size)
			var in engine.Imported
			err := errNoFile
			if at.Fault != engine.FaultFolder { // opening a pipe would wait for somebody who writes, and nothing ends that
				in, err = e.Import(ctx, at.Path, i.progress.hear)
			}
			out = append(out, importedFile{filepath.Base(at.Path), in, err})
			if ctx.Err() != nil {
				break
			}
		}
		return out
	})
}

// work runs an import with its progress in sight, until it is done or was cancelled.
func (i *importing) work(do func(context.Context) []importedFile) {
	d := i.deps
	ctx, stop := context.WithCancel(d.ctx)
	i.stop = stop
	i.progress.begin(false)
	i.turn(i.progress.box)
	var files []importedFile
	d.run(func(context.Context) error {
		defer stop()
		files = do(ctx)
		return nil
	}, func(error) { i.finish(files) })
}

// finish tells what was read, and where and why it ended before its end.
func (i *importing) finish(files []importedFile) {
	d := i.deps
	var sum engine.Imported
	var bad error
	for _, f := range files {
		sum.Count += f.in.Count
		sum.Passed += f.in.Passed
		sum.Failed += f.in.Failed
		sum.Foreign += f.in.Foreign
		sum.Skipped += f.in.Skipped
		i.last = max(i.last, f.in.Last)
		if f.err != nil && bad == nil {
			bad = f.err
		}
	}
	if sum.Count == 0 && sum.Skipped == 0 && len(files) == 1 && bad != nil && !errors.Is(bad, context.Canceled) {
		i.file.SetProblem(kit.LevelError, d.importText(bad))
		i.turn(i.form)
		return
	}
	level, title := kit.LevelGood, d.t("transfer.imported", "n", grouped(int64(sum.Count)))
	switch {
	case sum.Count == 0 && bad == nil && sum.Skipped == 0:
		level, title = kit.LevelNote, d.t("transfer.import.nothing")
	case sum.Count == 0:
		level, title = kit.LevelError, d.t("transfer.import.failed")
	case bad != nil || sum.Skipped > 0:
		level = kit.LevelWarning
	}
	i.result.Objects = nil
	i.result.Add(kit.NewFlow(20, kit.Span{Text: level.Mark() + " ", Face: kit.Code.Sized(13).In(level.Color())}, kit.Span{Text: title, Face: kit.Strong}))
	if sum.Count > 0 {
		i.result.Add(kit.NewFlow(18, kit.Span{Text: d.t("transfer.judged", "passed", grouped(int64(sum.Passed)),
			"failed", grouped(int64(sum.Failed)), "foreign", grouped(int64(sum.Foreign))), Face: kit.Small}))
	}
	if sum.Passed == 0 && sum.Failed > 0 {
		i.result.Add(kit.NewFlow(18, kit.Span{Text: d.t("transfer.judged.none"), Face: kit.Small}))
	}
	for _, f := range files {
		if len(files) > 1 {
			i.result.Add(kit.NewFlow(18, kit.Span{Text: d.t("transfer.imported.file", "file", oneLine(f.name), "n", grouped(int64(f.in.Count))), Face: kit.Small}))
		}
		warn := func(text string) {
			i.result.Add(kit.NewBanner(kit.ColorAmberGround, kit.NewFlow(18, kit.Span{Text: text, Face: kit.Small.In(kit.ColorText)})))
		}
		if text := d.skippedText(f.in); text != "" {
			warn(text)
		}
		if f.err != nil {
			warn(d.importText(f.err))
		}
	}
	i.turn(i.result)
	if sum.Count == 0 {
		i.view.Hide()
		i.dialog.Wide(transferWidth)
	}
}
