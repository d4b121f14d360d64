package ui

import (
	"strconv"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"echostr/internal/engine"
	"echostr/internal/ui/kit"
)

// replaySent is the live list of how requests went.
type replaySent struct {
	deps   *deps
	teller teller
	look   func(id int64) // shows an exchange on the requests page
	many   bool           // several exchanges were sent, so rows name theirs

	inbox replayInbox
	rows  []replayRow
	good  int // how many held
	bad   int // and how many did not, or did not arrive

	bar    *kit.Progress
	state  *kit.Label
	list   *kit.Rows
	none   *kit.Flow
	full   *kit.Flow // the chosen row in full
	view   *kit.Button
	beside *kit.Button
	under  fyne.CanvasObject // what is said of the chosen row
	root   fyne.CanvasObject
}

// replayInbox takes results from the goroutines that send until the UI goroutine comes for
// them.
type replayInbox struct {
	mu      sync.Mutex
	rows    []replayRow
	done    int
	of      int
	waiting bool // a call that comes for them was posted
}

const replayRowHeight = 30

func newReplaySent(d *deps, t teller, look func(int64)) *replaySent {
	s := &replaySent{deps: d, teller: t, look: look}
	s.bar = kit.NewProgress()
	s.bar.Hide()
	s.state = kit.NewLabel(d.t("replay.results"), kit.Small)
	s.list = kit.NewRows(replayColumns, replayRowHeight, func() int { return len(s.rows) }, func(i int, into []kit.Cell) {
		if i < len(s.rows) {
			s.rows[i].cells(into)
		}
	})
	s.list.OnChosen = func(int) { s.choose() }
	s.none = kit.NewFlow(20, kit.Span{Text: d.t("replay.none"), Face: kit.Faint.Sized(13)})
	s.full = kit.NewFlow(18)
	s.view = kit.NewButton("", kit.Plain, nil).Small()
	s.beside = kit.NewButton("", kit.Plain, nil).Small()
	s.under = kit.Column(0, kit.NewHairline(), kit.Inset(8, 12, kit.Column(8, s.full, kit.Wrap(6, s.view, s.beside))))
	s.under.Hide()
	frame := kit.NewGround(kit.ColorPanel, 8)
	frame.Line = kit.ColorLine
	body := container.NewStack(frame, kit.Inset(4, 1, kit.Dock(nil, s.under, container.NewStack(s.list.Wrapped(), kit.Inset(10, 12, kit.Column(0, s.none))))))
	s.root = kit.Dock(kit.Column(0, s.state, kit.InsetSides(3, 5, 0, 0, s.bar)), nil, body)
	s.list.Hide()
	return s
}

// begin forgets what was sent before.
func (s *replaySent) begin(of int) {
	s.rows, s.good, s.bad = nil, 0, 0
	s.list.Mark(-1)
	s.list.Hide()
	s.under.Hide()
	s.none.Hide()
	s.bar.SetValue(0)
	s.bar.Show()
	s.say(0, of)
	s.root.Refresh()
}

// take is told of a result by a goroutine that sends.
func (s *replaySent) take(done, of int, r engine.ReplayResult) {
	x, _ := s.deps.engine.Exchange(r.ID)
	row := s.teller.replayed(r, x)
	if s.many {
		row.number = "#" + strconv.FormatInt(r.Origin, 10)
	}
	in := &s.inbox
	in.mu.Lock()
	in.rows, in.done, in.of = append(in.rows, row), done, of
	post := !in.waiting
	in.waiting = true
	in.mu.Unlock()
	if post {
		s.deps.post(s.drain)
	}
}

// drain shows what has come.
func (s *replaySent) drain() {
	in := &s.inbox
	in.mu.Lock()
	rows, done, of := in.rows, in.done, in.of
	in.rows, in.waiting = nil, false
	in.mu.Unlock()
	if len(rows) == 0 {
		return
	}
	at := s.list.Chosen()
	follow := at < 0 || at == len(s.rows)-1
	for _, r := range rows {
		if r.passed {
			s.good++
		} else {
			s.bad++
		}
	}
	s.rows = append(s.rows, rows...)
	s.list.Show()
	s.bar.SetValue(float64(done) / float64(of))
	s.say(done, of)
	s.list.Refresh()
	if follow {
		s.list.Mark(len(s.rows) - 1)
		s.choose()
		s.list.Reveal(len(s.rows) - 1)
	}
}

// say tells how far it has come.
func (s *replaySent) say(done, of int) {
	s.state.Set(s.deps.t("replay.progress", "n", grouped(int64(done)), "m", grouped(int64(of)))+s.tally(), kit.Small)
}

// tally is how many held and how many did not.
func (s *replaySent) tally() string {
	text := ""
	if s.good > 0 {
		text += " · " + s.deps.t("replay.tally.good", "n", grouped(int64(s.good)))
	}
	if s.bad > 0 {
		text += " · " + s.deps.t("replay.tally.bad", "n", grouped(int64(s.bad)))
	}
	return text
}

// end says how it came out; why is "" where nothing stopped it.
func (s *replaySent) end(why string) {
	s.drain()
	s.bar.Hide()
	words := s.deps.t("replay.sent", "n", grouped(int64(len(s.rows)))) + s.tally()
	face := kit.Small
	if why != "" {
		words, face = why+s.tally(), kit.Small.In(kit.ColorAmber)
	}
	s.state.Set(words, face)
	toggle(s.none, len(s.rows) == 0)
	s.root.Refresh()
}

// choose shows the chosen row in full, and what can be done with it.
func (s *replaySent) choose() {
	i := s.list.Chosen()
	if i < 0 || i >= len(s.rows) {
		s.under.Hide()
		return
	}
	r := s.rows[i]
	spans := []kit.Span{{Text: r.words, Face: kit.Small.In(r.level.Color())}}
	if r.detail != "" {
		spans = append(spans, kit.Span{Text: "\n" + r.detail, Face: kit.Faint})
	}
	s.full.Set(spans...)
	toggle(s.full, r.words != s.deps.t("replay.verdict.pass")) // else the row has said it all
	toggle(s.view, r.id != 0)
	toggle(s.beside, r.id != 0)
	if r.id != 0 {
		s.view.SetText(s.deps.t("replay.view", "id", r.id))
		s.view.OnTapped = func() { s.look(r.id) }
		s.beside.SetText(s.deps.t("replay.compare", "id", r.origin))
		s.beside.OnTapped = func() { s.deps.compare(r.origin, r.id) }
	}
	s.under.Show()
	s.under.Refresh()
	s.root.Refresh()
}
