package ui

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"echostr/internal/reply"
	"echostr/internal/ui/kit"
)

// thensForm edits a list of answers, one at a time: the steps of a sequence, or the
// customer messages after an answer.
type thensForm struct {
	*formEnv
	list   thenList
	chosen int
	count  int
	tabs   *kit.Options
	tabsAt *fyne.Container
	one    *thenForm // made when there is something to show first
	body   *fyne.Container
	add    *kit.Button
	up     *kit.Button
	down   *kit.Button
	gone   *kit.Button
	all    *kit.FormField
	label  string // key of the words for one of the list
}

// thensMost is how many of a list can be edited here.
const thensMost = 20

func newThensForm(e *formEnv, list thenList, label, nth, add string) *thensForm {
	f := &thensForm{formEnv: e, list: list, label: nth}
	f.tabsAt = kit.Column(0)
	f.body = container.NewStack()
	f.add = kit.NewButton(e.t(add), kit.Link, f.addOne).Small()
	f.up, f.down, f.gone = e.listButtons(func(by int) {
		at := f.chosen
		f.chosen = min(max(at+by, 0), f.count-1)
		f.change(func(all []reply.Then) []reply.Then { return moved(all, at, f.chosen) })
	}, func() {
		at := f.chosen
		f.chosen = max(0, min(at, f.count-2))
		f.change(func(all []reply.Then) []reply.Then { return slices.Delete(all, at, at+1) })
	})
	title := ""
	if label != "" {
		title = e.t(label)
	}
	f.all = kit.NewFormField(title, kit.Column(8, kit.Spread(8, f.tabsAt, kit.Row(2, f.up, f.down, f.gone)), f.body, kit.Row(0, f.add)))
	return f
}

func (f *thensForm) change(change func([]reply.Then) []reply.Then) {
	f.edit(func(r *reply.Rule) {
		list := f.list.of(r)
		*list = change(slices.Clone(*list))
	}, false)
}

func (f *thensForm) addOne() {
	f.chosen = f.count
	f.change(func(all []reply.Then) []reply.Then { return append(all, reply.Then{Kind: reply.KindText}) })
	if f.one != nil {
		f.caret(f.one.text.editor.Entry)
	}
}

// turn begins with another rule.
func (f *thensForm) turn() { f.chosen = 0 }

func (f *thensForm) show(r *reply.Rule) {
	all := *f.list.of(r)
	n := len(all)
	f.chosen = max(0, min(f.chosen, n-1))
	if n != f.count || f.tabs == nil {
		f.count = n
		var words []string
		for i := range min(n, thensMost) {
			words = append(words, f.t(f.label, "n", strconv.Itoa(i+1)))
		}
		f.tabs = kit.NewOptions(words, func(i int) {
			f.chosen = i
			if d := f.rule(); d != nil {
				f.show(&d.rule)
				f.showProblems()
				f.resized()
			}
		})
		f.tabsAt.Objects = nil
		if n > 0 {
			f.tabsAt.Objects = []fyne.CanvasObject{f.tabs}
		}
		f.tabsAt.Refresh()
	}
	f.tabs.SetChoice(f.chosen)
	for _, b := range []*kit.Button{f.up, f.down, f.gone} {
		setVisible(b, n > 0)
	}
	enableIcon(f.up, kit.Up, f.chosen > 0)
	enableIcon(f.down, kit.Down, f.chosen < n-1)
	setVisible(f.add, n < thensMost)
	setVisible(f.body, n > 0)
	if n == 0 {
		return
	}
	if f.one == nil {
		f.one = newThenForm(f.formEnv, f.list)
		f.body.Objects = []fyne.CanvasObject{f.one.root}
	}
	f.one.show(r, thenAt{f.list, f.chosen})
}

func (f *thensForm) showProblems() {
	path := "then.steps"
	if f.list == afterList {
		path = "then.after"
	}
	hidden := ""
	d := f.rule()
	for i := range f.count {
		at := thenAt{f.list, i}
		if p, found := d.problem(at.path() + "*"); found && !p.Warning && i != f.chosen && hidden == "" {
			hidden = strconv.Itoa(i + 1)
		}
	}
	if f.say(f.all, path) == kit.LevelNone && hidden != "" {
		f.all.SetProblem(kit.LevelError, f.t("replies.steps.broken", "n", hidden))
	}
	if f.count > 0 && f.one != nil {
		f.one.showProblems()
	}
}
