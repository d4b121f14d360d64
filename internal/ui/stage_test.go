package ui

import (
	"context"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"

	"echostr/internal/ui/kit"
	"echostr/internal/words"
)

// TestMain gives Fyne a locale that it can read; it complains about "C" at every look.
func TestMain(m *testing.M) {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"} {
		os.Unsetenv(name)
	}
	os.Setenv("LANG", "en_US.UTF-8")
	os.Exit(m.Run())
}

// stage is a window on Fyne's test driver with a page in it, and a hand to use it.
type stage struct {
	t      testing.TB
	engine *fakeEngine
	deps   *deps
	window fyne.Window
	theme  *kit.Theme

	queue  chan func()
	timers []*stageTimer
	copies []string // what went to the clipboard
	pasted string   // what it gives
	opened []string // what was opened in the browser
	turned []pageID // pages that were asked for
	chosen []int64  // requests that were asked for
}

type stageTimer struct {
	after time.Duration
	f     func()
	off   bool
}

// newStage makes deps in a language ("zh-Hans" or "en"). Nothing runs by itself: what
// goroutines post waits in a queue for settle and until, timers wait for pass.
func newStage(t testing.TB, f *fakeEngine, lang string) *stage {
	t.Helper()
	app := test.NewApp()
	s := &stage{t: t, engine: f, queue: make(chan func(), 10_000), theme: &kit.Theme{Mode: kit.Light}}
	app.Settings().SetTheme(s.theme)
	s.window = app.NewWindow("echostr")
	s.window.SetPadded(false)
	catalogue, err := words.Load(lang)
	if err != nil {
		t.Fatal(err)
	}
	layer := kit.NewLayer()
	layer.After = s.after
	ctx, cancel := context.WithCancel(context.Background())
	s.deps = &deps{engine: f, words: catalogue, window: s.window, layer: layer, ctx: ctx, post: s.post,
		after: s.after, now: f.now, version: "0.1.0",
		clip:   func(text string) { s.copies = append(s.copies, text) },
		paste:  func() string { return s.pasted },
		open:   func(url string) error { s.opened = append(s.opened, url); return nil },
		show:   func(p pageID) { s.turned = append(s.turned, p) },
		choose: func(id int64) { s.chosen = append(s.chosen, id) }}
	t.Cleanup(func() {
		cancel()
		s.deps.work.Wait()
		s.window.Close()
		app.Quit()
		test.NewApp()
	})
	return s
}

func (s *stage) post(f func()) { s.queue <- f }

func (s *stage) after(d time.Duration, f func()) func() {
	timer := &stageTimer{after: d, f: f}
	s.timers = append(s.timers, timer)
	return func() { timer.off = true }
}

// pass lets the time of all waiting timers up to d come.
func (s *stage) pass(d time.Duration) {
	s.t.Helper()
	var kept, due []*stageTimer
	for _, timer := range s.timers {
		switch {
		case timer.off:
		case timer.after <= d:
			due = append(due, timer)
		default:
			kept = append(kept, timer)
		}
	}
	s.timers = kept
	for _, timer := range due {
		timer.f()
	}
	s.settle()
}

// settle waits for what deps.run has started and does all that it posted.
func (s *stage) settle() {
	s.t.Helper()
	for {
		s.deps.work.Wait()
		select {
		case f := <-s.queue:
			f()
		default:
			return
		}
	}
}

// put shows content in the window at a size, under the layer of toasts.
func (s *stage) put(content fyne.CanvasObject, w, h float32) {
	s.window.SetContent(s.deps.layer.Over(content))
	s.resize(w, h)
}

func (s *stage) resize(w, h float32) {
	s.window.Resize(fyne.NewSize(w, h))
	relayout(s.window)
}

// relayout does what the real driver's loop does by itself: it lays out again while
// flowing text learns its height from its width.
func relayout(w fyne.Window) {
	for range 4 {
		for _, o := range visibleIn(w.Canvas()) {
			if c, ok := o.(*fyne.Container); ok && c.Layout != nil {
				c.Layout.Layout(c.Objects, c.Size())
			}
			if _, clip := o.(*container.Clip); clip {
				continue // a field places its entry in it by itself
			}
			if _, clip := o.(*container.Clip); clip {
				continue // it would put what it clips back to its corner
			}
			if wid, ok := o.(fyne.Widget); ok {
				test.WidgetRenderer(wid).Layout(wid.Size())
			}
		}
	}
}

// on is a page's test of what a change does: it applies the engine's present state.
func (s *stage) on(apply func(change)) {
	s.t.Helper()
	s.settle()
	apply(change{state: s.engine.Snapshot(), reload: true})
	s.settle()
	relayout(s.window)
}

// everything is all that can be seen now: the content, or what lies over it.
func (s *stage) everything() []fyne.CanvasObject { return visibleIn(s.window.Canvas()) }

func visibleIn(c fyne.Canvas) []fyne.CanvasObject {
	out := visibleTree(c.Content(), nil)
	for _, o := range c.Overlays().List() {
		out = visibleTree(o, out)
	}
	return out
}

