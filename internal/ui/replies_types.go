package ui

import (
	"slices"
	"strings"

	"echostr/internal/reply"
	"echostr/internal/ui/kit"
)

// typePick is the choice of the types and events that a rule waits for.
type typePick struct {
	*formEnv
	pick *kit.Select
	// among is what is chosen now.
	among reply.When
}

func newTypePick(e *formEnv) *typePick {
	p := &typePick{formEnv: e}
	p.pick = kit.NewPick(p.open)
	return p
}

func (p *typePick) show(w reply.When) {
	p.among = reply.When{Types: w.Types, Events: w.Events}
	p.pick.SetText(p.tell.types(w))
}

// open shows all there is to choose from. Types and events do not mix: no message is both.
func (p *typePick) open() {
	var all []kit.Choice
	add := func(group, name, text, note string, event, checked bool) {
		all = append(all, kit.Choice{Group: group, Text: text, Note: note, Checked: checked,
			Act: func() { p.take(name, event, false, true) }, Turn: func(on bool) { p.take(name, event, true, on) }})
	}
	none := len(p.among.Types)+len(p.among.Events) == 0
	all = append(all, kit.Choice{Text: p.t("replies.when.any"), Checked: none,
		Act: func() { p.set(nil, nil) }, Turn: func(bool) { p.set(nil, nil) }})
	for _, g := range typeGroups {
		for _, name := range g.names {
			key, chosen := "replies.type.", p.among.Types
			if g.events {
				key, chosen = "replies.event.", p.among.Events
			}
			checked := placeOf(chosen, name) >= 0 && (g.events || len(p.among.Events) == 0)
			add(p.t("replies.group."+g.key), name, p.t(key+strings.ToLower(name)), name, g.events, checked)
		}
	}
	for _, name := range p.among.Types {
		if !offered(name, false) {
			add(p.t("replies.group.own"), name, name, p.t("replies.pick.own_type"), false, true)
		}
	}
	for _, name := range p.among.Events {
		if !offered(name, true) {
			add(p.t("replies.group.own"), name, name, p.t("replies.pick.own_event"), true, true)
		}
	}
	picker := kit.ShowPicker(p.pick, kit.PickerWords{Search: p.t("replies.pick.type"), None: p.t("replies.pick.none"),
		Several: p.t("replies.pick.several")}, max(len(p.among.Types), len(p.among.Events)) > 1, all)
	if picker == nil {
		return
	}
	picker.Own = func(typed string) []kit.Choice {
		if strings.ContainsAny(typed, " \t|") || offered(typed, true) || offered(typed, false) {
			return nil
		}
		own := func(event bool, note string) kit.Choice {
			return kit.Choice{Group: p.t("replies.group.own"), Text: typed, Note: p.t(note), Act: func() { p.take(typed, event, false, true) },
				Turn: func(on bool) { p.take(typed, event, true, on) }}
		}
		return []kit.Choice{own(true, "replies.pick.own_event"), own(false, "replies.pick.own_type")}
	}
}

// offered says whether a name is in the list.
func offered(name string, event bool) bool {
	return slices.ContainsFunc(typeGroups, func(g typeGroup) bool { return g.events == event && placeOf(g.names, name) >= 0 })
}

// take chooses a name, alone or beside those that are chosen, or gives it up.
func (p *typePick) take(name string, event, beside, on bool) {
	types, events := p.among.Types, p.among.Events
	if !beside || event {
		types = nil
	}
	if !beside || !event {
		events = nil
	}
	list := &types
	if event {
		list = &events
	}
	next := slices.Clone(*list)
	if i := placeOf(next, name); i >= 0 {
		next = slices.Delete(next, i, i+1)
	}
	if on {
		next = append(next, name)
	}
	*list = next
	p.set(types, events)
}

func (p *typePick) set(types, events []string) {
	if len(events) > 0 {
		types = []string{"event"}
	}
	p.edit(func(r *reply.Rule) { rename(&r.When, types, events) }, false)
}
