package ui

import (
	"context"
	"errors"
	"slices"
	"strings"

	"echostr/internal/profile"
	"echostr/internal/ui/kit"
)

// The stars of the menu of saved filters: what is shown is saved, or is not.
const (
	starFull  = "★"
	starEmpty = "☆"
)

// shown is the filter in force as it would be saved, without a name.
func (b *requestsBar) shown() profile.SavedFilter {
	return profile.SavedFilter{Text: b.box.text(), Group: b.filter.Group}
}

// saved is the saved filter that is in force.
func (b *requestsBar) saved() (profile.SavedFilter, bool) {
	now := b.shown()
	for _, f := range b.filters {
		if f.Text == now.Text && f.Group == now.Group {
			return f, true
		}
	}
	return profile.SavedFilter{}, false
}

// star shows whether the filter in force is a saved one.
func (b *requestsBar) star() {
	text := starEmpty
	if _, ok := b.saved(); ok {
		text = starFull
	}
	b.stars.SetText(text)
}

// savedMenu lists the saved filters, and what can be done with them.
func (b *requestsBar) savedMenu() []kit.MenuItem {
	d := b.deps
	now := b.shown()
	saved, is := b.saved()
	items := []kit.MenuItem{{Text: d.t("filters.save"), Disabled: is || now.Text == "" && now.Group == 0, Act: b.askName}}
	if len(b.filters) > 0 {
		items = append(items, kit.MenuItem{})
	}
	for _, f := range b.filters {
		items = append(items, kit.MenuItem{Text: f.Name, Hint: kit.Cut(b.tells(f), kit.Faint, 220), Checked: is && f == saved,
			Act: func() { b.use(f) }})
	}
	if len(b.filters) > 0 {
		items = append(items, kit.MenuItem{}, kit.MenuItem{Text: d.t("filters.manage"), Act: func() { showFilters(d, b.filters, b.tells) }})
	}
	return items
}

// tells is what a saved filter picks: the word of its chip and its text.
func (b *requestsBar) tells(f profile.SavedFilter) string {
	text := f.Text
	if b.masked {
		text = maskIDs(text, nil)
	}
	for _, g := range groups {
		if g.group == f.Group && g.group != 0 {
			text = strings.TrimSpace(b.deps.t(g.key) + " " + text)
		}
	}
	return oneLine(text)
}

// use puts a saved filter in force.
func (b *requestsBar) use(f profile.SavedFilter) {
	b.filter.Group = f.Group
	b.lightChips()
	text := f.Text
	if b.masked {
		text = maskIDs(text, nil)
	}
	b.box.set(text)
	b.changed() // the group may be all that is new
}

// askName asks for the name under which the filter in force is to be saved.
func (b *requestsBar) askName() {
	d := b.deps
	now := b.shown()
	suggestion := []rune(b.tells(now))
	name := kit.NewField(string(suggestion[:min(len(suggestion), 40)])).Plain()
	name.SetMax(40)
	form := kit.NewFormField(d.t("filters.name"), name)
	var dialog *kit.Dialog
	save := kit.NewButton(d.t("filters.save.do"), kit.Primary, nil)
	save.OnTapped = func() {
		one := now
		one.Name = strings.TrimSpace(name.Text())
		d.save(func(ctx context.Context) error {
			return d.engine.EditSettings(ctx, func(s *profile.Settings) error {
				s.Filters = append(slices.Clone(s.Filters), one)
				return nil
			})
		}, func(err error) {
			if err != nil {
				form.SetProblem(kit.LevelError, d.filterError(err))
				return
			}
			dialog.Close()
			d.layer.Toast(d.t("filters.saved", "name", one.Name))
		})
	}
	name.OnChanged = func(string) { form.SetProblem(kit.LevelNone, "") }
	name.OnSubmitted = func(string) { save.OnTapped() }
	dialog = kit.Show(d.window, d.t("filters.save.title"),
		kit.Column(10, form, kit.NewKeyValues(64, kit.KeyValue{Key: d.t("filters.what"), Value: b.tells(now)})),
		kit.NewButton(d.t("kit.cancel"), kit.Plain, func() { dialog.Close() }), save).Wide(400)
	d.window.Canvas().Focus(name.Entry) // which no canvas has drawn yet, so that it finds none itself
	name.Entry.TypedShortcut(selectAll)
}

// filterError is an error about saved filters in words: what is wrong with them, if that is it.
func (d *deps) filterError(err error) string {
	var invalid *profile.Invalid
	if errors.As(err, &invalid) {
		for _, p := range invalid.Problems {
			if p.Field == profile.FieldFilters && !p.Warning {
				return d.words.TM(p.Key(), p.Args)
			}
		}
	}
	return d.errorText(err)
}
