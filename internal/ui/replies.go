package ui

import (
	"context"
	"crypto/rand"
	"slices"
	"strings"
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
	editor  *ruleForm
	chat    *chatView
	preview *previewer

	title      *kit.Label
	mark, word *kit.Label     // how the rule stands
	about      *kit.FormField // and what there is to do about it
	head, form *fyne.Container
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
	p.list = newRuleList(p)
	p.editor = newRuleForm(d, p.edit)
	p.chat = newChatView(d)
	p.preview = &previewer{deps: d, ask: p.previewAsk, clear: p.chat.clear,
		show: func(v preview) { p.chat.show(v, p.state.Settings.MaskIDs) }}

	p.title = kit.NewCutLabel("", kit.Title)
	p.mark, p.word = kit.NewLabel("", kit.Code), kit.NewLabel("", kit.Small)
	p.about = kit.NewFormField("", container.NewWithoutLayout())
	p.head = kit.Spread(8, p.title, kit.Row(6,
		kit.Row(4, container.NewCenter(p.mark), container.NewCenter(p.word)),
		kit.NewButton(d.t("replies.copy"), kit.Plain, p.duplicate),
		kit.NewButton(d.t("replies.delete"), kit.Plain, p.remove)))
	p.form = kit.Column(14, p.about, p.editor.root, p.chat.root)
	p.side = container.NewStack(kit.Dock(
		kit.Column(0, kit.InsetSides(11, 11, 16, 14, p.head), kit.NewHairline()), nil,
		container.NewVScroll(kit.InsetSides(14, 18, 18, 18, p.form))))
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
		b = &ruleBook{profile: profile}
		p.books[profile] = b
	}
	b.changed = func() { p.changed(b) }
	p.book = b
	p.turnTo(b.chosen)
}

// hear takes the rules of a snapshot, unless the page knows newer ones.
func (p *repliesPage) hear(b *ruleBook, s *engine.Snapshot) {
	rules := s.Rules[b.profile]
	if b.saving || s.Seq < b.seq || b.heard && slices.Equal(rules, b.known) {
		return
	}
	at := p.deps.now()
	if !b.heard {
		at = time.Time{}
	}
	b.merge(slices.Clone(rules), at, func(d *ruleDraft) bool {
		return b == p.book && d.rule.ID == p.book.chosen && (p.pause.waiting() || p.editor.focused())
	})
	p.showAll()
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
	p.preview.wish()
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
	if st.level == kit.LevelError {
		p.about.SetProblem(st.level, st.text)
	} else {
		p.about.SetProblem(kit.LevelNone, "")
		p.about.SetHint(st.text)
	}
	p.title.Set(p.tell.name(d.rule), kit.Title)
	p.head.Refresh()
	if on := st.text != ""; on != p.about.Visible() {
		setVisible(p.about, on)
		p.form.Refresh()
	}
}

// edit changes the rule in the editor. What is typed waits until typing rests.
func (p *repliesPage) edit(change func(*reply.Rule), soon bool) {
	d := p.draft()
	if d == nil {
		return
	}
	change(&d.rule)
	p.pause.call(p.settle)
	if !soon {
		p.pause.flush()
		return
	}
	p.showState()
}

// settle puts in force what can be, and says what cannot.
func (p *repliesPage) settle() {
	p.book.check()
	p.save(p.book)
	p.showAll()
}

// turn switches a rule on or off.
func (p *repliesPage) turn(d *ruleDraft, on bool) {
	d.rule.On = on
	p.pause.drop()
	p.settle()
}

// add makes a rule at the top, where nothing comes before it, and begins to edit it.
func (p *repliesPage) add() {
	p.pause.flush()
	p.list.search.SetText("")
	r := reply.Rule{ID: p.newID(), Name: p.deps.t("replies.new_name"), On: true,
		When: reply.When{Type: "text", Op: reply.Contains}, Then: reply.Then{Kind: reply.KindText}}
	p.book.insert(0, r)
	p.book.check()
	p.turnTo(r.ID)
	p.list.reveal()
	p.editor.begin()
}

// duplicate puts a copy of the rule behind it and turns to the copy.
func (p *repliesPage) duplicate() {
	p.pause.flush()
	d := p.draft()
	if d == nil {
		return
	}
	r := d.rule
	r.ID, r.Name = p.newID(), p.deps.t("replies.copy_name", "name", r.Name)
	p.book.insert(p.book.find(p.book.chosen)+1, r)
	p.book.chosen = r.ID
	p.editor.turn(p.draft())
	p.settle()
	p.list.reveal()
}

// remove deletes the rule; a toast brings it back.
func (p *repliesPage) remove() {
	p.pause.flush()
	d, b := p.draft(), p.book
	if d == nil {
		return
	}
	at := b.find(d.rule.ID)
	b.remove(at)
	next := ""
	if n := len(b.drafts); n > 0 {
		next = b.drafts[min(at, n-1)].rule.ID
	}
	p.turnTo(next)
	p.settle()
	p.deps.layer.ToastAction(p.deps.t("replies.deleted", "name", p.tell.name(d.rule)), p.deps.t("kit.undo"), func() {
		b.insert(at, d.rule)
		b.check()
		p.save(b)
		if b == p.book {
			p.turnTo(d.rule.ID)
			p.list.reveal()
		}
	})
}

// step moves the rule up or down by one.
func (p *repliesPage) step(by int) {
	at := p.book.find(p.book.chosen)
	p.move(at, at+by)
}

// move puts rule from where it has index to afterwards.
func (p *repliesPage) move(from, to int) {
	p.pause.drop()
	if !p.book.move(from, to) {
		return
	}
	p.settle()
	p.list.reveal()
}

// newID is an ID that no rule of the book has.
func (p *repliesPage) newID() string {
	for {
		id := strings.ToLower(rand.Text()[:8])
		if p.book.find(id) < 0 {
			return id
		}
	}
}

// save puts the book in force, if that is not as it should be. One save runs at a time,
// so that a later one is never overtaken.
func (p *repliesPage) save(b *ruleBook) {
	if b.saving {
		b.again = true
		return
	}
	want := b.wanted()
	if slices.Equal(want, b.known) {
		b.failed, b.blocked = nil, nil
		return
	}
	b.saving = true
	var problems []reply.Problem
	var seq uint64
	p.deps.save(func(context.Context) (err error) {
		problems, err = p.deps.engine.SaveRules(b.profile, want)
		seq = p.deps.engine.Snapshot().Seq
		return err
	}, func(err error) { p.saved(b, want, problems, seq, err) })
}

// saved takes the engine's answer to a save.
func (p *repliesPage) saved(b *ruleBook, want []reply.Rule, problems []reply.Problem, seq uint64, err error) {
	b.saving, b.failed, b.blocked = false, err, nil
	switch {
	case err != nil:
		p.deps.complain(err)
	case reply.Blocks(problems):
		b.refuse(problems)
	default:
		b.accept(want, p.deps.now())
		b.seq = seq
	}
	if b.again {
		b.again = false
		p.save(b)
	}
	b.changed()
}

// changed shows how the rules stand after a save.
func (p *repliesPage) changed(b *ruleBook) {
	if b != p.book {
		return
	}
	p.list.refresh()
	p.showState()
	if d := p.draft(); d != nil {
		p.editor.showProblems(d)
	}
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
