package ui

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"echostr/internal/engine"
	"echostr/internal/profile"
	"echostr/internal/ui/kit"
	"echostr/internal/words"
)

// TestReplayPictures puts the dialog in many states, in both languages and looks and three
// sizes. With UI_PICTURES=dir it leaves PNGs there for eyes.
func TestReplayPictures(t *testing.T) {
	for _, lang := range words.Languages() {
		for look, mode := range map[string]kit.Mode{"light": kit.Light, "dark": kit.Dark} {
			r := stageReplay(t, lang, said("请问今天几点开门？我想来看看新到的书，带两个孩子。"))
			r.theme.Mode = mode
			r.engine.edit(func(s *profile.Settings) { s.Backend = "http://127.0.0.1:8080/wx" })
			r.engine.records.replayed = func(_ context.Context, q engine.ReplayRequest) ([]engine.ReplayResult, error) {
				for i := range 9 {
					one := engine.ReplayResult{N: i, Origin: q.ID, Status: 200, Duration: time.Duration(2+i) * time.Millisecond}
					switch i {
					case 3:
						one.Status, one.Problem, one.Detail, one.Duration = 0, "unreachable", "send again: dial tcp 127.0.0.1:8080: connect: connection refused", 0
					case 5:
						one.Status, one.Problem, one.Code = 404, "edge", "ERR_NGROK_3200"
					case 6:
						x := verification(rigToken, "wechat2026 ")
						r.engine.add(x)
						one.ID, one.Status = x.ID, 403
					default:
						x := said("重放")
						r.engine.add(x)
						one.ID = x.ID
					}
					q.Progress(i+1, 9, one)
				}
				return nil, nil
			}
			shoot := func(state string, w, h float32) {
				t.Helper()
				r.resize(w, h)
				relayout(r.window)
				if got := r.said(); strings.Contains(got, "⟦") {
					t.Errorf("%s %s: words are missing: %s", lang, state, got)
				}
				if d := r.dialog; d != nil {
					if size := d.dialog.Size(); size.Width > w || size.Height > h {
						t.Errorf("%s %s: the dialog takes %v of %v by %v", lang, state, size, w, h)
					}
				}
				r.picture(fmt.Sprintf("replay-%s-%s-%s-%v", state, lang, look, w))
			}
			all := func(state string) {
				t.Helper()
				shoot(state, 960, 600)
				shoot(state, 1920, 1080)
				shoot(state, 1280, 800)
			}
			d := r.deps
			r.open()
			all("as-it-was")
			r.word(d.t("replay.resign"))
			r.word(d.t("account.mode.safe"))
			shoot("resign", 1280, 800)
			r.word(d.t("replay.edited"))
			all("form")
			r.press(d.t("replay.form.add"))
			r.dialog.what.(*replayWhat).edit.table.lines[6].value.Entry.SetText("1")
			shoot("form-fault", 1280, 800)
			r.dialog.what.(*replayWhat).edit.table.remove(r.dialog.what.(*replayWhat).edit.table.lines[6])
			r.word(d.t("replay.edit.text"))
			r.write(r.dialog.what.(*replayWhat).edit.text.editor, "<xml>\n<ToUserName>gh</ToUserNam>\n</xml>")
			r.ctrlEnter()
			shoot("text-fault", 1280, 800)
			r.word(d.t("replay.edit.raw"))
			r.word(d.t("replay.to.backend"))
			r.word(d.t("replay.many"))
			all("raw")
			r.press(d.t("replay.send.times", "n", 10))
			all("sent")
			r.dialog.sent.list.Choose(3)
			shoot("unreachable", 960, 600)
			r.dialog.dialog.Close()

			s := stageReplay(t, lang, messages(40)...)
			s.theme.Mode = mode
			s.open()
			r = s
			all("several")
		}
	}
}
