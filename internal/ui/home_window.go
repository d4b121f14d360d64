package ui

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"echostr/assets"
	"echostr/internal/engine"
	"echostr/internal/ui/kit"
	"echostr/internal/words"
)

// HomeConfig is what the window needs that comes up in place of the program's when another
// process has the home. App, Take and Taken must be set.
type HomeConfig struct {
	App    fyne.App
	Holder engine.Holder
	Locale string // the system's, "zh_CN"
	// Another is a home to offer in place of one that is in use; nil offers none.
	Another func(home string) string
	// Take opens a home, away from the UI goroutine.
	Take func(ctx context.Context, home string) error
	// Taken hears on the UI goroutine that Take went well. It shows another window; this
	// one closes by itself.
	Taken func()
	Post  func(func())     // see Config
	Now   func() time.Time // nil: time.Now
}

// Home is a small window that says who has the home, and takes another.
type Home struct {
	c      HomeConfig
	words  *words.Catalogue
	window fyne.Window
	work   *deps

	says   *kit.Flow
	facts  *fyne.Container
	field  *kit.Field
	form   *kit.FormField
	again  *kit.Button
	other  *kit.Button
	closed bool
}

// The measures of the window.
const (
	homeWidth  = 520
	homeHeight = 420
	homeLabel  = 72
)

// OpenHome builds the window; Show shows it.
func OpenHome(c HomeConfig) (*Home, error) {
	if c.App == nil || c.Take == nil || c.Taken == nil {
		return nil, errors.New("ui: the window for a home needs an app and what to do")
	}
	if c.Post == nil {
		c.Post = fyne.Do
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Another == nil {
		c.Another = func(string) string { return "" }
	}
	catalogue, err := words.Load(words.Match(c.Locale))
	if err != nil {
		return nil, fmt.Errorf("load the words of %s: %w", c.Locale, err)
	}
	c.App.Settings().SetTheme(&kit.Theme{Mode: kit.System})
	ctx, cancel := context.WithCancel(context.Background())
	h := &Home{c: c, words: catalogue, window: c.App.NewWindow(catalogue.T("home.window"))}
	h.work = &deps{words: catalogue, window: h.window, ctx: ctx, post: c.Post, now: c.Now}
	if err := speakFyne(catalogue); err != nil {
		cancel()
		return nil, err
	}
	icon := fyne.NewStaticResource("echostr.png", assets.IconPNG)
	c.App.SetIcon(icon)
	h.window.SetIcon(icon)
	h.window.SetPadded(false)
	h.window.SetOnClosed(func() {
		h.closed = true
		cancel()
	})
	h.window.SetCloseIntercept(h.leave)
	h.window.SetContent(h.content())
	h.window.Resize(fyne.NewSize(homeWidth, homeHeight))
	h.tell(c.Holder)
	return h, nil
}

// Show shows the window.
func (h *Home) Show() {
	h.window.CenterOnScreen()
	h.window.Show()
}

// Canvas is what the window shows, for tests.
func (h *Home) Canvas() fyne.Canvas { return h.window.Canvas() }

// Close waits for what is under way. A second call does nothing.
func (h *Home) Close() {
	if !h.closed {
		h.window.Close()
	}
	h.work.work.Wait()
}

func (h *Home) t(key string, args ...any) string { return h.words.T(key, args...) }

func (h *Home) content() fyne.CanvasObject {
	h.says = kit.NewFlow(20)
	h.facts = kit.Column(4)
	h.field = kit.NewField("")
	h.field.OnChanged = func(string) { h.form.SetProblem(kit.LevelNone, "") }
	h.form = kit.NewFormField(h.t("home.other"), h.field)
	h.form.SetHint(h.t("home.other.hint"))
	quit := kit.NewButton(h.t("home.quit"), kit.Plain, h.leave)
	h.again = kit.NewButton(h.t("home.again"), kit.Plain, func() { h.take(h.c.Holder.Home, true) })
	h.other = kit.NewButton(h.t("home.open"), kit.Primary, func() {
		if path := strings.TrimSpace(h.field.Text()); path != "" {
			h.take(path, false)
			return
		}
		h.form.SetProblem(kit.LevelError, h.t("home.no_path"))
	})
	body := kit.Column(14, h.says, kit.NewBanner(kit.ColorField, h.facts), h.form)
	foot := kit.Row(8, quit, kit.Spring(), h.again, h.other)
	whole := kit.Dock(kit.InsetSides(18, 10, 20, 20, kit.NewFlow(23, kit.Span{Text: h.t("home.title"), Face: kit.Title})),
		kit.InsetSides(12, 18, 20, 20, foot), container.NewVScroll(kit.InsetSides(0, 0, 20, 20, body)))
	return container.NewStack(kit.NewGround(kit.ColorPanel, 0), whole)
}

// tell says who has the home, and offers another.
func (h *Home) tell(holder engine.Holder) {
	h.c.Holder = holder
	h.says.Set(kit.Span{Text: h.t("home.text"), Face: kit.Body.In(kit.ColorText2)})
	h.facts.Objects = nil
	fact := func(key, value string, face kit.Face) {
		h.facts.Add(kit.Beside(kit.Fixed(homeLabel, 0, kit.NewLabel(h.t(key), kit.Small)), kit.NewCode(18, kit.Span{Text: value, Face: face})))
	}
	fact("home.folder", holder.Home, kit.Code)
	process := h.t("home.process.unknown")
	if holder.PID > 0 {
		process = strconv.Itoa(holder.PID)
	}
	fact("home.process", process, kit.Code)
	if !holder.Since.IsZero() {
		fact("home.since", holder.Since.Local().Format("2006-01-02 15:04:05"), kit.Code)
	}
	if holder.Addr != "" {
		fact("home.addr", holder.Addr, kit.Code)
	}
	h.facts.Refresh()
	h.field.SetText(h.c.Another(holder.Home))
}

// take opens a home in the background: the same one again, or another.
func (h *Home) take(home string, same bool) {
	h.again.Disable()
	h.other.Disable()
	h.work.run(func(ctx context.Context) error { return h.c.Take(ctx, home) }, func(err error) {
		h.again.Enable()
		h.other.Enable()
		if err == nil {
			h.c.Taken()
			h.window.Close()
			return
		}
		holder, inUse := engine.HolderOf(err)
		switch {
		case inUse && same:
			h.tell(holder)
			h.form.SetProblem(kit.LevelWarning, h.t("home.still", "time", clock(h.c.Now())))
		case inUse:
			h.form.SetProblem(kit.LevelError, h.t("home.other.in_use"))
		default:
			h.form.SetProblem(kit.LevelError, h.t("home.failed", "reason", h.reason(err)))
		}
	})
}

// reason is why a home does not open, in words.
func (h *Home) reason(err error) string {
	switch fault := engine.FaultOf(err); fault {
	case engine.FaultDenied, engine.FaultReadOnly, engine.FaultFull, engine.FaultName:
		return h.t("home.fault." + fault.String())
	case engine.FaultMissing, engine.FaultFolder:
		return h.t("home.fault.no_folder")
	}
	return oneLine(err.Error())
}

// leave ends the program.
func (h *Home) leave() {
	h.window.Close()
	h.c.App.Quit()
}
