package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"echostr/internal/engine"
	"echostr/internal/profile"
	"echostr/internal/ui/kit"
)

// notices is the strip below the header that tells what should be known about the
// settings, one thing at a time, until it was read.
type notices struct {
	deps *deps
	text *kit.Flow
	root *fyne.Container

	seen  map[string]bool // what was read
	shown string
	all   []string
}

// noticeWords are the notices in words. That secrets are in a file because somebody asked
// for it is no news; the settings page tells it.
func noticeWords(d *deps, all []profile.Notice) []string {
	var out []string
	for _, n := range all {
		out = append(out, d.words.TM(n.Key(), n.Args))
	}
	return out
}

// journalWords is what keeps requests from being recorded, if anything does.
func journalWords(d *deps, h engine.Health) []string {
	if h.Kind == engine.JournalWell || h.Kind == engine.JournalMemoryOnly {
		return nil
	}
	return []string{d.t("journal."+h.Kind.String(), "file", h.File, "detail", h.Detail,
		"waiting", grouped(int64(h.Waiting)), "lost", grouped(h.Lost), "salvaged", grouped(h.Salvaged))}
}

// newsOf are the notices that deserve the strip.
func newsOf(all []profile.Notice) []profile.Notice {
	var out []profile.Notice
	for _, n := range all {
		if n.ID != profile.SecretsInFile || n.Args["reason"] != profile.ReasonOff {
			out = append(out, n)
		}
	}
	return out
}

func newNotices(d *deps) *notices {
	n := &notices{deps: d, text: kit.NewFlow(20), seen: map[string]bool{}}
	read := kit.NewButton(d.t("notices.read"), kit.Plain, n.read).Small()
	n.root = container.NewStack(kit.NewGround(kit.ColorAmberGround, 0),
		kit.Inset(7, 16, kit.Spread(12, kit.InsetSides(3, 3, 0, 0, n.text), read)))
	n.root.Hide()
	return n
}

func (n *notices) object() fyne.CanvasObject { return n.root }

func (n *notices) apply(c change) {
	n.all = append(journalWords(n.deps, c.state.Journal), noticeWords(n.deps, newsOf(c.state.Notices))...)
	n.next()
}

// next shows the first that was not read yet.
func (n *notices) next() {
	text := ""
	for _, t := range n.all {
		if !n.seen[t] {
			text = t
			break
		}
	}
	if text == n.shown {
		return
	}
	n.shown = text
	n.text.Set(kit.Span{Text: kit.LevelWarning.Mark() + " ", Face: kit.Code.Sized(14).In(kit.ColorAmber)},
		kit.Span{Text: text, Face: kit.Body})
	if text == "" {
		n.root.Hide()
	} else {
		n.root.Show()
	}
	n.root.Refresh()
}

func (n *notices) read() {
	n.seen[n.shown] = true
	n.next()
}

// showNotices tells all of them again.
func showNotices(d *deps, texts []string) {
	column := kit.Column(10)
	for _, t := range texts {
		column.Add(kit.NewFlow(20, kit.Span{Text: "· ", Face: kit.Body}, kit.Span{Text: t, Face: kit.Body}))
	}
	var dialog *kit.Dialog
	shut := kit.NewButton(d.t("kit.close"), kit.Plain, func() { dialog.Close() })
	dialog = kit.Show(d.window, d.t("notices.title"), column, shut).Wide(460)
}
