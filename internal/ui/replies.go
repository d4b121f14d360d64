package ui

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"echostr/internal/engine"
	"echostr/internal/reply"
	"echostr/internal/ui/kit"
)

// repliesPage shows a profile's rules and edits them in place. A good edit is in force for
// the very next message; one with an error waits here, and the last good form goes on.
type repliesPage struct {
	deps *deps
	tell ruleTeller

	books  map[string]*ruleBook // by profile
	book   *ruleBook            // of the profile that the window shows
	state  *engine.Snapshot     // the newest
	recent recentMessages
	pause  *delay // holds typing back until it rests
	newer  bool   // a preview of a newer message waits

	recalling, recallAgain bool // the records are being asked for messages

	list    *ruleList
	file    *ruleFileBar
	editor  *ruleForm
	env     *formEnv
	chat    *chatView
	preview *previewer
	picked  pickedMessage // to preview with
	typing  bool          // what waits was typed

	title      *kit.Label
	mark, word *kit.Label     // how the rule stands
	about      *kit.FormField // and what there is to do about it
	waits      *kit.FormField // the same, where that comes and goes with typing: below the form, which must not move
	lead       *kit.Button    // to the rule that about speaks of
	front      string
	more       *kit.Button // what else can be done with the rule
	head, form *fyne.Container
	top        *fyne.Container   // holds about and lead
	scroll     *container.Scroll // holds form
	side       *fyne.Container
	blank      fyne.CanvasObject
	root       fyne.CanvasObject
}

const (
	// rulesWidth is that of the list where there is room.
	rulesWidth = 400
	// editorWidth is the least that the editor gets.
	editorWidth = 392
	// previewRest is the least time between two previews for newer messages.
	previewRest = 500 * time.Millisecond
)

func newRepliesPage(d *deps) *repliesPage {
	p := &repliesPage{deps: d, tell: ruleTeller{d.words}, books: map[string]*ruleBook{}, book: &ruleBook{},
		pause: newDelay(d, editPause)}
	d.toReplies = p.replyTo
	p.file = newRuleFileBar(p)
	p.list = newRuleList(p)
	p.env = &formEnv{deps: d, tell: p.tell, edit: p.edit, rule: p.draft, resized: p.fit}
	p.editor = newRuleForm(p.env)
	p.chat = newChatView(d, p.pickMessage, p.goTo, func() *container.Scroll { return p.scroll })
	p.preview = &previewer{deps: d, ask: p.previewAsk,
		clear: func() {
			p.chat.clear()
			p.fit()
		},
		show: func(v preview) {
			p.chat.show(v, p.state.Settings.MaskIDs)
			p.fit()
		}}

	p.title = kit.NewCutLabel("", kit.Title)
	p.mark, p.word = kit.NewLabel("", kit.Code), kit.NewLabel("", kit.Small)
	p.about = kit.NewFormField("", container.NewWithoutLayout())
	p.waits = kit.NewFormField("", container.NewWithoutLayout())
	p.waits.Hide()
	p.more = d.layer.Tip(kit.NewButton("", kit.Plain, p.showMore).WithIcon(kit.NewIcon(kit.More, kit.ColorText, 16)), d.t("replies.more"))
	p.lead = kit.NewButton("", kit.Link, func() { p.goTo(p.front) }).Small()
	p.head = kit.Spread(8, p.title, kit.Row(6,
		kit.InsetSides(0, 0, 0, 6, kit.Row(4, container.NewCenter(p.mark), container.NewCenter(p.word))),
		kit.NewButton(d.t("replies.copy"), kit.Plain, p.duplicate),
		kit.NewButton(d.t("replies.delete"), kit.Plain, p.remove),
		p.more))
	p.top = kit.Column(2, p.about, kit.Row(0, p.lead))
	p.form = kit.Column(14, p.top, p.editor.root, p.waits, p.chat.root, p.editor.below)
	p.scroll = container.NewVScroll(kit.InsetSides(14, 18, 18, 18, p.form))
	p.env.around = p.scroll
	p.side = container.NewStack(kit.Dock(
		kit.Column(0, kit.InsetSides(11, 11, 16, 14, p.head), kit.NewHairline()), nil, p.scroll))
	p.blank = kit.NewEmptyState(d.t("replies.empty.pick.title"), d.t("replies.empty.pick.text"))
	side := kit.Fixed(editorWidth, 0, container.NewStack(p.side, p.blank))
	p.root = kit.NewSplit(p.list.root, side, rulesWidth)
	p.turnTo("")
	return p
}

func (p *repliesPage) object() fyne.CanvasObject { return p.root }

// apply takes the engine's state: rules that changed by another hand, and messages to
// preview with.
func (p *repliesPage) apply(c change) {
	masks := p.state != nil && p.state.Settings.MaskIDs != c.state.Settings.MaskIDs
	p.state = c.state
	profile := c.state.Active()
	other := p.book.profile != profile.ID
	if other {
		p.pause.flush()
		if p.book.profile != "" {
			p.list.search.SetText("")
		}
		p.open(profile.ID)
	}
	p.hear(p.book, c.state)
	p.file.show(c.state.RuleFiles[profile.ID])
	if c.reload || other {
		p.recall()
	} else if p.recent.add(c.fresh, profile.ID) {
		p.previewLater()
	}
	if masks {
		p.preview.wish()
	}
	if c.reload || len(c.fresh) > 0 {
		p.list.rows.Refresh() // the counts
	}
}

