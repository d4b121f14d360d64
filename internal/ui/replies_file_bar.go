package ui

import (
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"echostr/internal/engine"
	"echostr/internal/reply"
	"echostr/internal/ui/kit"
)

// ruleFileBar says above the list what is the matter with the file of the rules: that what
// another program wrote is not in force, or was kept aside.
type ruleFileBar struct {
	page   *repliesPage
	ground *kit.Ground
	words  *kit.Flow
	acts   *fyne.Container
	said   string
	root   *fyne.Container
}

func newRuleFileBar(p *repliesPage) *ruleFileBar {
	b := &ruleFileBar{page: p, ground: kit.NewGround(kit.ColorRedGround, 0), words: kit.NewFlow(18), acts: kit.Wrap(8)}
	b.root = container.NewStack(b.ground, kit.Inset(8, 14, kit.Column(4, b.words, b.acts)))
	b.root.Hide()
	return b
}

// show says how the file stands.
func (b *ruleFileBar) show(f engine.RuleFile) {
	p, t := b.page, b.page.deps.t
	level, text := kit.LevelNone, ""
	var acts []*kit.Button
	switch {
	case reply.Blocks(f.Problems):
		worst := f.Problems[0]
		for _, q := range f.Problems {
			if !q.Warning {
				worst = q
				break
			}
		}
		level, text = kit.LevelError, t("replies.file.broken", "problem", p.placed(worst))
		acts = append(acts, kit.NewButton(t("replies.file.show"), kit.Link, func() { p.withText(p.editText) }).Small())
	case f.Fault != "":
		level, text = kit.LevelError, t("replies.file.fault", "detail", f.Fault)
	case f.Conflict != "":
		level, text = kit.LevelWarning, t("replies.file.conflict", "file", filepath.Base(f.Conflict))
		acts = append(acts, kit.NewButton(t("replies.file.copy_path"), kit.Link, func() { p.deps.copied(f.Conflict) }).Small(),
			kit.NewButton(t("replies.file.known"), kit.Link, func() { p.deps.engine.DismissRuleConflict(p.book.profile) }).Small())
	}
	if text == b.said {
		return
	}
	b.said = text
	b.ground.Fill = level.Ground()
	b.ground.Refresh()
	b.words.Set(kit.Span{Text: level.Mark() + " ", Face: kit.Code.Sized(13).In(level.Color())},
		kit.Span{Text: text, Face: kit.Small.In(level.Color())})
	b.acts.Objects = nil
	for _, a := range acts {
		b.acts.Add(a)
	}
	setVisible(b.root, text != "")
	b.root.Refresh()
	p.list.root.Refresh()
}
