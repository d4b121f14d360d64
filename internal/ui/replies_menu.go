package ui

import (
	"net/url"
	"path/filepath"

	"fyne.io/fyne/v2"

	"echostr/internal/engine"
	"echostr/internal/reply"
	"echostr/internal/ui/kit"
)

// showMore offers what else can be done with the rule in the editor.
func (p *repliesPage) showMore() {
	d, t := p.draft(), p.deps.t
	if d == nil {
		return
	}
	p.deps.layer.Close() // the tip
	counts := d.rule.Then.Kind == reply.KindSequence || p.deps.engine.Hits(p.book.profile, d.rule.ID).Count > 0
	kit.ShowMenu(p.more, 0,
		kit.MenuItem{Text: t("replies.answered"), Act: p.showAnswered},
		kit.MenuItem{Text: t("replies.recount"), Disabled: !counts, Act: p.recount},
		kit.MenuItem{},
		kit.MenuItem{Text: t("replies.text.edit"), Disabled: !d.inForce, Act: p.editRuleText},
		kit.MenuItem{},
		kit.MenuItem{Text: t("replies.up"), Hint: "Alt+↑", Disabled: p.list.up.Disabled(), Act: func() { p.step(-1) }},
		kit.MenuItem{Text: t("replies.down"), Hint: "Alt+↓", Disabled: p.list.down.Disabled(), Act: func() { p.step(1) }},
	)
}

// recount lets a rule's sequence begin again.
func (p *repliesPage) recount() {
	d := p.draft()
	if d == nil {
		return
	}
	p.deps.engine.ResetRule(p.book.profile, d.rule.ID)
	p.deps.layer.Toast(p.deps.t("replies.recounted"))
	p.preview.wish()
}

// showTools offers what can be done with all of the profile's rules.
func (p *repliesPage) showTools(anchor fyne.CanvasObject) {
	t := p.deps.t
	p.deps.layer.Close() // the tip
	kit.ShowMenu(anchor, 0,
		kit.MenuItem{Text: t("replies.sets"), Act: p.showSets},
		kit.MenuItem{},
		kit.MenuItem{Text: t("replies.text.edit"), Act: func() { p.withText(p.editText) }},
		kit.MenuItem{Text: t("replies.text.copy"), Act: func() { p.withText(p.deps.copied) }},
		kit.MenuItem{Text: t("replies.text.paste"), Act: p.pasteRules},
		kit.MenuItem{},
		kit.MenuItem{Text: t("replies.import"), Act: p.importRules},
		kit.MenuItem{Text: t("replies.export"), Act: p.exportRules},
		kit.MenuItem{},
		kit.MenuItem{Text: t("replies.file.copy_path"), Act: func() { p.deps.copied(p.rulesFile().Path) }},
		kit.MenuItem{Text: t("replies.file.folder"), Act: p.openFolder},
		kit.MenuItem{},
		kit.MenuItem{Text: t("kit.undo"), Hint: "Ctrl+Alt+Z", Disabled: p.list.undo.Disabled(), Act: func() { p.stepBack(-1) }},
		kit.MenuItem{Text: t("replies.redo"), Hint: "Ctrl+Alt+Y", Disabled: p.list.redo.Disabled(), Act: func() { p.stepBack(1) }},
	)
}

// rulesFile is how the file of the profile's rules stands.
func (p *repliesPage) rulesFile() engine.RuleFile { return p.state.RuleFiles[p.book.profile] }

// openFolder shows the folder of the rules in the system's file manager.
func (p *repliesPage) openFolder() {
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(filepath.Dir(p.rulesFile().Path))}
	p.deps.complain(p.deps.open(u.String()))
}
