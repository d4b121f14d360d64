package ui

import (
	"os"
	"testing"

	"echostr/internal/profile"
	"echostr/internal/ui/kit"
)

// TestQueryPictures draws what hangs on the search field for eyes.
func TestQueryPictures(t *testing.T) {
	for _, lang := range []string{"zh-Hans", "en"} {
		for _, mode := range []kit.Mode{kit.Light, kit.Dark} {
			for _, size := range [][2]float32{{1004, 726}, {684, 526}, {1644, 1006}} {
				if os.Getenv("UI_PICTURES") == "" && (lang == "en") != (size[0] == 684 && mode == kit.Dark) {
					continue // without eyes, two of them will do
				}
				name := "query-" + lang + map[kit.Mode]string{kit.Light: "-light", kit.Dark: "-dark"}[mode] +
					map[float32]string{1004: "", 684: "-narrow", 1644: "-wide"}[size[0]]
				r := stageRequests(t, lang, append(gallery(), sealedPush())...)
				r.theme.Mode = mode
				r.resize(size[0], size[1])
				r.page.rows.Choose(0)
				for part, text := range map[string]string{"keys": "s", "values": "-type:event event:", "causes": "cause:t", "word": "图片"} {
					r.fill(r.page.bar.search, text)
					r.picture(name + "-" + part)
				}
				r.query("verdict:fail stauts:403 几点")
				r.says("stauts")
				r.picture(name + "-fault")
				r.query("verdict:maybe since:10m")
				r.picture(name + "-value")
				r.query("cause:token")
				r.press("?")
				r.picture(name + "-help")
				r.page.deps.window.Canvas().Overlays().Remove(r.page.deps.window.Canvas().Overlays().Top())
				r.engine.edit(func(s *profile.Settings) {
					s.Filters = []profile.SavedFilter{{Name: "Token 的问题", Text: "cause:token"}, {Name: "慢的和失败的事件",
						Text: `slow:>2s -type:text rule:"营业时间" status:>=400 from:oGZ3V5abcdefghijklmnopqrmK8c`, Group: 1}}
				})
				r.tick()
				r.press("★")
				r.says("cause:token")
				r.picture(name + "-saved")
				r.page.deps.window.Canvas().Overlays().Remove(r.page.deps.window.Canvas().Overlays().Top())
				showFilters(r.deps, r.page.bar.filters, r.page.bar.tells)
				r.picture(name + "-manage")
				r.page.deps.window.Canvas().Overlays().Remove(r.page.deps.window.Canvas().Overlays().Top())
				r.query("slow:>5s")
				r.page.bar.askName()
				r.picture(name + "-save")
				r.page.deps.window.Canvas().Overlays().Remove(r.page.deps.window.Canvas().Overlays().Top())
				kit.ShowMenuAt(r.window.Canvas(), r.page.rows.Position().AddXY(200, 200), r.page.detail.copies()...)
				r.picture(name + "-only")
			}
		}
	}
}