// open turns to another profile's rules.
func (p *repliesPage) open(profile string) {
	b := p.books[profile]
	if b == nil {
		b = &ruleBook{profile: profile, warn: p.deps.engine.RuleWarnings}
		p.books[profile] = b
	}
	b.changed = func() { p.changed(b) }
	p.book = b
	p.turnTo(b.chosen)
}

// hear takes the rules of a snapshot, unless the page knows newer ones.
func (p *repliesPage) hear(b *ruleBook, s *engine.Snapshot) {
	rules, force := s.Rules[b.profile], s.RulesInForce[b.profile]
	if b.saving || s.Seq < b.seq {
		return
	}
	outside := b.heard && force.Version != b.version && force.Origin == engine.FromDisk
	if b.heard && slices.EqualFunc(rules, b.known, reply.Rule.Equal) {
		b.version = force.Version
		if b.date(force.Since) && b == p.book {
			p.showState()
		}
		return
	}
	at := force.Since
	crossed := b.merge(slices.Clone(rules), at, func(d *ruleDraft) bool {
		return b == p.book && d.rule.ID == p.book.chosen && p.pause.waiting()
	})
	if !crossed { // else the engine keeps what our next save goes over
		b.version = force.Version
	}
	b.past.note(b, false, p.deps.now())
	p.showAll()
	if outside && b == p.book {
		p.deps.layer.Toast(p.deps.t("replies.file.taken", "time", clock(at), "count", grouped(int64(len(rules)))))
	}
}

// draft is the rule in the editor, nil when there is none.
func (p *repliesPage) draft() *ruleDraft {
	if i := p.book.find(p.book.chosen); i >= 0 {
		return p.book.drafts[i]
	}
	return nil
}

// showAll shows the book as it is now.
func (p *repliesPage) showAll() {
	if p.draft() == nil {
		next := ""
		if len(p.book.drafts) > 0 {
			next = p.book.drafts[0].rule.ID
		}
		p.turnTo(next)
		return
	}
	p.list.refresh()
	p.showState()
	p.editor.show(p.draft())
	p.fit()
	p.preview.wish()
}

// goTo turns to a rule that another one speaks of.
func (p *repliesPage) goTo(id string) {
	if p.book.find(id) < 0 {
		return
	}
	p.pause.flush()
	p.list.search.SetText("")
	p.turnTo(id)
	p.list.reveal()
}

// turnTo puts a rule into the editor, or none for "".
func (p *repliesPage) turnTo(id string) {
	p.book.chosen = id
	d := p.draft()
	setVisible(p.side, d != nil)
	setVisible(p.blank, d == nil)
	p.list.refresh()
	if d == nil {
		return
	}
	p.editor.turn(d)
	p.showState()
	p.fit()
	p.scroll.ScrollToTop()
	p.preview.wish()
}

// choose is a person's choice of a rule in the list.
func (p *repliesPage) choose(d *ruleDraft) {
	if d.rule.ID == p.book.chosen {
		return
	}
	p.pause.flush()
	p.turnTo(d.rule.ID)
}

func (p *repliesPage) showState() {
	d := p.draft()
	if d == nil {
		return
	}
	st := p.tell.standing(p.book, d)
	p.mark.Set(st.level.Mark(), kit.Code.Sized(13).In(st.level.Color()))
	p.word.Set(st.word, kit.Small.In(st.level.Color()))
	about, text := p.about, st.text
	if st.typed {
		about, text = p.waits, ""
	}
	if st.level >= kit.LevelWarning {
		about.SetProblem(st.level, st.text)
	} else {
		about.SetProblem(kit.LevelNone, "")
		about.SetHint(st.text)
	}
	p.title.Set(p.tell.name(d.rule), kit.Title)
	p.front = st.front
	if i := p.book.find(st.front); i >= 0 {
		p.lead.SetText(p.deps.t("replies.goto", "name", p.tell.name(p.book.drafts[i].rule)))
		p.lead.Show()
	} else {
		p.lead.Hide()
	}
	p.head.Refresh()
	if on := text != ""; on != p.top.Visible() || st.typed != p.waits.Visible() {
		setVisible(p.top, on)
		setVisible(p.waits, st.typed)
		p.fit()
	}
}

// fit lays out the form after something in it has become higher, lower or hidden. Fyne's
// own look at minimum sizes finds that only sometimes: of two changes in one frame it may
// follow one.
func (p *repliesPage) fit() {
	p.form.Refresh()
	p.scroll.Refresh()
}

// flush puts in force what was typed.
func (p *repliesPage) flush() { p.pause.flush() }

func setVisible(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}
