package ui

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"echostr/internal/engine"
	"echostr/internal/exchange"
	"echostr/internal/ui/kit"
)

// TestViewPictures draws the viewers, the deliveries and the timings for eyes.
func TestViewPictures(t *testing.T) {
	for _, lang := range []string{"zh-Hans", "en"} {
		for _, mode := range []kit.Mode{kit.Light, kit.Dark} {
			for _, width := range []float32{1004, 684, 1644} {
				if os.Getenv("UI_PICTURES") == "" && (lang == "en") != (width == 684 && mode == kit.Dark) {
					continue // without eyes, two of them will do
				}
				height := map[float32]float32{1004: 726, 684: 526, 1644: 1006}[width]
				quick := happened(scanCode)
				quick.Timings = exchange.Timings{Received: 200 * time.Microsecond, Verified: 320 * time.Microsecond, Decided: 1500 * time.Microsecond,
					Built: 1505 * time.Microsecond, Delivered: 3 * time.Millisecond}
				answered(quick, 200, "<xml><ToUserName><![CDATA["+rigOpenID+"]]></ToUserName><MsgType><![CDATA[news]]></MsgType><Articles><item><Title><![CDATA[标题]]></Title></item></Articles></xml>")
				quick.Rule, quick.Reply = "扫码", "text"
				late := delivered(2, 2, 6200*time.Millisecond)
				late.Timings = exchange.Timings{Received: 20 * time.Millisecond, Verified: 30 * time.Millisecond, Decided: 6 * time.Second, Built: 6100 * time.Millisecond, Delivered: 6200 * time.Millisecond}
				again := happened("<MsgType>image</MsgType><PicUrl><![CDATA[http://mmbiz.qpic.cn/mmbiz_jpg/abc/0]]></PicUrl><MediaId>m1</MediaId>")
				again.Origin = 1
				broken := pushed(rigToken, "POST", signedQuery(rigToken), "<xml>\n<MsgType>text</MsgType>\n<Content>a</Contend>\n</xml>", nil)
				r := stageRequests(t, lang, quick, delivered(0, 0, 5100*time.Millisecond), late, delivered(2, 3, 3*time.Millisecond), sealedPush(), broken)
				r.come(again)
				r.theme.Mode = mode
				r.resize(width, height)
				r.engine.records.picture = func(context.Context, string) ([]byte, error) { return pngOf(640, 480), nil }
				r.engine.SetLabel(3, engine.Label{Pinned: true, Note: "用户说没有收到回复，先留着"})
				name := fmt.Sprintf("view-%s-%s-%v-", lang, map[kit.Mode]string{kit.Light: "light", kit.Dark: "dark"}[mode], width)
				shot := func(id int64, tab, form int, word string) {
					r.page.detail.form[tab] = form
					r.deps.choose(id)
					r.page.detail.tabs.Choose(tab)
					r.page.detail.turnTo()
					r.tick()
					r.picture(name + word)
				}
				shot(3, tabDiagnosis, formFirst, "kin")
				shot(3, tabResponse, formFirst, "slow")
				shot(1, tabResponse, formFirst, "quick")
				shot(1, tabResponse, formHex, "hex")
				shot(1, tabMessage, formPretty, "pretty")
				c := r.code()
				c.FoldAll()
				c.Choose(3)
				c.OnFind()
				for _, o := range r.everything() {
					if e, ok := o.(*kit.FieldEntry); ok && e == r.window.Canvas().Focused() {
						e.SetText("CDATA")
						e.OnChanged("CDATA")
					}
				}
				r.picture(name + "find")
				r.lineMenu(4)
				r.picture(name + "menu")
				r.key("Escape")
				shot(5, tabMessage, formSealed, "sealed")
				shot(6, tabMessage, formPretty, "fault")
				shot(7, tabMessage, formFields, "fields")
				for _, o := range r.everything() {
					if b, ok := o.(*kit.Button); ok && strings.Contains(b.Text(), "mmbiz") {
						r.tap(b)
						break
					}
				}
				r.picture(name + "image")
				if strings.Contains(r.said(), "⟦") {
					t.Errorf("%s: words are missing: %s", name, r.said())
				}
			}
		}
	}
}
