package ui

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"echostr/assets"
	"echostr/internal/engine"
	"echostr/internal/profile"
	"echostr/internal/ui/kit"
	"echostr/internal/words"
)

// Config is what a window needs. App and Engine must be set.
type Config struct {
	App     fyne.App
	Engine  Engine
	Version string
	Locale  string                                    // the system's, "zh_CN"; counts while no language is set
	Post    func(func())                              // runs f on the UI goroutine, later; nil: fyne.Do
	Now     func() time.Time                          // nil: time.Now
	OpenURL func(string) error                        // in the browser; nil: App.OpenURL
	Logger  *slog.Logger                              // nil: no log
	After   func(time.Duration, func()) (stop func()) // runs f on the UI goroutine after a while; nil: a timer
}

// The window's measures, in Fyne's units.
const (
	defaultWidth, defaultHeight = 1280, 800
	leastWidth, leastHeight     = 960, 600
)

// sizeRest is how long a size must stay before it is remembered.
const sizeRest = time.Second

// Window is the program's window. All methods belong to the UI goroutine.
type Window struct {
	c      Config
	window fyne.Window
	theme  *kit.Theme

	ctx    context.Context
	cancel context.CancelFunc
	bridge sync.WaitGroup

	content  *content
	worn     look    // what the content was built for
	every    []*deps // of every content that there was
	language string
	state    *engine.Snapshot // the newest that was applied

	pulse   *pulse
	resized *delay
	size    fyne.Size // of the last layout
	closed  bool
}

