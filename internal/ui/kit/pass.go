package kit

import "fyne.io/fyne/v2"

// pass hands a key that a focused control does not use on to the window.
func pass(w fyne.Widget, e *fyne.KeyEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(w); c != nil && c.OnTypedKey() != nil {
		c.OnTypedKey()(e)
	}
}

// passShortcut hands a shortcut that a focused control does not use on to the window.
func passShortcut(w fyne.Widget, s fyne.Shortcut) {
	if c, ok := fyne.CurrentApp().Driver().CanvasForObject(w).(fyne.Shortcutable); ok {
		c.TypedShortcut(s)
	}
}
