package kit

import (
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// FieldEntry is the entry inside a Field.
type FieldEntry struct {
	widget.Entry
	field   *Field
	focused bool
	setting bool // SetText is at work: say nothing
	clears  bool // Escape empties it, as in a search
	max     int  // characters; 0 is no limit
}

func newFieldEntry(f *Field, text string) *FieldEntry {
	e := &FieldEntry{field: f, max: fieldMax}
	e.Wrapping, e.Scroll = fyne.TextWrapOff, container.ScrollNone
	e.TextStyle.Monospace = true
	e.Text = text
	e.ActionItem = container.NewWithoutLayout() // or a Password entry grows an eye of its own
	e.OnCursorChanged = f.follow
	e.Entry.OnChanged = func(s string) {
		if !e.setting && f.OnChanged != nil {
			f.OnChanged(s)
		}
	}
	e.Entry.OnSubmitted = func(s string) {
		if f.OnSubmitted != nil {
			f.OnSubmitted(s)
		}
	}
	e.ExtendBaseWidget(e)
	return e
}

// set replaces the text without a word.
func (e *FieldEntry) set(text string) {
	if e.Text == text {
		return
	}
	e.setting = true
	e.Entry.SetText(text)
	e.setting = false
	e.field.Refresh()
}

// MinSize is wider than the clip, so that the right edge of the entry never shows in it.
func (e *FieldEntry) MinSize() fyne.Size {
	m := e.Entry.MinSize()
	m.Width = max(m.Width, e.field.room()) + 20
	return m
}

// FocusGained and FocusLost light and clear the ring of the field.
func (e *FieldEntry) FocusGained() { e.light(true); e.Entry.FocusGained() }

// FocusLost clears the ring and shows the beginning of the text again.
func (e *FieldEntry) FocusLost() { e.light(false); e.Entry.FocusLost(); e.field.follow() }

func (e *FieldEntry) light(on bool) {
	e.focused = on
	e.field.paint()
	canvas.Refresh(e.field)
	if e.field.OnFocus != nil {
		e.field.OnFocus(on)
	}
}

// AcceptsTab keeps Tab from moving on while the field has a use for it.
func (e *FieldEntry) AcceptsTab() bool { return e.field.Tabs != nil && e.field.Tabs() }

// TypedRune stops at the limit.
func (e *FieldEntry) TypedRune(r rune) {
	if room(e.max, &e.Entry) <= 0 {
		tell(e.field.OnLimit)
		return
	}
	e.Entry.TypedRune(r)
}

// TypedKey hands Escape, which editing does not use, on to the window.
func (e *FieldEntry) TypedKey(k *fyne.KeyEvent) {
	if e.field.Keys != nil && e.field.Keys(k.Name) || k.Name == fyne.KeyTab {
		return
	}
	if k.Name != fyne.KeyEscape {
		e.Entry.TypedKey(k)
		return
	}
	if e.clears && e.Text != "" {
		e.Entry.SetText("")
		return
	}
	pass(e, k)
}

// TypedShortcut hands the shortcuts that editing does not use on to the window; Fyne
// gives a focused entry all of them and keeps the rest.
func (e *FieldEntry) TypedShortcut(s fyne.Shortcut) {
	if s, ok := editing(s, e.max, &e.Entry, e.field.OnLimit); ok {
		e.Entry.TypedShortcut(s)
		return
	}
	if e.field.Shortcuts != nil && e.field.Shortcuts(s) {
		return
	}
	passShortcut(e, s)
}

// editing says whether an entry uses a shortcut. A paste comes back cut to what the limit
// leaves, so that the entry never shapes more, and reached hears of it.
func editing(s fyne.Shortcut, limit int, e *widget.Entry, reached func()) (fyne.Shortcut, bool) {
	switch s := s.(type) {
	case *fyne.ShortcutPaste:
		return &fyne.ShortcutPaste{Clipboard: clipped{s.Clipboard, room(limit, e), reached}}, true
	case *fyne.ShortcutCopy, *fyne.ShortcutCut, *fyne.ShortcutSelectAll, *fyne.ShortcutUndo, *fyne.ShortcutRedo:
		return s, true
	}
	return nil, false
}

// room is how many characters an entry still takes; those that a selection would give up count.
func room(limit int, e *widget.Entry) int {
	if limit <= 0 {
		return 1 << 30
	}
	return limit - utf8.RuneCountInString(e.Text) + utf8.RuneCountInString(e.SelectedText())
}

// clipped is a clipboard of at most so many characters.
type clipped struct {
	fyne.Clipboard
	limit   int
	reached func() // when there is more; may be nil
}

// Content is the beginning of the clipboard.
func (c clipped) Content() string {
	s := c.Clipboard.Content()
	n := 0
	for i := range s {
		if n == c.limit {
			tell(c.reached)
			return s[:i]
		}
		n++
	}
	return s
}

// tell calls f if there is one.
func tell(f func()) {
	if f != nil {
		f()
	}
}
