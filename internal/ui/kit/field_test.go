package kit

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

func TestFieldTellsWhatIsTyped(t *testing.T) {
	start(t, Light)
	var heard []string
	f := NewField("")
	f.OnChanged = func(s string) { heard = append(heard, s) }
	submitted := ""
	f.OnSubmitted = func(s string) { submitted = s }
	w := shown(t, 200, 30, f)
	tapAt(w, f, fyne.NewPos(4, 4)) // the margin
	if w.Canvas().Focused() != fyne.Focusable(f.Entry) {
		t.Fatalf("focus is on %T", w.Canvas().Focused())
	}
	test.Type(f.Entry, "ab")
	f.SetText("token")
	press(w, fyne.KeyReturn)
	if strings.Join(heard, " ") != "a ab" || f.Text() != "token" || submitted != "token" {
		t.Errorf("heard %q, text %q, submitted %q", heard, f.Text(), submitted)
	}
}

func TestFieldKeepsCaret(t *testing.T) {
	start(t, Light)
	f := NewField("wechat2026")
	w := shown(t, 200, 30, f)
	f.Focus()
	press(w, fyne.KeyHome, fyne.KeyRight, fyne.KeyRight)
	f.SetText("wechat2026")
	if f.Entry.CursorColumn != 2 {
		t.Errorf("the caret is at %d after the same text", f.Entry.CursorColumn)
	}
	f.SetText("other text")
	if f.Entry.CursorColumn != 2 {
		t.Errorf("the caret is at %d after another text", f.Entry.CursorColumn)
	}
}

func TestFieldLimit(t *testing.T) {
	start(t, Light)
	f := NewField("")
	f.SetMax(5)
	reached := 0
	f.OnLimit = func() { reached++ }
	shown(t, 200, 30, f)
	f.Focus()
	test.Type(f.Entry, "密abcdefg")
	if f.Text() != "密abcd" || reached != 3 {
		t.Errorf("typed %q, reached %d times", f.Text(), reached)
	}
	f.SetText("ab")
	reached = 0
	board := fyne.CurrentApp().Clipboard()
	board.SetContent("12345678")
	f.Entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: board})
	if len(f.Text()) != 5 || reached != 1 {
		t.Errorf("pasted to %q, reached %d times", f.Text(), reached)
	}
	f.Entry.TypedShortcut(&fyne.ShortcutSelectAll{})
	f.Entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: board})
	if f.Text() != "12345" {
		t.Errorf("pasted over a selection: %q", f.Text())
	}
}

func TestSecret(t *testing.T) {
	start(t, Light)
	f := NewSecret("0f3ad92b", "显示", "隐藏")
	copied := false
	f.Copyable("复制", func() { copied = true })
	w := shown(t, 300, 30, f)
	eye, copier := f.trail.Objects[0].(*Button), f.trail.Objects[1].(*Button)
	if !f.Masked() || eye.Text() != "显示" {
		t.Fatalf("masked %v, the word is %q", f.Masked(), eye.Text())
	}
	tapAt(w, eye)
	if f.Masked() || eye.Text() != "隐藏" {
		t.Errorf("masked %v, the word is %q after a tap", f.Masked(), eye.Text())
	}
	tapAt(w, eye)
	tapAt(w, copier)
	if !f.Masked() || !copied || fyne.CurrentApp().Clipboard().Content() != "0f3ad92b" {
		t.Errorf("masked %v, copied %v, clipboard %q", f.Masked(), copied, fyne.CurrentApp().Clipboard().Content())
	}
}

func TestFieldFollowsCaret(t *testing.T) {
	start(t, Light)
	f := NewField(strings.Repeat("0123456789", 10))
	w := shown(t, 160, 30, f)
	f.Focus()
	press(w, fyne.KeyEnd)
	caret := f.Entry.CursorPosition().X - 6 - f.shift
	if f.shift <= 0 || caret > f.room()+0.5 || caret < 0 {
		t.Errorf("shifted by %v, the caret is at %v of %v", f.shift, caret, f.room())
	}
	press(w, fyne.KeyHome)
	if f.shift != 0 {
		t.Errorf("shifted by %v with the caret at the beginning", f.shift)
	}
	press(w, fyne.KeyEnd)
	w.Canvas().Unfocus()
	if f.shift != 0 {
		t.Errorf("shifted by %v without focus", f.shift)
	}
}

func TestSearch(t *testing.T) {
	start(t, Light)
	var last string
	heard := 0
	f := NewSearch("搜索…", "Ctrl F", func(s string) { last = s; heard++ })
	w := shown(t, 300, 40, f)
	escaped := 0
	w.Canvas().SetOnTypedKey(func(*fyne.KeyEvent) { escaped++ })
	f.Focus()
	test.Type(f.Entry, "关")
	press(w, fyne.KeyEscape)
	if f.Text() != "" || last != "" || heard != 2 || escaped != 0 {
		t.Errorf("text %q, heard %d, last %q, escaped %d", f.Text(), heard, last, escaped)
	}
	press(w, fyne.KeyEscape)
	if escaped != 1 {
		t.Errorf("Escape in an empty search reached the window %d times", escaped)
	}
}

