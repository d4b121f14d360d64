package ui

import (
	"strconv"

	"fyne.io/fyne/v2"

	"echostr/internal/engine"
	"echostr/internal/exchange"
	"echostr/internal/ui/kit"
)

// replayRow is how one request went, in final strings.
type replayRow struct {
	origin, id int64 // of what was sent, and of what it became; 0 where nothing was recorded
	level      kit.Level
	passed     bool
	number     string // which one, from 1
	status     string
	took       string
	words      string
	detail     string // the error's own text, for those who can use it
}

// replayColumns are those of the list of results.
var replayColumns = kit.Cols{
	{Width: 18, Face: kit.Code.Sized(16)},
	{Width: 42, Face: kit.Small, Align: fyne.TextAlignTrailing},
	{Width: 34, Face: kit.Small, Align: fyne.TextAlignTrailing},
	{Width: 50, Face: kit.Small, Align: fyne.TextAlignTrailing},
	{Width: 0, Face: kit.Small.In(kit.ColorText)},
}

func (r *replayRow) cells(into []kit.Cell) {
	into[0] = kit.Cell{Text: r.level.Mark(), Color: r.level.Color()}
	into[1].Text, into[2].Text, into[3].Text = r.number, r.status, r.took
	into[4] = kit.Cell{Text: r.words}
	if r.level == kit.LevelError {
		into[4].Color = kit.ColorRed
	}
}

// replayed presents a result; x is what it became, nil where nothing was recorded.
func (t teller) replayed(r engine.ReplayResult, x *exchange.Exchange) replayRow {
	out := replayRow{origin: r.Origin, id: r.ID, number: strconv.Itoa(r.N + 1), status: status(r.Status), took: took(r.Duration),
		level: kit.LevelError, detail: oneLine(r.Detail)}
	switch {
	case r.Problem != "":
		key := "replay.problem." + r.Problem
		if !t.words.Has(key) {
			key = "replay.problem.other"
		}
		out.words = t.t(key, "code", r.Code, "status", status(r.Status))
	case x == nil:
		out.words = t.t("replay.not_recorded", "status", status(r.Status))
	case x.Via == exchange.Direct && r.Status != 200:
		out.words = t.t("replay.backend.status", "status", status(r.Status))
	case x.Via == exchange.Direct && x.Verdict != exchange.Pass: // by its own settings it may hold all the same
		out.passed, out.level = true, kit.LevelGood
		out.words = t.t("replay.backend.answered", "status", status(r.Status))
	default:
		if out.passed = x.Verdict == exchange.Pass; out.passed {
			out.level = levelOf(x)
		}
		out.words = t.outcome(x)
	}
	return out
}

// outcome is a verdict in a few words.
func (t teller) outcome(x *exchange.Exchange) string {
	switch {
	case len(x.Opened.Causes) > 0 && x.Verdict != exchange.Pass:
		return t.causeTitle(x, &x.Opened.Causes[0])
	case x.Verdict == exchange.NotForUs:
		return t.t("replay.verdict.foreign")
	case len(telling(x)) > 0:
		return t.t("replay.verdict.pass") + " · " + t.causeTitle(x, &telling(x)[0])
	case x.Reply != "" && x.Rule != "":
		return t.t("replay.verdict.rule", "reply", t.reply(x.Reply), "rule", oneLine(x.Rule))
	case x.Reply != "":
		return t.t("replay.verdict.reply", "reply", t.reply(x.Reply))
	}
	return t.t("replay.verdict.pass")
}
