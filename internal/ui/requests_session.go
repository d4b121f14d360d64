package ui

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"echostr/internal/engine"
	"echostr/internal/exchange"
	"echostr/internal/ui/kit"
)

// followSessions takes the sessions that there are now.
func (p *requestsPage) followSessions() {
	last := p.state.Counts.Last
	now := p.deps.engine.Sessions()
	if !slices.Equal(now, p.feed.sessions) {
		p.feed.last = last
		p.change(func() { p.feed.begin(now) })
	}
	if p.feed.reaches(last) {
		p.change(p.feed.arrange)
	}
}

// sessionCell is the row between two sessions: when the newer one began, above it.
func (p *requestsPage) sessionCell(i int) kit.Cell {
	s := p.feed.sessions[i]
	began := s.Began.Local()
	text := began.Format("15:04")
	if y, m, d := p.deps.now().Local().Date(); began.Before(time.Date(y, m, d, 0, 0, 0, 0, time.Local)) {
		text = began.Format("2006-01-02 15:04")
	}
	lead := "↑ " + p.deps.t("requests.session.began", "time", text)
	if s.Name == "" {
		return kit.Cell{Lead: lead, LeadColor: kit.ColorText3, Tail: p.deps.t("requests.session.name"), TailColor: kit.ColorText3}
	}
	return kit.Cell{Lead: lead + " · ", LeadColor: kit.ColorText3, Text: s.Name, Color: kit.ColorText2}
}

// sessionMenu is what can be done with the session that begins at row i.
func (p *requestsPage) sessionMenu(i int, at fyne.Position) {
	d, e := p.deps, p.feed.at(i)
	if e.id != 0 {
		return
	}
	s := p.feed.sessions[e.session]
	kit.ShowMenuAt(d.window.Canvas(), at,
		kit.MenuItem{Text: d.t("requests.session.rename"), Act: func() { p.nameSession(s) }},
		kit.MenuItem{Text: d.t("requests.session.only"), Act: func() { p.onlySession(s) }})
}

// nameSession asks for a session's name.
func (p *requestsPage) nameSession(s engine.Session) {
	d := p.deps
	p.askSession(d.t("requests.session.rename.title"), s.Name, d.t("filters.save.do"), func(name string) error {
		_, err := d.engine.NameSession(s.ID, name)
		return err
	})
}

// beginSession asks for the name of a session that begins now; it needs none.
func (p *requestsPage) beginSession() {
	d := p.deps
	p.askSession(d.t("requests.session.begin.title"), "", d.t("requests.session.begin.do"), func(name string) error {
		_, err := d.engine.BeginSession(name)
		return err
	})
}

// sessionNameMost is how many characters a session's name may have.
const sessionNameMost = 40

func (p *requestsPage) askSession(title, name, word string, act func(name string) error) {
	d := p.deps
	field := kit.NewField(name).Plain()
	field.SetMax(sessionNameMost)
	form := kit.NewFormField(d.t("requests.session.field"), field)
	var dialog *kit.Dialog
	do := kit.NewButton(word, kit.Primary, nil)
	do.OnTapped = func() {
		text := strings.TrimSpace(field.Text())
		d.save(func(context.Context) error { return act(text) }, func(err error) {
			if err != nil {
				form.SetProblem(kit.LevelError, d.errorText(err))
				return
			}
			dialog.Close()
			p.followSessions()
			p.rows.Refresh()
		})
	}
	field.OnSubmitted = func(string) { do.OnTapped() }
	dialog = kit.Show(d.window, title, kit.Column(10, form, kit.NewFlow(18, kit.Span{Text: d.t("requests.session.hint"), Face: kit.Faint})),
		kit.NewButton(d.t("kit.cancel"), kit.Plain, func() { dialog.Close() }), do).Wide(400)
	d.window.Canvas().Focus(field.Entry) // which no canvas has drawn yet, so that it finds none itself
	field.Entry.TypedShortcut(selectAll)
}

// sessionTime is a time as terms of a query have it, to the second.
const sessionTime = "2006-01-02T15:04:05"

// onlySession narrows the search to the time of a session.
func (p *requestsPage) onlySession(s engine.Session) {
	box := p.bar.box
	var others []string
	for _, term := range box.query.Terms() {
		if !strings.HasPrefix(term, string(exchange.KeyUntil)+":") {
			others = append(others, term)
		}
	}
	text := exchange.With(strings.Join(others, " "), exchange.KeySince, s.Began.Local().Format(sessionTime), false)
	for _, next := range p.feed.sessions {
		if next.First > s.First {
			text = exchange.With(text, exchange.KeyUntil, next.Began.Add(-time.Second).Local().Format(sessionTime), false)
			break
		}
	}
	box.set(text)
}
