package ui

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"echostr/internal/profile"
	"echostr/internal/ui/kit"
)

// selectAll selects the whole text of a field.
var selectAll = &fyne.ShortcutSelectAll{}

// filtersDialog renames and deletes saved filters. Each change is saved at once; what was
// deleted can be had back while the dialog is open.
type filtersDialog struct {
	deps  *deps
	tells func(profile.SavedFilter) string
	rows  []*filterLine
	list  *fyne.Container
}

// filterLine is one saved filter.
type filterLine struct {
	filter profile.SavedFilter // as it is saved
	gone   bool
}

func showFilters(d *deps, filters []profile.SavedFilter, tells func(profile.SavedFilter) string) {
	f := &filtersDialog{deps: d, tells: tells, list: kit.Column(12)}
	for _, one := range filters {
		f.rows = append(f.rows, &filterLine{filter: one})
	}
	f.draw()
	var dialog *kit.Dialog
	dialog = kit.Show(d.window, d.t("filters.manage.title"), f.list,
		kit.NewButton(d.t("kit.close"), kit.Plain, func() { dialog.Close() })).Wide(460)
}

func (f *filtersDialog) draw() {
	f.list.Objects = nil
	for _, r := range f.rows {
		f.list.Add(f.line(r))
	}
	f.list.Refresh()
}

// line is one filter: its name in a field, what it picks, and a button.
func (f *filtersDialog) line(r *filterLine) fyne.CanvasObject {
	d := f.deps
	if r.gone {
		back := kit.NewButton(d.t("filters.undo"), kit.Link, func() { f.put(r, false, nil) }).Small()
		return kit.Spread(8, kit.NewCutLabel(d.t("filters.deleted", "name", r.filter.Name), kit.Small), back)
	}
	name := kit.NewField(r.filter.Name).Plain()
	name.SetMax(40)
	form := kit.NewFormField("", name)
	rename := func() {
		to := strings.TrimSpace(name.Text())
		if to == r.filter.Name {
			form.SetProblem(kit.LevelNone, "")
			return
		}
		f.rename(r, to, form)
	}
	name.OnSubmitted = func(string) { rename() }
	name.OnFocus = func(in bool) {
		if !in {
			rename()
		}
	}
	remove := kit.NewButton(d.t("filters.delete"), kit.Remove, func() { f.put(r, true, form) }).Small()
	return kit.Column(2, kit.Spread(8, form, remove), kit.NewCutLabel(f.tells(r.filter), kit.Code.In(kit.ColorText2)))
}

// put takes a filter away, or puts it back where it was.
func (f *filtersDialog) put(r *filterLine, gone bool, form *kit.FormField) {
	at := slices.Index(f.rows, r)
	before := 0 // how many of those before it are there
	for _, o := range f.rows[:at] {
		if !o.gone {
			before++
		}
	}
	f.change(form, func(filters []profile.SavedFilter) []profile.SavedFilter {
		if gone {
			return slices.DeleteFunc(filters, func(o profile.SavedFilter) bool { return o.Name == r.filter.Name })
		}
		return slices.Insert(filters, min(before, len(filters)), r.filter)
	}, func() {
		r.gone = gone
		f.draw()
	})
}

func (f *filtersDialog) rename(r *filterLine, to string, form *kit.FormField) {
	f.change(form, func(filters []profile.SavedFilter) []profile.SavedFilter {
		for i := range filters {
			if filters[i].Name == r.filter.Name {
				filters[i].Name = to
			}
		}
		return filters
	}, func() {
		r.filter.Name = to
		form.SetProblem(kit.LevelNone, "")
	})
}

// change saves the filters that edit makes of those there are.
func (f *filtersDialog) change(form *kit.FormField, edit func([]profile.SavedFilter) []profile.SavedFilter, done func()) {
	d := f.deps
	d.save(func(ctx context.Context) error {
		return d.engine.EditSettings(ctx, func(s *profile.Settings) error {
			s.Filters = edit(slices.Clone(s.Filters))
			return nil
		})
	}, func(err error) {
		switch {
		case err == nil:
			done()
		case form != nil:
			form.SetProblem(kit.LevelError, d.filterError(err))
		default:
			d.complain(err)
		}
	})
}
