package ui

import (
	"image/color"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"
)

// chooserShare is how much of the window Fyne's file chooser takes.
const chooserShare = 0.85

// chooseFolder lets a person choose the folder of a path.
func (d *deps) chooseFolder(path string, then func(dir string)) {
	c := dialog.NewFolderOpen(func(dir fyne.ListableURI, err error) {
		switch {
		case err != nil:
			d.complain(err)
		case dir != nil:
			then(dir.Path())
		}
	}, d.window)
	c.SetTitleText(d.t("transfer.choose.folder.title"))
	c.SetConfirmText(d.t("transfer.choose.folder"))
	d.showChooser(c, filepath.Dir(path))
}

// chooseFile lets a person choose a file that can be imported. Fyne opens it; its path is
// all that is wanted.
func (d *deps) chooseFile(dir string, then func(path string)) {
	c := dialog.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		switch {
		case err != nil:
			d.complain(err)
		case file != nil:
			if err := file.Close(); err != nil {
				d.complain(err)
				return
			}
			then(file.URI().Path())
		}
	}, d.window)
	c.SetTitleText(d.t("transfer.choose.file.title"))
	c.SetConfirmText(d.t("transfer.choose.file"))
	d.showChooser(c, dir)
}

// showChooser opens a chooser at a folder. Escape closes it, not the dialog below.
func (d *deps) showChooser(c *dialog.FileDialog, dir string) {
	keys, overlays := d.window.Canvas().OnTypedKey(), d.window.Canvas().Overlays()
	dim := canvas.NewRectangle(color.NRGBA{A: 0x70}) // as our own dialogs: Fyne's has no edge on our ground
	c.SetOnClosed(func() {
		d.window.Canvas().SetOnTypedKey(keys)
		overlays.Remove(dim)
	})
	d.window.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) {
		if e.Name == fyne.KeyEscape {
			c.Dismiss()
		}
	})
	if at, err := storage.ListerForURI(storage.NewFileURI(dir)); err == nil {
		c.SetLocation(at)
	}
	c.SetDismissText(d.t("kit.cancel"))
	c.SetView(dialog.ListView) // the grid leaves the ends of names out
	size := d.window.Canvas().Size()
	c.Resize(fyne.NewSize(min(860, size.Width*chooserShare), min(600, size.Height*chooserShare)))
	overlays.Add(dim)
	dim.Resize(size)
	c.Show()
}

// pathsOf are the files among what was dropped on the window.
func pathsOf(dropped []fyne.URI) (paths []string) {
	for _, u := range dropped {
		if u.Scheme() == "file" {
			paths = append(paths, u.Path())
		}
	}
	return paths
}