// Open builds the window and begins to follow the engine. It does not show it.
func Open(c Config) (*Window, error) {
	if c.App == nil || c.Engine == nil {
		return nil, errors.New("ui: a window needs an app and an engine")
	}
	if c.Post == nil {
		c.Post = fyne.Do
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.OpenURL == nil {
		c.OpenURL = func(address string) error { return openWith(c.App, address) }
	}
	w := &Window{c: c, theme: &kit.Theme{}, state: c.Engine.Snapshot()}
	w.ctx, w.cancel = context.WithCancel(context.Background())
	w.pulse = newPulse(c.Post)
	w.dress(w.state.Settings.Theme)
	icon := fyne.NewStaticResource("echostr.png", assets.IconPNG)
	c.App.SetIcon(icon)
	w.window = c.App.NewWindow("echostr")
	w.window.SetIcon(icon)
	w.window.SetPadded(false)
	w.window.SetMaster()
	w.window.SetCloseIntercept(w.leave)
	w.window.SetOnDropped(func(_ fyne.Position, what []fyne.URI) { w.content.deps.dropped(pathsOf(what)) })
	w.window.SetOnClosed(w.cancel) // what the bridge posts from now on finds no window
	if err := w.speak(w.languageOf(w.state.Settings)); err != nil {
		w.cancel()
		return nil, err
	}
	w.window.Resize(sizeOf(w.state.Settings.Window))
	c.App.Settings().AddListener(func(fyne.Settings) { c.Post(w.redress) })
	b := newBridge(c.Engine, c.Post, w.apply)
	w.bridge.Go(func() { b.run(w.ctx) })
	return w, nil
}

// Show shows the window. The app has to run for it, and Close to be called afterwards.
func (w *Window) Show() {
	w.pulse.begin(w.ctx, &w.bridge)
	w.window.Show()
}

// ShowAndRun shows the window and returns when it was closed.
func (w *Window) ShowAndRun() {
	w.pulse.begin(w.ctx, &w.bridge)
	w.window.ShowAndRun()
	w.Close()
}

// Canvas is what the window shows, for tests.
func (w *Window) Canvas() fyne.Canvas { return w.window.Canvas() }

// Close stops following the engine and waits for what the window still has under way;
// edits are finished first. A second call does nothing.
func (w *Window) Close() {
	if w.closed {
		return
	}
	w.closed = true
	w.content.flush()
	w.content.deps.layer.Close()
	w.resized.drop()
	w.cancel()
	w.bridge.Wait()
	for _, d := range w.every {
		d.work.Wait()
	}
}

// leave is the wish to close the window: what was edited and the size are saved.
func (w *Window) leave() {
	w.content.flush()
	w.resized.flush()
	w.window.Close()
}

// apply takes a change from the bridge.
func (w *Window) apply(c change) {
	w.state = c.state
	w.dress(c.state.Settings.Theme)
	if lang := w.languageOf(c.state.Settings); lang != w.language {
		c.reload = true
		if err := w.speak(lang); err != nil {
			w.c.Logger.Error("change the language", "language", lang, "err", err)
		}
	}
	w.content.apply(c)
}

// dress puts on a theme: "light", "dark" or the system's.
func (w *Window) dress(name string) {
	mode := kit.System
	switch name {
	case "light":
		mode = kit.Light
	case "dark":
		mode = kit.Dark
	}
	if w.theme.Mode == mode && w.window != nil {
		return
	}
	w.theme.Mode = mode
	w.c.App.Settings().SetTheme(w.theme)
}

// look is what the colours depend on.
type look struct {
	mode    kit.Mode
	variant fyne.ThemeVariant
}

func (w *Window) look() look { return look{w.theme.Mode, w.c.App.Settings().ThemeVariant()} }

// redress builds the content anew after a change of theme, the system's own included:
// Fyne tells only what is in sight to look its colours up again. It is called for every
// change of Fyne's settings; the others must not cost anybody the focus.
func (w *Window) redress() {
	if w.closed || w.ctx.Err() != nil || w.look() == w.worn {
		return
	}
	if err := w.speak(w.language); err != nil {
		w.c.Logger.Error("build the content for another theme", "err", err)
	}
}

// languageOf is the language to speak: the one that is set, else the system's.
func (w *Window) languageOf(s *profile.Settings) string {
	if s.Language != "" {
		return s.Language
	}
	return words.Match(w.c.Locale)
}

// speak builds the content in a language. The page stays, and what it can keep.
func (w *Window) speak(lang string) error {
	catalogue, err := words.Load(lang)
	if err != nil {
		return fmt.Errorf("load the words of %s: %w", lang, err)
	}
	w.language, w.worn = lang, w.look()
	if err := speakFyne(catalogue); err != nil {
		w.c.Logger.Warn("Fyne's own words stay as they are", "err", err)
	}
	d := &deps{engine: w.c.Engine, words: catalogue, window: w.window, layer: kit.NewLayer(), ctx: w.ctx,
		post: w.c.Post, after: w.c.After, now: w.c.Now, clip: w.c.App.Clipboard().SetContent, paste: w.c.App.Clipboard().Content, open: w.c.OpenURL,
		version: w.c.Version}
	d.layer.After = d.later
	old := w.content
	next := newContent(d)
	if old != nil {
		old.flush()
		old.deps.layer.Close()
		next.take(old)
	}
	w.every = append(w.every, d)
	w.content = next
	w.resized = newDelay(d, sizeRest)
	next.apply(change{state: w.state, reload: true})
	w.window.SetContent(newSized(w.pulse.under(d.layer.Over(next.object())), w.sized))
	next.shortcuts(w.window.Canvas(), w.leave)
	return nil
}

// sized hears every size of the content and remembers the one that stays.
func (w *Window) sized(s fyne.Size) {
	was := w.size
	w.size = s
	if was.IsZero() || was == s || s.Width < leastWidth/2 {
		return
	}
	w.resized.call(func() {
		w.content.deps.save(func(ctx context.Context) error {
			return w.c.Engine.EditSettings(ctx, func(t *profile.Settings) error {
				t.Window.Width, t.Window.Height = s.Width, s.Height
				return nil
			})
		}, func(err error) {
			if err != nil {
				w.c.Logger.Warn("remember the window's size", "err", err)
			}
		})
	})
}

// sizeOf is the size to open with.
func sizeOf(s profile.Window) fyne.Size {
	if s.Width == 0 || s.Height == 0 {
		return fyne.NewSize(defaultWidth, defaultHeight)
	}
	return fyne.NewSize(max(leastWidth, s.Width), max(leastHeight, s.Height))
}

// openWith opens a page in the browser.
func openWith(app fyne.App, address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return fmt.Errorf("open a web page: %w", err)
	}
	if err := app.OpenURL(u); err != nil {
		return fmt.Errorf("open a web page: %w", err)
	}
	return nil
}