func TestEntriesHandShortcutsOn(t *testing.T) {
	start(t, Light)
	f, e := NewField("text"), NewEditor("text", 2, nil)
	w := shown(t, 300, 100, Column(4, f, e))
	heard := 0
	find := &desktop.CustomShortcut{KeyName: fyne.KeyF, Modifier: fyne.KeyModifierControl}
	w.Canvas().AddShortcut(find, func(fyne.Shortcut) { heard++ })
	f.Entry.TypedShortcut(find)
	e.Entry.TypedShortcut(find)
	if heard != 2 {
		t.Errorf("the window heard %d of 2", heard)
	}
}

func TestFieldLevels(t *testing.T) {
	start(t, Light)
	f := NewField("x")
	shown(t, 200, 30, f)
	if !f.ring.Hidden {
		t.Error("a ring without focus or problem")
	}
	f.SetFailed(true)
	if f.ring.Hidden || f.ring.line != light[ColorRed] {
		t.Error("a failed field has no red ring")
	}
	f.SetLevel(LevelWarning)
	if f.ring.line != light[ColorAmber] {
		t.Error("a warning has no amber ring")
	}
	if f.SetFailed(false); !f.ring.Hidden {
		t.Error("the ring stays")
	}
	if f.Disable(); !f.Entry.Disabled() {
		t.Error("the entry is not locked")
	}
	if f.Enable(); f.Entry.Disabled() {
		t.Error("the entry stays locked")
	}
}

func TestFormField(t *testing.T) {
	start(t, Light)
	control := NewField("x")
	f := NewFormField("Token", control)
	shown(t, 240, 100, Column(0, f))
	bare := f.MinSize().Height
	f.SetHint("3 到 32 个字母或数字")
	if f.note.Text() != "3 到 32 个字母或数字" || f.MinSize().Height <= bare {
		t.Errorf("hint %q, height %v after %v", f.note.Text(), f.MinSize().Height, bare)
	}
	f.SetProblem(LevelError, "太短")
	if f.note.Text() != "✗ 太短" || control.level != LevelError {
		t.Errorf("problem reads %q, level %v", f.note.Text(), control.level)
	}
	f.SetProblem(LevelWarning, "可疑")
	if l, s := f.Problem(); l != LevelWarning || s != "可疑" || f.note.Text() != "! 可疑" {
		t.Errorf("problem %v %q reads %q", l, s, f.note.Text())
	}
	f.SetProblem(LevelError, "")
	if l, _ := f.Problem(); l != LevelNone || f.note.Text() != "3 到 32 个字母或数字" || control.level != LevelNone {
		t.Errorf("without a problem: level %v, reads %q", l, f.note.Text())
	}
	f.SetHint("")
	if f.MinSize().Height != bare {
		t.Errorf("height %v without words, was %v", f.MinSize().Height, bare)
	}
}

func TestEditor(t *testing.T) {
	start(t, Light)
	var last string
	heard := 0
	e := NewEditor("您好", 3, func(s string) { last = s; heard++ })
	w := shown(t, 300, 120, e)
	if e.SetText("你好"); heard != 0 || e.Text() != "你好" {
		t.Fatalf("heard %d times, text %q", heard, e.Text())
	}
	tapAt(w, e, fyne.NewPos(1, 1)) // the margin
	press(w, fyne.KeyEnd, fyne.KeyReturn)
	test.Type(e.Entry, "x")
	e.Insert("{{.Content}}")
	if last != "你好\nx{{.Content}}" || e.Text() != last {
		t.Errorf("heard %q, text %q", last, e.Text())
	}
	e.SetMax(len([]rune(last)))
	reached := 0
	e.OnLimit = func() { reached++ }
	test.Type(e.Entry, "y")
	press(w, fyne.KeyReturn)
	e.Insert("zz")
	if e.Text() != last || reached != 3 {
		t.Errorf("text %q past the limit, reached %d times", e.Text(), reached)
	}
	e.SetLevel(LevelError)
	if e.ring.line != light[ColorRed] {
		t.Error("no red ring")
	}
}

func TestClipped(t *testing.T) {
	for _, c := range []struct {
		text    string
		limit   int
		want    string
		reached bool
	}{
		{"abc", 5, "abc", false}, {"abc", 3, "abc", false}, {"abcd", 3, "abc", true},
		{"密文字", 2, "密文", true}, {"a", 0, "", true}, {"", 0, "", false}, {"a", -1, "a", false},
	} {
		reached := false
		got := clipped{given(c.text), c.limit, func() { reached = true }}.Content()
		if got != c.want || reached != c.reached {
			t.Errorf("%q cut to %d is %q, reached %v", c.text, c.limit, got, reached)
		}
	}
}
