package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"echostr/internal/engine"
	"echostr/internal/profile"
	"echostr/internal/ui/kit"
	"echostr/internal/wechat"
)

// accountCard shows the profile's fields, all editable in place. A valid edit is in force
// for the very next request.
type accountCard struct {
	deps   *deps
	pick   *kit.Button
	fields []*accountField
	mode   *kit.Segmented
	modeAt *kit.FormField
	force  *kit.Label
	root   fyne.CanvasObject

	profile  profile.Profile // as of the last snapshot
	others   []profile.Profile
	all      []profile.Profile
	modeSeq  uint64 // snapshots before it do not know the latest choice yet
	forced   string
	secret   *secretField // the Token, masked only for screen sharing
	wasMask  bool
	everSeen bool
}

// accountField is one text of a profile.
type accountField struct {
	*liveText
	field profile.Field
	at    func(*profile.Profile) *string
}

// modes are the choices of how messages are encrypted, in the order of the console.
var modes = []wechat.Mode{wechat.Plain, wechat.Compatible, wechat.Safe}

func newAccountCard(d *deps) *accountCard {
	c := &accountCard{deps: d}
	c.pick = kit.NewButton("", kit.Plain, c.choose).Small().WithTail(kit.NewIcon(kit.Down, kit.ColorText, 12))
	head := kit.Spread(8, kit.NewLabel(d.t("account.title"), kit.Small), c.pick)

	c.secret = newSecretField(d, kit.NewButton(d.t("account.random"), kit.Quiet, c.randomToken))
	c.secret.free(true)
	appID := kit.NewField("", copyButton(d, func() string { return c.text(profile.FieldAppID) }))
	secret := newSecretField(d)
	key := newSecretField(d, kit.NewButton(d.t("account.random"), kit.Quiet, c.randomKey))
	appID.SetPlaceHolder(d.t("account.optional"))
	secret.field.SetPlaceHolder(d.t("account.optional"))
	key.field.SetPlaceHolder(d.t("account.key_optional"))
	path := kit.NewField("", copyButton(d, func() string { return c.text(profile.FieldPath) }))
	path.SetPlaceHolder("/wx/demo")
	c.add("Token", profile.FieldToken, c.secret.field, func(p *profile.Profile) *string { return &p.Token })
	c.add("AppID", profile.FieldAppID, appID, func(p *profile.Profile) *string { return &p.AppID })
	c.add("AppSecret", profile.FieldAppSecret, secret.field, func(p *profile.Profile) *string { return &p.AppSecret })
	c.add("EncodingAESKey", profile.FieldAESKey, key.field, func(p *profile.Profile) *string { return &p.EncodingAESKey })
	c.add(d.t("account.path"), profile.FieldPath, path, func(p *profile.Profile) *string { return &p.Path }).besideLabel()

	words := make([]string, len(modes))
	for i, m := range modes {
		words[i] = d.t("account.mode." + m.String())
	}
	c.mode = kit.NewSegmented(words, c.setMode)
	c.modeAt = kit.NewFormField(d.t("account.mode"), c.mode)
	c.force = kit.NewLabel("", kit.Small.In(kit.ColorGreen))

	column := kit.Column(4)
	for _, f := range c.fields {
		if f.field == profile.FieldPath {
			column.Add(c.modeAt)
		}
		column.Add(f.form)
	}
	c.root = kit.NewCard(kit.Column(6, head, column, c.force))
	return c
}

func (c *accountCard) object() fyne.CanvasObject { return c.root }

func (c *accountCard) add(label string, field profile.Field, control *kit.Field, at func(*profile.Profile) *string) *accountField {
	f := &accountField{liveText: newLiveField(c.deps, label, control), field: field, at: at}
	f.check = func(text string) []remark {
		p := c.profile
		*at(&p) = text
		return c.remarks(p, field)
	}
	f.send = func() func(context.Context, string) error {
		id := c.profile.ID
		return func(ctx context.Context, text string) error {
			return c.deps.engine.EditProfile(ctx, id, func(p *profile.Profile) { *at(p) = text })
		}
	}
	c.fields = append(c.fields, f)
	return f
}

// remarks are what is to be said about one field of a profile.
func (c *accountCard) remarks(p profile.Profile, field profile.Field) []remark {
	var out []remark
	for _, problem := range profile.Validate(p, c.others) {
		if problem.Field != field {
			continue
		}
		level, text := kit.LevelWarning, c.deps.problemText(problem)
		if !problem.Warning {
			level, text = kit.LevelError, text+c.deps.t("account.former_stays")
		}
		out = append(out, remark{level, text})
	}
	return out
}

func (c *accountCard) text(field profile.Field) string { return c.of(field).control.Text() }

func (c *accountCard) of(field profile.Field) *accountField {
	for _, f := range c.fields {
		if f.field == field {
			return f
		}
	}
	return nil
}

