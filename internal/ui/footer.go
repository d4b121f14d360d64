package ui

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"echostr/internal/engine"
	"echostr/internal/ui/kit"
)

// footer is the line at the foot: where the server listens, and the counts.
type footer struct {
	deps   *deps
	dot    *kit.Status
	listen *kit.Label
	mend   *kit.Button // leads to the address when the server does not listen
	counts [3]*kit.Label
	notes  *kit.Button
	root   fyne.CanvasObject

	shown footerView
	given []string // the words of the notices
}

// footerView is the line in final words.
type footerView struct {
	level                    kit.Level
	listen                   string
	received, passed, failed string
	notes                    string
}

func presentFooter(d *deps, s *engine.Snapshot) footerView {
	v := footerView{
		level:    kit.LevelGood,
		listen:   d.t("footer.listening", "addr", s.Server.Addr),
		received: d.t("footer.received", "n", grouped(s.Counts.Received)),
		passed:   d.t("footer.passed", "n", grouped(s.Counts.Passed)),
		failed:   d.t("footer.failed", "n", grouped(s.Counts.Failed)),
	}
	if s.Server.Addr == "" {
		v.level, v.listen = kit.LevelError, d.t("footer.not_listening")
		if p := s.Server.Problem; p != nil {
			v.listen = d.listenTitle(p)
		}
	}
	if n := len(s.Notices); n > 0 {
		v.notes = d.t("footer.notices", "n", strconv.Itoa(n))
	}
	return v
}

func newFooter(d *deps) *footer {
	f := &footer{deps: d, dot: kit.NewStatus(kit.LevelNone, ""), listen: kit.NewLabel("", kit.Small)}
	f.mend = kit.NewButton(d.t("footer.mend"), kit.Quiet, func() { d.show(pageSettings) })
	for i := range f.counts {
		f.counts[i] = kit.NewLabel("", kit.Small)
	}
	f.notes = kit.NewButton("", kit.Quiet, func() { showNotices(d, f.given) })
	version := kit.NewButton("echostr "+d.version, kit.Quiet, func() { showAbout(d) })
	bar := kit.Row(18, kit.Row(0, f.dot, f.listen, kit.InsetSides(0, 0, 6, 0, container.NewCenter(f.mend))), f.counts[0], f.counts[1], f.counts[2],
		kit.Spring(), container.NewCenter(f.notes), container.NewCenter(version))
	f.root = container.NewStack(kit.NewGround(kit.ColorPanel, 0),
		kit.Fixed(0, 27, kit.Dock(kit.NewHairline(), nil, kit.Inset(0, 14, bar))))
	f.mend.Hide()
	f.notes.Hide()
	return f
}

func (f *footer) object() fyne.CanvasObject { return f.root }

func (f *footer) apply(c change) {
	f.given = noticeWords(f.deps, c.state.Notices)
	v := presentFooter(f.deps, c.state)
	if v == f.shown {
		return
	}
	f.shown = v
	f.dot.Set(v.level, "")
	f.listen.Set(v.listen, listenFace(v.level))
	f.mend.Hidden = v.level != kit.LevelError
	f.counts[0].Set(v.received, kit.Small)
	f.counts[1].Set(v.passed, kit.Small.In(kit.ColorGreen))
	f.counts[2].Set(v.failed, failedFace(c.state.Counts.Failed))
	f.notes.SetText(v.notes)
	f.notes.Hidden = v.notes == ""
	f.root.Refresh()
}

// listenFace is red when there is something to mend.
func listenFace(l kit.Level) kit.Face {
	if l == kit.LevelError {
		return kit.Small.In(kit.ColorRed)
	}
	return kit.Small
}

// failedFace is grey while nothing failed.
func failedFace(n int64) kit.Face {
	if n == 0 {
		return kit.Small
	}
	return kit.Small.In(kit.ColorRed)
}

// grouped is a number with a comma before each three digits: 1,284.
func grouped(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
