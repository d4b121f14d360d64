package ui

import (
	"context"
	"slices"
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"echostr/internal/engine"
	"echostr/internal/exchange"
	"echostr/internal/ui/kit"
)

// kin is what belongs to an exchange besides itself: what a person noted on it, WeChat's
// other deliveries of the same message, what it replays and what replays it.
type kin struct {
	label    engine.Label
	attempts []int64 // oldest first; itself among them
	replays  []int64 // the newest, oldest first
}

// tryWindow is how long after a delivery further ones may come.
const tryWindow = 2 * time.Minute

// replaysMost is how many replays of one exchange are remembered, the newest, for the lines
// stand above everything else; and replaysOf of how many exchanges they are.
const (
	replaysMost = 4
	replaysOf   = 1000
)

// learn remembers what replays what, which the journal does not tell backwards, and sees
// further deliveries of what is shown.
func (p *detail) learn(fresh []*exchange.Exchange) {
	for _, x := range fresh {
		if y := p.exchange; y != nil && x.First > 0 && (x.First == y.ID || x.First == y.First) {
			p.tried = true
		}
		if x.Origin == 0 {
			continue
		}
		if p.replays == nil || len(p.replays) >= replaysOf {
			p.replays = map[int64][]int64{}
		}
		ids := append(p.replays[x.Origin], x.ID)
		p.replays[x.Origin] = ids[max(0, len(ids)-replaysMost):]
	}
}

// lookAround finds an exchange's other deliveries, if it may have some, and shows them.
func (p *detail) lookAround() {
	x := p.exchange
	if x == nil {
		return
	}
	if p.tried, p.looked = false, p.state.Counts.Last; p.looking {
		p.tried = true
		return
	}
	p.looking = true
	var ids []int64
	p.deps.run(func(context.Context) error {
		ids = p.deps.engine.Attempts(x.ID)
		return nil
	}, func(error) {
		p.looking = false
		if x != p.exchange || p.tried {
			p.lookAround()
		}
		if x == p.exchange && !slices.Equal(ids, p.attempts) {
			p.attempts = ids
			p.showKin()
			if p.tabs.Choice() == tabResponse && x.Duration > replyLimit {
				p.turnTo() // it says whether WeChat tried again
			}
		}
	})
}

// followKin looks again when something came that may belong to the exchange, and at what
// was noted on it.
func (p *detail) followKin() {
	x := p.exchange
	if x == nil {
		return
	}
	missed := p.state.Counts.Last-p.looked > freshMax && p.deps.now().Sub(x.Time) < tryWindow // they came too many at once
	if !p.looking && (p.tried || missed) {
		p.lookAround()
	}
	now := kin{label: p.deps.engine.Label(x.ID), attempts: p.attempts, replays: p.replays[x.ID]}
	if now.label != p.kin.label || !slices.Equal(now.replays, p.kin.replays) {
		p.showKin()
	}
}

// showKin fills the lines below the facts: pin and note, the other deliveries, the
// origin and the replays.
func (p *detail) showKin() {
	x, t := p.exchange, p.teller
	if x == nil {
		return
	}
	p.kin = kin{label: p.deps.engine.Label(x.ID), attempts: p.attempts, replays: slices.Clone(p.replays[x.ID])}
	p.lines.Objects = nil
	if l := p.kin.label; l.Pinned || l.Note != "" {
		var spans []kit.Span
		if l.Pinned {
			spans = append(spans, kit.Span{Text: t.t("detail.pinned") + "  ", Face: kit.Small.Bolder().In(kit.ColorAmber)})
		}
		if l.Note != "" {
			spans = append(spans, kit.Span{Text: t.t("detail.note") + " ", Face: kit.Small}, kit.Span{Text: t.guard(x, oneLine(l.Note)), Face: kit.Small.In(kit.ColorText)})
		}
		p.lines.Add(kit.NewFlow(18, spans...))
	}
	if ids := p.kin.attempts; len(ids) > 1 {
		at := slices.Index(ids, x.ID) + 1
		row := []fyne.CanvasObject{kit.NewLabel(t.t("detail.attempts", "at", at, "of", len(ids)), kit.Small)}
		near, before, after := nearest(ids, at-1)
		if before {
			row = append(row, kit.NewLabel("…", kit.Small))
		}
		for _, id := range near {
			if id != x.ID {
				row = append(row, p.link(id, p.outcome(id)))
			}
		}
		if after {
			row = append(row, kit.NewLabel("…", kit.Small))
		}
		p.lines.Add(kit.Wrap(8, row...))
	}
	if x.Origin > 0 {
		p.lines.Add(kit.Wrap(8, kit.NewLabel(t.t("detail.origin"), kit.Small), p.link(x.Origin, "")))
	}
	if len(p.kin.replays) > 0 {
		row := []fyne.CanvasObject{kit.NewLabel(t.t("detail.replays"), kit.Small)}
		for _, id := range p.kin.replays {
			row = append(row, p.link(id, p.outcome(id)))
		}
		p.lines.Add(kit.Wrap(8, row...))
	}
	p.lines.Refresh()
}

// attemptsMost is how many deliveries of a message are named, the shown one among them: WeChat
// makes three, but a message can be replayed a thousand times within a minute.
const attemptsMost = 5

// nearest are up to attemptsMost of ids around the one at a place, and whether there are more
// before and after them.
func nearest(ids []int64, at int) (near []int64, before, after bool) {
	from := max(0, min(at-attemptsMost/2, len(ids)-attemptsMost))
	to := min(len(ids), from+attemptsMost)
	return ids[from:to], from > 0, to < len(ids)
}

// link leads to another exchange.
func (p *detail) link(id int64, more string) fyne.CanvasObject {
	words := "#" + strconv.FormatInt(id, 10)
	if more != "" {
		words += " " + more
	}
	return kit.NewButton(words, kit.Link, func() { p.deps.choose(id) }).Small()
}

// outcome is what another delivery was answered, in short.
func (p *detail) outcome(id int64) string {
	x, ok := p.deps.engine.Exchange(id)
	if !ok {
		return p.teller.t("detail.gone")
	}
	words := status(x.Response.Status)
	if x.Response.Status == 0 {
		words = p.teller.t("detail.unanswered")
	} else if x.Reply != "" && x.Reply != "success" && x.Reply != "empty" {
		words += " " + p.teller.reply(x.Reply)
	}
	return words + " " + took(x.Duration)
}
