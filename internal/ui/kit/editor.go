package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// EditorMax is how many characters an Editor takes unless SetMax says otherwise. Fyne
// shapes the whole text at every key: 8192 characters in one line, the worst case, take a
// quarter of a second, 65,536 take 17 seconds. SetText is not cut; give it no more.
const EditorMax = 8192

// Editor is a field of several lines that wraps and scrolls. Enter begins a line; Tab
// leaves the editor.
type Editor struct {
	widget.BaseWidget
	// Entry is the entry inside. Its own OnChanged belongs to the editor.
	Entry *EditorEntry
	// OnChanged hears what a person changes, with the whole text; never SetText.
	OnChanged func(string)
	// OnLimit hears that typing or a paste was cut at the limit, see SetMax.
	OnLimit func()

	lines        int
	most         int    // lines that it grows to; 0 keeps its height
	resized      func() // hears that it wants another height
	clip         *container.Clip
	back         *tinting
	ground, ring *crisp
	level        Level
}

// NewEditor shows text in the text font, with a height for the given number of lines; it
// grows when its layout gives it more.
func NewEditor(text string, lines int, changed func(string)) *Editor {
	e := &Editor{OnChanged: changed, lines: lines, ring: newRing(6), ground: newCrisp(6)}
	e.Entry = newEditorEntry(e, text)
	e.clip = container.NewClip(e.Entry)
	e.back = newTinting(e)
	e.ExtendBaseWidget(e)
	return e
}

// Mono gives the editor the mono font, for policies and scripts; it returns e.
func (e *Editor) Mono() *Editor {
	e.Entry.TextStyle.Monospace = true
	return e
}

// Text is what the editor holds.
func (e *Editor) Text() string { return e.Entry.Text }

// SetText replaces the text without telling OnChanged; the same text changes nothing.
func (e *Editor) SetText(text string) { e.Entry.set(text) }

// Insert puts text at the caret, in place of a selection, as typing would; OnChanged hears it.
func (e *Editor) Insert(text string) {
	e.Entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: given(text)})
}

// given is a clipboard that holds a text of ours.
type given string

func (g given) Content() string { return string(g) }
func (given) SetContent(string) {}

// SetPlaceHolder changes the words that an empty editor shows.
func (e *Editor) SetPlaceHolder(text string) { e.Entry.SetPlaceHolder(text) }

// SetMax limits the text to a number of characters; typing and pasting stop there.
func (e *Editor) SetMax(characters int) { e.Entry.max = characters }

// Disable locks the text.
func (e *Editor) Disable() { e.Entry.Disable() }

// Enable unlocks the text.
func (e *Editor) Enable() { e.Entry.Enable() }

// SetLevel rings the editor in red for an error and amber for a warning.
func (e *Editor) SetLevel(l Level) {
	if e.level != l {
		e.level = l
		e.Refresh()
	}
}

// CreateRenderer implements fyne.Widget. Clip and entry get their renderers at once: Fyne gives the
// focus to rendered objects only, and a field may be focused before its first frame.
func (e *Editor) CreateRenderer() fyne.WidgetRenderer {
	e.clip.MinSize()
	e.Entry.MinSize()
	return draw(e)
}

func (e *Editor) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{e.ground.object(), e.clip, e.back.clip, e.ring.object()}
}

func (e *Editor) paint() {
	e.ground.tint(theme.Color(ColorField), color.Transparent)
	e.back.paint()
	lightField(e.ring, e.level, e.Entry.focused)
}

func (e *Editor) arrange(s fyne.Size) {
	// As in Field: the clip ends inside the entry, so its border never shows, round corners included.
	const edge, inset = 5, 7
	e.ground.Resize(s)
	e.ring.Resize(s)
	e.clip.Move(fyne.NewPos(inset, inset))
	e.clip.Resize(s.SubtractWidthHeight(2*inset, 2*inset))
	e.Entry.Move(fyne.NewPos(-edge, -edge))
	e.Entry.Resize(s.SubtractWidthHeight(2*inset-2*edge, 2*inset-2*edge))
	e.back.clip.Move(e.clip.Position())
	e.back.clip.Resize(e.clip.Size())
	e.back.box.Move(e.Entry.Position())
	e.back.box.Resize(e.Entry.Size())
	e.back.follow()
}

func (e *Editor) least() fyne.Size { return fyne.NewSize(80, e.high(len(e.back.rows))) }

// Tapped focuses the entry from the margins.
func (e *Editor) Tapped(*fyne.PointEvent) { e.Focus() }

// Focus puts the caret into the editor.
func (e *Editor) Focus() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(e); c != nil {
		c.Focus(e.Entry)
	}
}

// Cursor is that of text.
func (e *Editor) Cursor() desktop.Cursor { return desktop.TextCursor }

// EditorEntry is the entry inside an Editor.
type EditorEntry struct {
	widget.Entry
	editor           *Editor
	focused, setting bool
	max              int
}

func newEditorEntry(editor *Editor, text string) *EditorEntry {
	e := &EditorEntry{editor: editor, max: EditorMax}
	e.MultiLine, e.Wrapping = true, fyne.TextWrapWord
	e.Text = text
	e.OnCursorChanged = func() { editor.back.follow() }
	e.Entry.OnChanged = func(s string) {
		if !e.setting && editor.OnChanged != nil {
			editor.OnChanged(s)
		}
	}
	e.ExtendBaseWidget(e)
	return e
}

func (e *EditorEntry) set(text string) {
	if e.Text == text {
		return
	}
	e.setting = true
	e.Entry.SetText(text)
	e.setting = false
	e.editor.back.follow()
}

// CreateRenderer implements fyne.Widget.
func (e *EditorEntry) CreateRenderer() fyne.WidgetRenderer {
	r := e.Entry.CreateRenderer()
	e.editor.back.attach(r.Objects())
	return r
}

// AcceptsTab lets Tab move on to the next control.
func (e *EditorEntry) AcceptsTab() bool { return false }

// FocusGained lights the ring of the editor.
func (e *EditorEntry) FocusGained() { e.light(true); e.Entry.FocusGained() }

// FocusLost clears the ring.
func (e *EditorEntry) FocusLost() { e.light(false); e.Entry.FocusLost() }

func (e *EditorEntry) light(on bool) {
	e.focused = on
	e.editor.paint()
	canvas.Refresh(e.editor)
}

// TypedRune stops at the limit.
func (e *EditorEntry) TypedRune(r rune) {
	if room(e.max, &e.Entry) <= 0 {
		tell(e.editor.OnLimit)
		return
	}
	e.Entry.TypedRune(r)
}

// TypedKey hands Escape on to the window and stops a new line at the limit.
func (e *EditorEntry) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyEscape:
		pass(e, k)
		return
	case fyne.KeyReturn, fyne.KeyEnter:
		if room(e.max, &e.Entry) <= 0 {
			tell(e.editor.OnLimit)
			return
		}
	}
	e.Entry.TypedKey(k)
}

// TypedShortcut hands the shortcuts that editing does not use on to the window.
func (e *EditorEntry) TypedShortcut(s fyne.Shortcut) {
	if s, ok := editing(s, e.max, &e.Entry, e.editor.OnLimit); ok {
		e.Entry.TypedShortcut(s)
		return
	}
	passShortcut(e, s)
}
