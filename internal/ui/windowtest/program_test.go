//go:build window

package windowtest

import (
	"errors"
	"fmt"
	"image"
	"log/slog"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"echostr/internal/ui"
	"echostr/internal/words"
)

// program is the window running in this process. Its methods are called from the test's
// goroutine, never from the UI's.
type program struct {
	*hand
	window *ui.Window
	app    fyne.App
	opened []string // web pages that it wished to open
	gone   chan struct{}

	patient bool // types again what did not arrive, see fill
}

// open shows the window over an engine and waits until it is on the screen.
func open(t *testing.T, engine ui.Engine, now func() time.Time) *program {
	t.Helper()
	p := &program{gone: make(chan struct{})}
	ready := make(chan error, 1)
	mainCalls <- func() {
		defer close(p.gone)
		app.SetMetadata(fyne.AppMetadata{ID: "dev.echostr.windowtest", Name: "echostr"})
		p.app = app.NewWithID("dev.echostr.windowtest")
		w, err := ui.Open(ui.Config{App: p.app, Engine: engine, Version: "0.1.0", Locale: "zh_CN", Now: now,
			Logger:  slog.New(slog.NewTextHandler(os.Stderr, nil)),
			OpenURL: func(url string) error { p.opened = append(p.opened, url); return nil }})
		if err != nil {
			ready <- err
			return
		}
		p.window = w
		p.app.Lifecycle().SetOnStarted(func() { ready <- nil })
		w.ShowAndRun()
	}
	select {
	case err := <-ready:
		if err != nil {
			t.Fatal(err)
		}
	case <-time.After(patience):
		t.Fatal("the window did not start")
	}
	p.hand = takeWindow(t, os.Getpid())
	t.Cleanup(p.end)
	return p
}

// end closes the window if a test has left it open.
func (p *program) end() {
	select {
	case <-p.gone:
		return
	default:
	}
	fyne.Do(p.app.Quit)
	p.closed()
}

// closed waits until the window has gone and all its work has ended.
func (p *program) closed() {
	p.t.Helper()
	select {
	case <-p.gone:
	case <-time.After(patience):
		p.t.Errorf("the window did not end; goroutines:\n%s", stacks())
	}
}

// errStuck is a UI goroutine that does not come round.
var errStuck = errors.New("the UI goroutine is stuck")

// ask runs f on the UI goroutine and waits for it.
func (p *program) ask(f func()) {
	p.t.Helper()
	done := make(chan struct{})
	fyne.Do(func() {
		f()
		close(done)
	})
	select {
	case <-done:
	case <-time.After(patience):
		p.t.Fatalf("%v; goroutines:\n%s", errStuck, stacks())
	}
}

func stacks() []byte {
	b := make([]byte, 1<<20)
	return b[:runtime.Stack(b, true)]
}

// look is what can be seen now.
func (p *program) look() (all []seen) {
	p.t.Helper()
	p.ask(func() { all = look(p.window.Canvas()) })
	return all
}

// until waits until what can be seen is as wanted.
func (p *program) until(what string, ok func([]seen) bool) {
	p.t.Helper()
	tick := time.NewTicker(pollGap)
	defer tick.Stop()
	for end := time.Now().Add(patience); ; <-tick.C {
		all := p.look()
		if ok(all) {
			return
		}
		if time.Now().After(end) {
			p.t.Fatalf("waited %v in vain: %s. The window says: %s", patience, what, strings.Join(texts(all), " | "))
		}
	}
}

// reads waits until the window says all of the words.
func (p *program) reads(want ...string) {
	p.t.Helper()
	for _, w := range want {
		p.until(fmt.Sprintf("to read %q", w), func(all []seen) bool { return says(all, w) })
	}
}

// loses waits until the window does not say the words any more.
func (p *program) loses(word string) {
	p.t.Helper()
	p.until(fmt.Sprintf("no longer to read %q", word), func(all []seen) bool { return !says(all, word) })
}

