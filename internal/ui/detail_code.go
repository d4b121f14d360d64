package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"echostr/internal/ui/kit"
)

// longText is from how many bytes on a document is made away from the UI goroutine.
const longText = 64 << 10

// codePane is a code view with its tools: a search, the folds, and the menu of a line.
type codePane struct {
	deps *deps
	view *kit.CodeView
	find *findBar

	path         *kit.Label // of the chosen line
	foot         *fyne.Container
	fold, unfold *kit.Button
	tools        *fyne.Container
	root         fyne.CanvasObject
}

func newCodePane(d *deps) *codePane {
	c := &codePane{deps: d, view: kit.NewCodeView(nil)}
	c.view.SetWrap(true)
	c.find = newFindBar(d, c.view)
	c.view.OnFind = c.find.open
	c.view.OnMenu = func(line int, at fyne.Position) { kit.ShowMenuAt(d.window.Canvas(), at, c.menu(line)...) }
	tool := func(icon fyne.Resource, tip string, act func()) *kit.Button {
		b := kit.NewButton("", kit.Bare, nil).Small().WithIcon(kit.NewIcon(icon, kit.ColorText2, 15))
		b.OnTapped = func() {
			d.layer.Close() // the tip
			act()
		}
		return d.layer.Tip(b, tip)
	}
	c.fold = tool(kit.FoldIn, d.t("detail.code.fold_all"), c.view.FoldAll)
	c.unfold = tool(kit.FoldOut, d.t("detail.code.unfold_all"), c.view.UnfoldAll)
	c.fold.Hide()
	c.unfold.Hide()
	c.tools = kit.Row(2, c.fold, c.unfold, tool(kit.Search, d.t("detail.code.find"), c.find.toggle))
	c.path = kit.NewCutLabel("", kit.Code.In(kit.ColorText2))
	copies := kit.Row(10, kit.NewButton(d.t("detail.code.copy_value"), kit.Quiet, func() {
		value, _ := c.view.Value(c.view.Here())
		d.copied(value)
	}), kit.NewButton(d.t("detail.code.copy_path"), kit.Quiet, func() { d.copied(c.view.Path(c.view.Here())) }))
	c.foot = kit.Column(0, kit.NewHairline(), kit.Inset(4, 16, kit.Spread(8, c.path, copies)))
	c.foot.Hide()
	c.view.OnHere = c.tell
	c.root = kit.Dock(kit.Column(0, c.find.box), kit.Column(0, c.foot), kit.InsetSides(6, 2, 4, 4, c.view.Wrapped()))
	return c
}

// set shows a text that was made ready.
func (c *codePane) set(source kit.CodeSource, text *kit.CodeText, line int) {
	c.view.SetWrap(source.Offsets == nil) // bytes stand in columns
	c.view.Set(text)
	if c.view.Foldable() {
		c.fold.Show()
		c.unfold.Show()
		c.tools.Refresh()
	}
	if line > 0 { // after the first layout, which gives the view a size
		c.deps.post(func() { c.view.ShowLine(line) })
	}
}

// tell shows the path of the chosen line at the foot, where it has one.
func (c *codePane) tell(line int) {
	path := c.view.Path(line)
	if _, whole := c.view.Value(line); !whole {
		path = ""
	}
	c.path.Set(path, kit.Code.In(kit.ColorText2))
	if shown := path != ""; shown != c.foot.Visible() {
		toggle(c.foot, shown)
		c.root.Refresh()
	}
}

// menu is what can be done with a line.
func (c *codePane) menu(line int) []kit.MenuItem {
	d, v := c.deps, c.view
	var items []kit.MenuItem
	if value, ok := v.Value(line); ok {
		items = append(items, kit.MenuItem{Text: d.t("detail.code.copy_value"), Act: func() { d.copied(value) }})
	}
	if path := v.Path(line); path != "" {
		items = append(items, kit.MenuItem{Text: d.t("detail.code.copy_path"), Hint: kit.Cut(path, kit.Small, pathWidth), Act: func() { d.copied(path) }})
	}
	items = append(items, kit.MenuItem{Text: d.t("detail.code.copy_line"), Act: func() { d.copied(v.LineText(line)) }},
		kit.MenuItem{Text: d.t("detail.code.copy_all"), Hint: "Ctrl C", Act: func() { d.copied(v.Text()) }}, kit.MenuItem{})
	able, folded := v.FoldsAt(line)
	if able {
		key := "detail.code.fold"
		if folded {
			key = "detail.code.unfold"
		}
		items = append(items, kit.MenuItem{Text: d.t(key), Act: func() { v.Fold(line, !folded) }})
	}
	if able || v.Foldable() {
		items = append(items, kit.MenuItem{Text: d.t("detail.code.fold_all"), Act: v.FoldAll},
			kit.MenuItem{Text: d.t("detail.code.unfold_all"), Act: v.UnfoldAll}, kit.MenuItem{})
	}
	return append(items, kit.MenuItem{Text: d.t("detail.code.find"), Hint: "Ctrl F", Act: c.find.open},
		kit.MenuItem{Text: d.t("detail.code.wrap"), Checked: v.Wrap(), Act: func() { v.SetWrap(!v.Wrap()) }})
}

// pathWidth is how wide a path may be in a menu, in units.
const pathWidth = 200

// code is a code view of what build makes, at one of its lines, from 0. The text is made
// ready away from the UI goroutine where it is long, and dropped when the pane shows
// something else by then.
func (p *detail) code(size int, build func() (source kit.CodeSource, line int)) pane {
	c := newCodePane(p.deps)
	if size <= longText {
		source, line := build()
		c.set(source, kit.NewCodeText(source), line)
		return pane{c.root, c.tools}
	}
	wait := kit.NewSpinner()
	wait.Start()
	box := container.NewStack(container.NewCenter(wait))
	turn := p.turn
	var source kit.CodeSource
	var text *kit.CodeText
	var line int
	p.deps.run(func(context.Context) error {
		source, line = build()
		text = kit.NewCodeText(source)
		return nil
	}, func(error) {
		wait.Stop()
		if turn != p.turn {
			return
		}
		c.set(source, text, line)
		box.Objects = []fyne.CanvasObject{c.root}
		box.Refresh()
	})
	return pane{box, c.tools}
}
