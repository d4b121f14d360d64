package ui

import (
	"os"
	"testing"
	"time"

	"echostr/internal/engine"
	"echostr/internal/ui/kit"
)

// TestListPictures draws the list for eyes with all that a row can have.
func TestListPictures(t *testing.T) {
	for _, lang := range []string{"zh-Hans", "en"} {
		for _, mode := range []kit.Mode{kit.Light, kit.Dark} {
			for _, size := range [][2]float32{{1004, 726}, {684, 526}, {1644, 1006}} {
				if os.Getenv("UI_PICTURES") == "" && (lang == "en") != (size[0] == 684 && mode == kit.Dark) {
					continue // without eyes, two of them will do
				}
				name := "list-" + lang + map[kit.Mode]string{kit.Light: "-light", kit.Dark: "-dark"}[mode] +
					map[float32]string{1004: "", 684: "-narrow", 1644: "-wide"}[size[0]]
				r := stageRequests(t, lang, gallery()...)
				r.theme.Mode = mode
				n := r.engine.nextID
				r.engine.records.sessions = []engine.Session{{ID: 1, First: 1, Began: rigTime.Add(-time.Hour)},
					{ID: 2, First: 11, Began: rigTime.Add(-10 * time.Minute), Name: "联调 · 第二轮"}, {ID: 3, First: 15, Began: rigTime}}
				r.engine.records.labels = map[int64]engine.Label{n: {Pinned: true, Note: "x", Mark: 1}, n - 1: {Mark: 2}, n - 3: {Mark: 3, Note: "y"},
					n - 4: {Mark: 4}, n - 5: {Mark: 5, Pinned: true}}
				r.come(repeats(n+1, 5100*time.Millisecond, 5200*time.Millisecond, 5300*time.Millisecond)...)
				r.come(repeats(n+4, 5100*time.Millisecond, 5200*time.Millisecond)...)
				r.resize(size[0], size[1])
				r.click(1, 8, 0)
				r.click(2, 200, 0)
				r.picture(name + "-open")
				r.click(4, 200, ctrl)
				r.says(r.deps.t("requests.compare"))
				r.picture(name + "-two")
				r.shift("Down")
				r.shift("Down")
				r.picture(name + "-several")
				r.menuOn(3)
				r.picture(name + "-menu")
				r.window.Canvas().Overlays().Remove(r.window.Canvas().Overlays().Top())
				r.choose(4)
				r.menuOn(4)
				r.picture(name + "-menu-one")
				r.window.Canvas().Overlays().Remove(r.window.Canvas().Overlays().Top())
				kit.ShowMenuAt(r.window.Canvas(), r.page.rows.Position().AddXY(200, 60), r.page.menu()...)
				r.picture(name + "-menu-list")
				for len(r.window.Canvas().Overlays().List()) > 0 {
					r.window.Canvas().Overlays().Remove(r.window.Canvas().Overlays().Top())
				}
				r.page.askDelete()
				r.picture(name + "-delete")
				r.window.Canvas().Overlays().Remove(r.window.Canvas().Overlays().Top())
				r.deps.editNote(n)
				r.picture(name + "-note")
				r.window.Canvas().Overlays().Remove(r.window.Canvas().Overlays().Top())
				r.page.beginSession()
				r.picture(name + "-session")
			}
		}
	}
}
