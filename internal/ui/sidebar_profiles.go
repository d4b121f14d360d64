package ui

import (
	"context"

	"echostr/internal/profile"
	"echostr/internal/ui/kit"
)

// choose opens the menu of profiles.
func (c *accountCard) choose() {
	d := c.deps
	var items []kit.MenuItem
	for _, p := range c.all {
		id := p.ID
		items = append(items, kit.MenuItem{Text: p.Name, Hint: p.Path, Checked: id == c.profile.ID, Act: func() {
			c.flush()
			d.save(func(ctx context.Context) error { return d.engine.ShowProfile(ctx, id) }, d.complain)
		}})
	}
	items = append(items, kit.MenuItem{},
		kit.MenuItem{Text: d.t("account.add") + "…", Act: c.askAdd},
		kit.MenuItem{Text: d.t("account.rename") + "…", Act: c.askRename},
		kit.MenuItem{Text: d.t("account.remove") + "…", Danger: true, Disabled: len(c.all) < 2, Act: c.askRemove})
	kit.ShowMenu(c.pick, 180, items...)
}

func (c *accountCard) askAdd() {
	d := c.deps
	c.askName(d.t("account.add"), d.t("account.add.text"), d.t("account.add.act"), "", profile.Profile{}, c.all,
		func(ctx context.Context, name string) error {
			_, err := d.engine.AddProfile(ctx, name)
			return err
		})
}

func (c *accountCard) askRename() {
	d, p := c.deps, c.profile
	c.askName(d.t("account.rename"), "", d.t("account.rename.act"), p.Name, p, c.others,
		func(ctx context.Context, name string) error {
			return d.engine.EditProfile(ctx, p.ID, func(p *profile.Profile) { p.Name = name })
		})
}

// askName asks for a profile's name and does act with it. What is wrong with the name
// stands below the field.
func (c *accountCard) askName(title, text, yes, name string, p profile.Profile, others []profile.Profile,
	act func(ctx context.Context, name string) error) {
	d := c.deps
	field := kit.NewField(name).Plain()
	form := kit.NewFormField(d.t("account.name"), field)
	check := func() bool {
		p.Name = field.Text()
		var remarks []remark
		for _, problem := range profile.Validate(p, others) {
			if problem.Field != profile.FieldName {
				continue
			}
			level := kit.LevelError
			if problem.Warning {
				level = kit.LevelWarning
			}
			remarks = append(remarks, remark{level, d.problemText(problem)})
		}
		say(form, remarks)
		return worst(remarks) != kit.LevelError
	}
	content := kit.Column(8)
	if text != "" {
		content.Add(kit.NewFlow(20, kit.Span{Text: text, Face: kit.Body.In(kit.ColorText2)}))
	}
	content.Add(form)
	var dialog *kit.Dialog
	take := kit.NewButton(yes, kit.Primary, nil)
	take.OnTapped = func() {
		if !check() || take.Disabled() {
			return
		}
		name := field.Text()
		take.Disable()
		d.save(func(ctx context.Context) error { return act(ctx, name) }, func(err error) {
			take.Enable()
			if err != nil {
				form.SetProblem(kit.LevelError, d.errorText(err))
				return
			}
			dialog.Close()
		})
	}
	field.OnChanged = func(string) { check() }
	shut := kit.NewButton(d.t("kit.cancel"), kit.Plain, func() { dialog.Close() })
	dialog = kit.Show(d.window, title, content, shut, take)
	d.window.Canvas().Focus(field.Entry)
}

// askRemove asks before a profile and its secrets are forgotten.
func (c *accountCard) askRemove() {
	d, p := c.deps, c.profile
	kit.AskDanger(d.window, d.t("account.remove.title", "name", p.Name), d.t("account.remove.text"),
		d.t("account.remove.act"), d.t("kit.cancel"), func() {
			d.save(func(ctx context.Context) error { return d.engine.RemoveProfile(ctx, p.ID) }, func(err error) {
				if err != nil {
					d.complain(err)
					return
				}
				d.layer.Toast(d.t("account.removed", "name", p.Name))
			})
		})
}