// visibleTree adds an object and all that can be seen in it to a list; what scrolls out
// of sight counts as seen.
func visibleTree(o fyne.CanvasObject, list []fyne.CanvasObject) []fyne.CanvasObject {
	if o == nil || !o.Visible() {
		return list
	}
	list = append(list, o)
	switch o := o.(type) {
	case *fyne.Container:
		for _, c := range o.Objects {
			list = visibleTree(c, list)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(o).Objects() {
			list = visibleTree(c, list)
		}
	}
	return list
}

// said is every word that can be seen, in the order of the tree, with a space between
// runs of text.
func (s *stage) said() string { return readIn(s.everything()) }

func readIn(objects []fyne.CanvasObject) string {
	var out []string
	for _, o := range objects {
		if text, ok := o.(*canvas.Text); ok && text.Text != "" {
			out = append(out, text.Text)
		}
	}
	return strings.Join(out, " ")
}

// says fails the test unless all of the words can be seen. Spaces do not count, for
// flowing text is cut into lines.
func (s *stage) says(want ...string) {
	s.t.Helper()
	got := s.said()
	for _, w := range want {
		if !strings.Contains(solid(got), solid(w)) {
			s.t.Errorf("the window does not say %q; it says: %s", w, got)
		}
	}
}

// silent fails the test if one of the words can be seen.
func (s *stage) silent(on ...string) {
	s.t.Helper()
	got := s.said()
	for _, w := range on {
		if strings.Contains(solid(got), solid(w)) {
			s.t.Errorf("the window says %q: %s", w, got)
		}
	}
}

func solid(s string) string { return strings.Join(strings.Fields(s), "") }

// button is the first visible button with the words, in what lies on top first.
func (s *stage) button(text string) *kit.Button {
	s.t.Helper()
	all := s.everything()
	for i := len(all) - 1; i >= 0; i-- {
		if b, ok := all[i].(*kit.Button); ok && b.Text() == text {
			return b
		}
	}
	s.t.Fatalf("no button %q; the window says: %s", text, s.said())
	return nil
}

// first is the first button with the words, from the top.
func (s *stage) first(text string) *kit.Button {
	s.t.Helper()
	for _, o := range s.everything() {
		if b, ok := o.(*kit.Button); ok && b.Text() == text {
			return b
		}
	}
	s.t.Fatalf("no button %q; the window says: %s", text, s.said())
	return nil
}

// press taps a button by its words, where it is on the canvas, and waits for what follows.
func (s *stage) press(text string) {
	s.t.Helper()
	s.tap(s.button(text))
}

// tap taps the middle of an object as a hand would: whatever lies over it gets the tap.
func (s *stage) tap(o fyne.CanvasObject) {
	s.t.Helper()
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	test.TapCanvas(s.window.Canvas(), at.AddXY(o.Size().Width/2, o.Size().Height/2))
	s.settle()
	relayout(s.window)
}

// pick opens a select and taps one of its lines, or a line of a menu that is open.
func (s *stage) pick(text string) {
	s.t.Helper()
	for _, o := range s.everything() {
		if row, ok := o.(fyne.Tappable); ok {
			w, ok := o.(fyne.Widget)
			if !ok {
				continue
			}
			if readIn(visibleTree(w, nil)) == text && isMenuRow(o) {
				row.Tapped(&fyne.PointEvent{})
				s.settle()
				relayout(s.window)
				return
			}
		}
	}
	s.t.Fatalf("no line %q in a menu; the window says: %s", text, s.said())
}

// isMenuRow knows the lines of the kit's menus, whose type is its own, by what holds them.
func isMenuRow(o fyne.CanvasObject) bool {
	_, focusable := o.(fyne.Focusable)
	_, button := o.(*kit.Button)
	return !focusable && !button
}

// fill puts the caret into a field, replaces its text as by typing, and leaves the timers
// waiting.
func (s *stage) fill(f *kit.Field, text string) {
	s.t.Helper()
	s.window.Canvas().Focus(f.Entry)
	f.Entry.TypedShortcut(&fyne.ShortcutSelectAll{})
	if f.Text() != "" {
		f.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	}
	test.Type(f.Entry, text)
	s.settle()
}

// key presses a key where the focus is.
func (s *stage) key(name fyne.KeyName) {
	e := &fyne.KeyEvent{Name: name}
	c := s.window.Canvas()
	if f := c.Focused(); f != nil {
		f.TypedKey(e)
	} else if on := c.OnTypedKey(); on != nil {
		on(e)
	}
	s.settle()
	relayout(s.window)
}

// toast is the line at the foot of the window, or "".
func (s *stage) toast() string { return s.deps.layer.Text() }

// picture writes what the window shows to UI_PICTURES/name.png, if that is set.
func (s *stage) picture(name string) { picture(s.t, s.window, s.theme, name) }

func picture(t testing.TB, w fyne.Window, theme fyne.Theme, name string) {
	t.Helper()
	dir := os.Getenv("UI_PICTURES")
	if dir == "" {
		return
	}
	relayout(w)
	f, err := os.Create(filepath.Join(dir, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, software.RenderCanvas(w.Canvas(), theme)); err != nil {
		t.Fatal(err)
	}
}
