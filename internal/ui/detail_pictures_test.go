package ui

import (
	"os"
	"strings"
	"testing"

	"echostr/internal/exchange"
	"echostr/internal/profile"
	"echostr/internal/ui/kit"
	"echostr/internal/wechat"
)

// otherKey is a key that opens nothing here.
var otherKey = strings.Repeat("a", 43)

// sealedTo is the encrypted push as an account finds it.
func sealedTo(c wechat.AccountConfig, k *wechat.Known) *exchange.Exchange {
	x := sealedPush()
	return arrived(wechat.NewAccount(c), "POST", "/wx/demo", x.Request.Query, string(x.Request.Entity()), k)
}

// TestDiagnosisPictures draws the diagnosis in its states for eyes.
func TestDiagnosisPictures(t *testing.T) {
	wrongKey := wechat.AccountConfig{Token: rigToken, AppID: "wx5823bf96d3bd56c7", Mode: wechat.Safe, Keys: []string{otherKey}}
	known := &wechat.Known{Peers: []wechat.Peer{{ID: "shop0001", Name: "商城", Token: "shop2026", Path: "/wx/shop",
		AESKeys: []string{"abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"}}}}
	wrongApp := wechat.AccountConfig{Token: rigToken, AppID: "wx5823bf96d3bd56d7", Mode: wechat.Safe, Keys: []string{"abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"}}
	for _, lang := range []string{"zh-Hans", "en"} {
		for _, mode := range []kit.Mode{kit.Light, kit.Dark} {
			for _, size := range [][2]float32{{1004, 726}, {684, 526}, {1644, 1006}} {
				if os.Getenv("UI_PICTURES") == "" && (lang == "en") != (size[0] == 684 && mode == kit.Dark) {
					continue // without eyes, two of them will do
				}
				r := stageRequests(t, lang, verification("we chat2026", rigToken), pushed(rigToken, "GET", signedQuery("shop2026")+"&echostr=4375120948345356249", "", known),
					sealedTo(wrongKey, known), sealedTo(wrongApp, nil), sealedPush(), verification(rigToken, "Wechat2026"))
				r.theme.Mode = mode
				r.resize(size[0], size[1])
				name := "diag-" + lang + map[kit.Mode]string{kit.Light: "-light", kit.Dark: "-dark"}[mode] +
					map[float32]string{1004: "", 684: "-narrow", 1644: "-wide"}[size[0]]
				r.engine.edit(func(s *profile.Settings) {
					s.Profiles[0].Token = "wechat2026"
					s.Profiles[0].Mode = wechat.Safe
					s.Profiles = append(s.Profiles, profile.Profile{ID: "shop0001", Name: "商城", Token: "shop2026", Path: "/wx/shop"})
				})
				r.tick()
				for i, word := range map[int]string{0: "case", 2: "app", 3: "key", 4: "other", 5: "blank"} {
					r.page.rows.Choose(i)
					r.settle()
					r.picture(name + "-" + word)
					if word == "key" {
						r.page.detail.tabs.Choose(tabMessage)
						r.settle()
						r.picture(name + "-key-body")
						r.page.detail.tabs.Choose(tabDiagnosis)
					}
				}
				r.page.rows.Choose(5)
				r.settle()
				r.page.detail.recheck()
				r.settle()
				relayout(r.window)
				r.picture(name + "-now-good")
				r.page.rows.Choose(0)
				r.settle()
				r.page.detail.recheck()
				r.settle()
				r.picture(name + "-now-bad")
				r.page.rows.Choose(1)
				r.page.detail.tabs.Choose(tabMessage)
				r.settle()
				relayout(r.window)
				r.picture(name + "-sealed")
				r.silent("⟦")
			}
		}
	}
}
