//go:build window

package windowtest

import (
	"fmt"
	"image"
	"strings"
	"sync"
	"testing"
	"time"

	"echostr/internal/engine"
	"echostr/internal/exchange"
	"echostr/internal/profile"
	"echostr/internal/words"
)

// photographer takes pictures of a scene in one language, theme and size.
type photographer struct {
	*program
	scene  *scene
	words  *words.Catalogue
	dir    string
	suffix string // "zh-light-1280", the end of every file's name
	w, h   int

	saving sync.WaitGroup
}

func newPhotographer(t *testing.T, dir, language, theme string, w, h int) *photographer {
	t.Helper()
	s := newScene(t, language, theme)
	p := &photographer{program: open(t, s, func() time.Time { return sceneTime }), scene: s, words: catalogue(t, language), dir: dir, w: w, h: h,
		suffix: fmt.Sprintf("%s-%s-%d", language[:2], theme, w)}
	p.patient = true
	p.resize(w, h)
	t.Cleanup(p.saving.Wait)
	return p
}

func (p *photographer) say(key string, args ...any) string { return p.words.T(key, args...) }

// show replaces what the scene is about and waits until the window has taken it.
func (p *photographer) show(dress func(*engine.Snapshot), oldestFirst ...*exchange.Exchange) {
	p.t.Helper()
	p.after(func() { p.scene.show(dress, oldestFirst...) })
}

func (p *photographer) come(oldestFirst ...*exchange.Exchange) {
	p.t.Helper()
	p.after(func() { p.scene.come(oldestFirst...) })
}

func (p *photographer) edit(change func(*profile.Settings)) {
	p.t.Helper()
	p.after(func() {
		err := p.scene.EditSettings(p.t.Context(), func(s *profile.Settings) error {
			change(s)
			return nil
		})
		if err != nil {
			p.t.Fatal(err)
		}
	})
}

// after does something and waits until the window has asked what is new because of it.
func (p *photographer) after(f func()) {
	p.t.Helper()
	before := p.scene.asked()
	f()
	await(p.t, "the window to take a change", func() bool { return p.scene.asked() > before })
	// It may have asked just before the change, and is then about to ask again.
	tick := time.NewTimer(3 * pollGap)
	<-tick.C
	p.ask(func() {})
}

// tab turns the detail to one of its tabs.
func (p *photographer) tab(key string) { p.t.Helper(); p.pressTab(p.say(key)) }

// icon clicks the first button without words in a part of the window.
func (p *photographer) icon(in func(box) bool) {
	p.t.Helper()
	p.pressAt(p.steady("to find a button without words", func(all []seen) (box, bool) {
		return find(all, func(s seen) bool { return s.what == button && s.text == "" && in(s.place) })
	}))
}

// away takes the pointer off the window.
func (p *photographer) away() { p.t.Helper(); p.do("mousemove", "1919", "1079") }

// take takes a picture, once the window has come to rest, and looks for what is wrong in
// any picture: words that are missing, and words that run into others. floating are those
// that may lie over others, on a ground of their own.
func (p *photographer) take(name string, floating ...string) {
	p.t.Helper()
	p.away()
	shot := p.shot()
	all := p.look()
	name += "-" + p.suffix
	if said := strings.Join(texts(all), " "); strings.Contains(said, "⟦") {
		p.t.Errorf("%s: words are missing: %s", name, said)
	}
	for _, pair := range collisions(all, floating) {
		p.t.Errorf("%s: %s", name, pair)
	}
	if n := tones(shot, 60); n < 60 {
		p.t.Errorf("%s: only %d colours: nothing is drawn", name, n)
	}
	if shot.Rect.Size() != (image.Point{X: p.w, Y: p.h}) {
		p.t.Errorf("%s: the picture is %v", name, shot.Rect.Size())
	}
	p.saving.Go(func() {
		if err := save(p.dir, name, shot); err != nil {
			p.t.Error(err)
		}
	})
}
