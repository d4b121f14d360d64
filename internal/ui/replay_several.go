package ui

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"echostr/internal/engine"
	"echostr/internal/exchange"
	"echostr/internal/simulate"
	"echostr/internal/ui/kit"
)

// replaySeveral is what is sent of several requests: all of them as they were, or all
// signed anew, in the order in which they came.
type replaySeveral struct {
	deps    *deps
	teller  teller
	all     []*exchange.Exchange // nil where one is gone
	ids     []int64
	changed func()

	how    *kit.Segmented
	howAt  *kit.FormField
	mode   *replayMode
	spaced *kit.Switch
	list   *kit.Rows
	root   fyne.CanvasObject
}

// severalColumns are those of the list of what is sent.
var severalColumns = kit.Cols{
	{Width: 18, Face: kit.Code.Sized(16)},
	{Width: 52, Face: kit.Small},
	{Width: 60, Face: kit.Small},
	{Width: 60, Face: kit.Small.Sized(11), Align: fyne.TextAlignCenter, Badge: true},
	{Width: 0, Face: kit.Small.In(kit.ColorText)},
}

func newReplaySeveral(d *deps, t teller, ids []int64, all []*exchange.Exchange, changed func()) *replaySeveral {
	s := &replaySeveral{deps: d, teller: t, ids: ids, all: all, changed: changed}
	s.how = kit.NewSegmented([]string{d.t("replay.as_it_was"), d.t("replay.resign")}, func(int) { s.turn() })
	s.howAt = kit.NewFormField(d.t("replay.how"), s.how)
	p, known := d.engine.Snapshot().Active(), true
	for _, x := range all {
		if x != nil {
			p, known = d.engine.Snapshot().Settings.Answering(x.Request.Path, x.Profile)
			break
		}
	}
	s.mode = newReplayMode(d, p, known, changed)
	s.spaced = kit.NewSwitch(d.t("replay.spaced"), false, func(bool) { changed() })
	s.list = kit.NewRows(severalColumns, replayRowHeight, func() int { return len(s.ids) }, s.cells)
	frame := kit.NewGround(kit.ColorPanel, 8)
	frame.Line = kit.ColorLine
	head := kit.Column(10, s.howAt, s.mode.root, s.spaced, kit.NewLabel(d.t("replay.several.list", "n", len(ids)), kit.Small))
	s.root = kit.Dock(kit.InsetSides(0, 3, 0, 0, head), nil, container.NewStack(frame, kit.Inset(4, 1, s.list.Wrapped())))
	s.turn()
	return s
}

func (s *replaySeveral) turn() {
	hint := "replay.several.as_it_was.hint"
	if s.how.Choice() == 1 {
		hint = "replay.several.resign.hint"
	}
	s.howAt.SetHint(s.deps.t(hint))
	toggle(s.mode.root, s.how.Choice() == 1)
	s.list.Refresh()
	s.changed()
}

// cells fills a row: what is sent, or why it cannot be.
func (s *replaySeveral) cells(i int, into []kit.Cell) {
	if i >= len(s.ids) {
		return
	}
	into[1].Text = "#" + strconv.FormatInt(s.ids[i], 10)
	x := s.all[i]
	if x == nil {
		into[0] = kit.Cell{Text: kit.LevelError.Mark(), Color: kit.LevelError.Color()}
		into[4] = kit.Cell{Text: s.deps.t("replay.problem.gone"), Color: kit.ColorRed}
		return
	}
	level := levelOf(x)
	into[0] = kit.Cell{Text: level.Mark(), Color: level.Color()}
	if level == kit.LevelNone {
		into[0].Text = foreignMark
	}
	into[2].Text = clock(x.Time)
	word, tone := s.teller.kind(x)
	into[3] = kit.Cell{Text: word, Color: tone}
	into[4].Text = s.teller.say(x)
	if key := s.refused(x); key != "" {
		into[4] = kit.Cell{Lead: s.deps.t(key) + " ", LeadColor: kit.ColorAmber, Text: s.teller.say(x), Color: kit.ColorText2}
	}
}

// refused is the key of why a request cannot be sent in the chosen way; "" when it can.
func (s *replaySeveral) refused(x *exchange.Exchange) string {
	_, err := simulate.Again(x)
	if s.how.Choice() == 1 {
		_, err = simulate.Message(x)
	}
	switch {
	case err == nil:
		return ""
	case x.Request.Cut:
		return "replay.several.cut"
	case x.Request.Method == "":
		return "replay.several.not_http"
	}
	return "replay.several.sealed"
}

// fill puts what was chosen into a request.
func (s *replaySeveral) fill(r *engine.ReplayRequest) bool {
	r.IDs, r.Spaced = s.ids, s.spaced.On()
	if s.how.Choice() == 1 {
		r.How, r.Mode = engine.Resign, s.mode.mode()
		return s.mode.ready()
	}
	return true
}

// blocked, shift and print: several are never edited.
func (s *replaySeveral) shift(int)       {}
func (s *replaySeveral) blocked() string { return "" }
func (s *replaySeveral) print() string   { return "" }