func (c *accountCard) apply(ch change) {
	s := ch.state
	p := s.Active()
	turned := c.everSeen && p.ID != c.profile.ID
	if turned {
		for _, f := range c.fields {
			f.pause.flush() // belongs to the former profile
		}
	}
	c.everSeen = true
	c.profile, c.all, c.others = p, s.Settings.Profiles, nil
	for _, o := range s.Settings.Profiles {
		if o.ID != p.ID {
			c.others = append(c.others, o)
		}
	}
	for _, f := range c.fields {
		value := *f.at(&p)
		if turned {
			f.turnTo(value)
		} else {
			f.show(s.Seq, value)
		}
	}
	if turned {
		c.modeSeq = 0
	}
	if s.Seq >= c.modeSeq {
		c.showMode(p)
	}
	if name := p.Name; c.pick.Text() != shortName(name) {
		c.pick.SetText(shortName(name))
		c.root.Refresh()
	}
	if s.Settings.MaskIDs != c.wasMask {
		c.wasMask = s.Settings.MaskIDs
		c.secret.free(!c.wasMask)
	}
	c.showForce(s)
}

func (c *accountCard) showMode(p profile.Profile) {
	for i, m := range modes {
		if m == p.Mode {
			c.mode.SetChoice(i)
		}
	}
	say(c.modeAt, c.remarks(p, profile.FieldMode))
}

// showForce tells since when the server uses what stands here.
func (c *accountCard) showForce(s *engine.Snapshot) {
	text := ""
	if at, ok := s.InForce[c.profile.ID]; ok {
		text = kit.LevelGood.Mark() + " " + c.deps.t("account.in_force", "time", clock(at))
	}
	if text != c.forced {
		c.forced = text
		c.force.Set(text, kit.Small.In(kit.ColorGreen))
	}
}

// setMode puts another way of encryption in force.
func (c *accountCard) setMode(i int) {
	id, mode := c.profile.ID, modes[i]
	d := c.deps
	var seq uint64
	d.save(func(ctx context.Context) error {
		err := d.engine.EditProfile(ctx, id, func(p *profile.Profile) { p.Mode = mode })
		seq = d.engine.Snapshot().Seq
		return err
	}, func(err error) {
		if id != c.profile.ID {
			return
		}
		if err != nil {
			c.showMode(c.profile)
			d.complain(err)
			return
		}
		c.modeSeq = seq
	})
}

// randomToken puts a new Token in force; the toast brings the former one back.
func (c *accountCard) randomToken() {
	c.random(profile.FieldToken, func() (string, error) { return profile.NewToken(nil) }, "account.token_changed")
}

// randomKey does the same for the EncodingAESKey.
func (c *accountCard) randomKey() {
	c.random(profile.FieldAESKey, func() (string, error) { return profile.NewAESKey(nil) }, "account.key_changed")
}

func (c *accountCard) random(field profile.Field, draw func() (string, error), told string) {
	d, f := c.deps, c.of(field)
	value, err := draw()
	if err != nil {
		d.complain(err)
		return
	}
	id, former := c.profile.ID, *f.at(&c.profile)
	f.put(value)
	d.layer.ToastAction(d.t(told), d.t("kit.undo"), func() {
		d.save(func(ctx context.Context) error {
			return d.engine.EditProfile(ctx, id, func(p *profile.Profile) { *f.at(p) = former })
		}, d.complain)
	})
}

// flush puts in force what waits for a pause in typing.
func (c *accountCard) flush() {
	for _, f := range c.fields {
		f.pause.flush()
	}
}

// shortName is a profile's name as it fits beside the title.
func shortName(name string) string {
	return kit.Cut(name, kit.Small.In(kit.ColorText), 130)
}

// copyButton copies what text gives when it is pressed.
func copyButton(d *deps, text func() string) fyne.CanvasObject {
	return kit.NewButton(d.t("kit.copy"), kit.Quiet, func() { d.copied(text()) })
}

// secretField is a masked field with show, actions and copy at its end.
type secretField struct {
	deps  *deps
	field *kit.Field
	eye   *kit.Button
}

func newSecretField(d *deps, actions ...fyne.CanvasObject) *secretField {
	s := &secretField{deps: d}
	s.eye = kit.NewButton(d.t("kit.show"), kit.Quiet, func() { s.mask(!s.field.Masked()) })
	all := append([]fyne.CanvasObject{s.eye}, actions...)
	all = append(all, copyButton(d, func() string { return s.field.Text() }))
	s.field = kit.NewField("", all...)
	s.mask(true)
	return s
}

// mask hides the text or shows it.
func (s *secretField) mask(on bool) {
	s.field.Entry.Password = on
	word := s.deps.t("kit.hide")
	if on {
		word = s.deps.t("kit.show")
	}
	s.eye.SetText(word)
	s.field.Entry.Refresh()
	s.field.Refresh()
}

// free shows the text without any need to ask, or masks it again.
func (s *secretField) free(on bool) {
	s.eye.Hidden = on
	s.mask(!on)
}
