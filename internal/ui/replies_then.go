package ui

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"echostr/internal/reply"
	"echostr/internal/ui/kit"
)

// thenForm edits one answer: its kind, the fields that the kind has, and its delay.
type thenForm struct {
	*formEnv
	at    thenAt
	kinds []string

	kind     *kit.Options // of the rule's own answer
	kindPick *kit.Select  // of one in a list
	kindAt   *kit.FormField
	text     *textForm // of kind text
	raw      *textForm // of raw and status
	status   *kit.Field
	statusAt *kit.FormField
	parts    []*partField
	articles *articlesForm
	delay    *delayForm
	root     *fyne.Container
}

// partField is a field of one line in an answer's form.
type partField struct {
	part  thenPart
	field *kit.Field
	at    *kit.FormField
}

// newThenForm makes the form of answers of a list; show tells which.
func newThenForm(e *formEnv, list thenList) *thenForm {
	f := &thenForm{formEnv: e, at: thenAt{list: list}, kinds: list.kinds()}
	words := choices(e.t, "replies.kind.", f.kinds)
	choose := func(i int) {
		f.change(false, func(t *reply.Then) {
			t.Kind = f.kinds[i]
			if t.Kind == reply.KindStatus && t.Status == 0 {
				t.Status = 500
			}
			if t.Kind == reply.KindNews && len(t.Articles) == 0 {
				t.Articles = make([]reply.Article, 1)
			}
			if t.Kind == reply.KindSequence && len(t.Steps) == 0 {
				t.Steps = []reply.Then{{Kind: reply.KindText}, {Kind: reply.KindText}}
			}
		})
	}
	if list == ownAnswer {
		f.kind = kit.NewOptions(words, choose)
		f.kindAt = kit.NewFormField(e.t("replies.field.kind"), f.kind)
	} else {
		f.kindPick = kit.NewSelect(words, choose)
		f.kindAt = kit.NewFormField(e.t("replies.field.kind_of_step"), f.kindPick)
	}
	f.text, f.raw = newTextForm(e, false), newTextForm(e, true)
	f.status = e.field(func(*reply.Rule, string) {})
	f.status.OnChanged = func(s string) { f.change(true, func(t *reply.Then) { t.Status = statusOf(s) }) }
	f.status.OnSubmitted = f.status.OnChanged
	f.status.SetMax(3)
	f.statusAt = kit.NewFormField("", kit.Beside(kit.InsetSides(4, 0, 0, 8, kit.NewLabel(e.t("replies.part.status"), kit.Small)),
		kit.Fixed(80, 0, f.status)))
	f.articles = newArticlesForm(e)
	f.delay = newDelayForm(e, list == afterList)
	f.root = kit.Column(8)
	if list == ownAnswer {
		f.root.Add(f.kindAt)
	} else {
		f.root.Add(kit.Even(10, wideForm, f.kindAt, f.delay.fieldAt))
	}
	f.root.Objects = append(f.root.Objects, f.statusAt, f.text.root, f.raw.root)
	var seen []thenPart
	for _, kind := range f.kinds {
		for _, part := range partsOf[kind] {
			if slices.ContainsFunc(seen, func(p thenPart) bool { return p.key == part.key }) {
				continue
			}
			seen = append(seen, part)
			f.parts = append(f.parts, f.newPart(part))
		}
	}
	for _, key := range partOrder {
		for _, p := range f.parts {
			if p.part.key == key {
				f.root.Add(p.at)
			}
		}
	}
	f.root.Add(f.articles.root)
	return f
}

// partOrder is the order in which fields stand, whatever the kind.
var partOrder = []string{"media", "title", "description", "music_url", "hq_url", "url", "pic", "page", "thumb", "account", "file", "backend"}

func (f *thenForm) newPart(part thenPart) *partField {
	p := &partField{part: part}
	p.field = f.field(func(r *reply.Rule, s string) {
		if t := f.at.edit(r); t != nil {
			*part.of(t) = s
		}
	})
	if part.template {
		f.insertable(p.field)
	}
	p.at = kit.NewFormField(f.t("replies.part."+part.key), p.field)
	if key := "replies.part." + part.key + ".hint"; f.deps.words.Has(key) {
		p.at.SetHint(f.t(key))
	}
	return p
}

// insertable gives a field the menu of what a template can put in.
func (e *formEnv) insertable(field *kit.Field) {
	var b *kit.Button
	b = kit.NewButton("{ }", kit.Quiet, func() {
		e.deps.layer.Close() // the tip
		e.showInserts(b, func(text string) {
			runes := []rune(field.Text())
			at := min(field.Caret(), len(runes))
			e.caret(field.Entry)
			field.Edit(string(runes[:at])+text+string(runes[at:]), at+len([]rune(text)))
		})
	})
	field.AddAction(e.deps.layer.Tip(b, e.t("replies.insert.tip")))
}

// change edits the answer.
func (f *thenForm) change(soon bool, change func(*reply.Then)) {
	f.edit(func(r *reply.Rule) {
		if t := f.at.edit(r); t != nil {
			change(t)
		}
	}, soon)
}

// show sets the controls to an answer of a rule.
func (f *thenForm) show(r *reply.Rule, at thenAt) {
	f.at = at
	t := at.of(r)
	setVisible(f.root, t != nil)
	if t == nil {
		return
	}
	place := slices.Index(f.kinds, t.Kind)
	if f.kind != nil {
		f.kind.SetChoice(place)
	} else {
		f.kindPick.SetChoice(place)
	}
	setVisible(f.text.root, t.Kind == reply.KindText)
	setVisible(f.raw.root, isRaw(t.Kind))
	setVisible(f.statusAt, t.Kind == reply.KindStatus)
	if t.Kind == reply.KindText {
		f.text.show(at, t, r.When)
	}
	if isRaw(t.Kind) {
		f.raw.show(at, t, r.When)
	}
	if statusOf(f.status.Text()) != t.Status {
		f.status.SetText(strconv.Itoa(t.Status))
	}
	parts := partsOf[t.Kind]
	for _, p := range f.parts {
		i := slices.IndexFunc(parts, func(q thenPart) bool { return q.key == p.part.key })
		setVisible(p.at, i >= 0)
		if i >= 0 {
			p.field.SetText(*p.part.of(t))
		}
	}
	setVisible(f.articles.root, t.Kind == reply.KindNews)
	if t.Kind == reply.KindNews {
		f.articles.show(at, t)
	}
	f.delay.show(at, t)
	hint := ""
	if key := "replies.hint." + t.Kind; f.deps.words.Has(key) {
		hint = f.t(key)
	}
	f.kindAt.SetHint(hint)
}

// showProblems says beside each control what is wrong with it.
func (f *thenForm) showProblems() {
	d := f.rule()
	if d == nil {
		return
	}
	t := f.at.of(&d.rule)
	if t == nil {
		return
	}
	path := f.at.path()
	places := []string{path + ".kind", path}
	if f.at.list == ownAnswer {
		places = append(places, "then.steps")
	}
	f.say(f.kindAt, places...)
	switch {
	case t.Kind == reply.KindText:
		f.text.showProblems()
	case isRaw(t.Kind):
		f.raw.showProblems()
		f.say(f.statusAt, path+".status")
	case t.Kind == reply.KindNews:
		f.articles.showProblems()
	}
	for _, p := range f.parts {
		if p.at.Visible() {
			f.say(p.at, path+"."+p.part.path)
		}
	}
	f.delay.showProblems()
}

// statusOf reads a status; what is none is 0, which is told.
func statusOf(s string) int {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil {
		return 0
	}
	return n
}
