package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// start begins an app of the test driver with the kit's theme.
func start(t testing.TB, mode Mode) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(&Theme{Mode: mode})
}

// shown puts content into a window. The size is set
// twice: text that flows knows its height only after it has had its width, and the driver
// of the tests has no loop that would come back for it.
func shown(t testing.TB, w, h float32, content fyne.CanvasObject) fyne.Window {
	t.Helper()
	window := test.NewTempWindow(t, content)
	window.SetPadded(false)
	window.Resize(fyne.NewSize(w, h))
	settle(window)
	return window
}

// settle lays the window out again, as the loop of a real driver does.
func settle(window fyne.Window) {
	size := window.Canvas().Size()
	for range 3 {
		window.Content().Resize(size.SubtractWidthHeight(1, 1))
		window.Content().Resize(size)
	}
}

// press types keys into what has the focus, or into the window.
func press(window fyne.Window, keys ...fyne.KeyName) {
	for _, k := range keys {
		e := &fyne.KeyEvent{Name: k}
		if f := window.Canvas().Focused(); f != nil {
			f.TypedKey(e)
		} else if typed := window.Canvas().OnTypedKey(); typed != nil {
			typed(e)
		}
	}
}

// tapAt taps the middle of an object, or a place in it if one is given.
func tapAt(window fyne.Window, o fyne.CanvasObject, at ...fyne.Position) {
	p := fyne.NewPos(o.Size().Width/2, o.Size().Height/2)
	if len(at) > 0 {
		p = at[0]
	}
	// The driver of the tests reports positions within an interactive area of its own.
	inset, _ := window.Canvas().InteractiveArea()
	abs := fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Add(inset)
	test.TapCanvas(window.Canvas(), abs.Add(p))
}