// press clicks the middle of a text, once it is there.
func (p *program) press(text string) {
	p.t.Helper()
	p.pressAt(p.steady(fmt.Sprintf("to find %q", text), func(all []seen) (box, bool) {
		return find(all, reading(text))
	}))
}

// steadyLooks is how many looks in a row must find something at the same place: a page
// that is just being laid out would carry it away from under the pointer.
const steadyLooks = 4

// steady waits until something stays at its place, and says where that is.
func (p *program) steady(what string, where func([]seen) (box, bool)) box {
	p.t.Helper()
	var last box
	looks := 0
	p.until(what, func(all []seen) bool {
		now, ok := where(all)
		if looks++; !ok || now != last {
			looks = 1
		}
		last = now
		return ok && looks >= steadyLooks
	})
	return last
}

// choose clicks the i-th row of the list that is in sight.
func (p *program) choose(i int) (chosen row) {
	p.t.Helper()
	at := p.steady(fmt.Sprintf("to see %d rows", i+1), func(all []seen) (box, bool) {
		r := rows(all)
		if len(r) <= i {
			return box{}, false
		}
		chosen = r[i]
		return chosen.place, true
	})
	p.click(at.x+60, at.y+at.h/2) // not the middle, where the pill of new requests may be
	return chosen
}

// pressBeyond clicks the last text with these words in a part of the window.
func (p *program) pressBeyond(text string, in func(box) bool) {
	p.t.Helper()
	p.pressAt(p.steady(fmt.Sprintf("to find %q", text), func(all []seen) (at box, ok bool) {
		for _, s := range all {
			if reading(text)(s) && in(s.place) {
				at, ok = s.bare, true
			}
		}
		return at, ok
	}))
}

func (p *program) pressAt(b box) { p.t.Helper(); p.click(b.x+b.w/2, b.y+b.h/2) }

// fill replaces the text of the field below a label by typing. What is typed must arrive;
// only a patient hand, which is there for pictures, types again when it does not.
func (p *program) fill(label, text string) {
	p.t.Helper()
	var clicked, typed time.Time
	p.until(fmt.Sprintf("%q in the field %q", text, label), func(all []seen) bool {
		s, ok := fieldAfter(all, label)
		switch {
		case !ok || s.text == text:
			return ok
		case s.caret && (typed.IsZero() || p.patient && time.Since(typed) > 5*time.Second):
			if !typed.IsZero() {
				p.t.Logf("typing %q into %q again", text, label)
			}
			p.key("ctrl+a")
			p.write(text)
			typed = time.Now()
		case !s.caret && s.bare.h > s.place.h/2 && time.Since(clicked) > 2*time.Second:
			p.click(s.bare.x+16, s.bare.y+s.bare.h/2) // and again where the field has moved meanwhile
			clicked = time.Now()
		}
		return false
	})
}

// resize drags the window to a size and waits until its content has it.
func (p *program) resize(w, h int) {
	p.t.Helper()
	var wished time.Time
	p.until(fmt.Sprintf("to be %d by %d", w, h), func([]seen) bool {
		if time.Since(wished) > time.Second { // a window that has only just come up may still set its own size
			wished = time.Now()
			p.hand.size(w, h)
		}
		var size fyne.Size
		p.ask(func() { size = p.window.Canvas().Size() })
		return int(size.Width) == w && int(size.Height) == h
	})
}

// shot is what the screen shows of the window, once that has come to rest.
func (p *program) shot() *image.RGBA {
	p.t.Helper()
	return drawn(p.t, p.place(), 3*time.Second)
}

// onScreen is a place on the canvas in the pixels of a shot; the scale is 1.
func onScreen(b box) image.Rectangle {
	return image.Rect(int(b.x), int(b.y), int(b.x+b.w+1), int(b.y+b.h+1))
}

// catalogue is the words of a language.
func catalogue(t *testing.T, language string) *words.Catalogue {
	t.Helper()
	c, err := words.Load(language)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
