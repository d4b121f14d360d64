package ui

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"echostr/internal/reply"
	"echostr/internal/ui/kit"
	"echostr/internal/wechat"
)

// articlesForm edits the articles of a news answer.
type articlesForm struct {
	*formEnv
	at    thenAt
	cards []*articleCard
	list  *fyne.Container
	add   *kit.Button
	all   *kit.FormField
	root  fyne.CanvasObject
}

// articleCard is one article in the form.
type articleCard struct {
	title          *kit.Label
	fields         []*kit.Field
	ats            []*kit.FormField
	up, down, gone *kit.Button
	root           fyne.CanvasObject
}

func newArticlesForm(e *formEnv) *articlesForm {
	f := &articlesForm{formEnv: e}
	f.list = kit.Column(8)
	f.add = kit.NewButton(e.t("replies.article.add"), kit.Link, func() {
		f.change(false, func(list []reply.Article) []reply.Article { return append(list, reply.Article{}) })
		if n := len(f.list.Objects); n > 0 {
			f.caret(f.cards[n-1].fields[0].Entry)
		}
	}).Small()
	f.all = kit.NewFormField("", kit.Column(6, f.list, kit.Row(0, f.add)))
	f.root = f.all
	return f
}

// change edits the list of articles, a copy of which change is given.
func (f *articlesForm) change(soon bool, change func([]reply.Article) []reply.Article) {
	f.edit(func(r *reply.Rule) {
		if t := f.at.edit(r); t != nil {
			t.Articles = change(slices.Clone(t.Articles))
		}
	}, soon)
}

func (f *articlesForm) newCard(i int) *articleCard {
	c := &articleCard{title: kit.NewLabel("", kit.Small)}
	for _, part := range articleParts {
		field := f.field(func(*reply.Rule, string) {})
		field.OnChanged = func(s string) {
			f.change(true, func(list []reply.Article) []reply.Article {
				if i < len(list) {
					*part.of(&list[i]) = s
				}
				return list
			})
		}
		field.OnSubmitted = field.OnChanged
		f.insertable(field)
		c.fields = append(c.fields, field)
		c.ats = append(c.ats, kit.NewFormField(f.t("replies.part."+part.key), field))
	}
	c.up, c.down, c.gone = f.listButtons(func(by int) {
		f.change(false, func(list []reply.Article) []reply.Article { return moved(list, i, i+by) })
	}, func() {
		f.change(false, func(list []reply.Article) []reply.Article { return slices.Delete(list, i, min(i+1, len(list))) })
	})
	ground := kit.NewGround(kit.ColorNone, 6)
	ground.Line = kit.ColorLine
	c.root = container.NewStack(ground, kit.Inset(8, 10, kit.Column(6,
		kit.Spread(8, c.title, kit.Row(2, c.up, c.down, c.gone)),
		kit.Even(10, wideForm, c.ats[0], c.ats[1]), kit.Even(10, wideForm, c.ats[2], c.ats[3]))))
	return c
}

// listButtons are the buttons that move and remove an item of a list.
func (e *formEnv) listButtons(move func(by int), remove func()) (up, down, gone *kit.Button) {
	button := func(icon fyne.Resource, tip string, act func()) *kit.Button {
		return e.deps.layer.Tip(kit.NewButton("", kit.Bare, act).Small().WithIcon(kit.NewIcon(icon, kit.ColorText2, 12)), e.t(tip))
	}
	return button(kit.Up, "replies.item.up", func() { move(-1) }), button(kit.Down, "replies.item.down", func() { move(1) }),
		button(kit.Cross, "replies.item.remove", remove)
}

// moved is a list with an item at another place.
func moved[T any](list []T, from, to int) []T {
	if from < 0 || to < 0 || from >= len(list) || to >= len(list) {
		return list
	}
	item := list[from]
	return slices.Insert(slices.Delete(list, from, from+1), to, item)
}

func (f *articlesForm) show(at thenAt, t *reply.Then) {
	f.at = at
	shown := min(len(t.Articles), wechat.MaxArticles*2) // more come from a file only
	for len(f.cards) < shown {
		f.cards = append(f.cards, f.newCard(len(f.cards)))
	}
	f.list.Objects = f.list.Objects[:0]
	for i := range shown {
		c := f.cards[i]
		c.title.Set(f.t("replies.article.nth", "n", fmt.Sprint(i+1)), kit.Small)
		for k, part := range articleParts {
			c.fields[k].SetText(*part.of(&t.Articles[i]))
		}
		enableIcon(c.up, kit.Up, i > 0)
		enableIcon(c.down, kit.Down, i < len(t.Articles)-1)
		f.list.Add(c.root)
	}
	f.all.SetHint("")
	if len(t.Articles) > 1 && at.list != afterList {
		f.all.SetHint(f.t("replies.article.only_first"))
	}
	f.list.Refresh()
	setVisible(f.add, len(t.Articles) < wechat.MaxArticles)
}

func (f *articlesForm) showProblems() {
	path := f.at.path() + ".articles"
	f.say(f.all, path)
	for i := range f.list.Objects {
		for k, part := range articleParts {
			f.say(f.cards[i].ats[k], fmt.Sprintf("%s[%d].%s", path, i, part.key))
		}
	}
}
