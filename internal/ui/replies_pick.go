package ui

import (
	"strings"

	"fyne.io/fyne/v2"

	"echostr/internal/reply"
	"echostr/internal/ui/kit"
)

// pickMessage lets a person choose the message of the preview: the newest that fits, one
// that came, or a sample.
func (p *repliesPage) pickMessage(anchor fyne.CanvasObject) {
	t := p.deps.t
	set := func(m pickedMessage) func() {
		return func() {
			p.picked = m
			p.preview.wish()
		}
	}
	all := []kit.Choice{{Text: t("replies.preview.auto"), Checked: p.picked.auto(), Act: set(pickedMessage{})}}
	mask := p.state != nil && p.state.Settings.MaskIDs
	for _, m := range p.recent.of(p.book.profile) {
		said := strings.TrimSpace(m.message.Get("Content") + m.message.Get("Recognition"))
		word := p.tell.word("replies.type.", m.message.MsgType())
		if m.message.IsEvent() {
			word, said = p.tell.word("replies.event.", eventName(m.message)), m.message.EventKey()
		}
		if mask {
			said = maskIDs(said, []string{m.message.FromUserName()})
		}
		all = append(all, kit.Choice{Group: t("replies.preview.recent"), Text: strings.TrimSpace(word + "  " + gist(said)),
			Note: "#" + grouped(m.id), Checked: p.picked.exchange == m.id, Act: set(pickedMessage{exchange: m.id})})
	}
	for _, g := range typeGroups {
		for _, name := range g.names {
			if !g.events && name == "event" {
				continue
			}
			key, when := "replies.type.", reply.When{Types: []string{name}}
			if g.events {
				key, when = "replies.event.", reply.When{Types: []string{"event"}, Events: []string{name}}
			}
			all = append(all, kit.Choice{Group: t("replies.preview.samples"), Text: t(key + strings.ToLower(name)), Note: name,
				Find: t("replies.group." + g.key), Checked: p.picked.sample != nil && p.picked.sample.Equal(when),
				Act: set(pickedMessage{sample: &when})})
		}
	}
	kit.ShowPicker(anchor, kit.PickerWords{Search: t("replies.preview.search"), None: t("replies.pick.none")}, false, all)
}
