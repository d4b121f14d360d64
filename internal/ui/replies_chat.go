package ui

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"echostr/internal/reply"
	"echostr/internal/ui/kit"
	"echostr/internal/wechat"
)

// chatView shows a preview as a chat, and the answer's bytes beside it.
type chatView struct {
	deps *deps
	tell ruleTeller
	pick *kit.Button // chooses the message
	// goTo shows another rule.
	goTo   func(id string)
	chat   *fyne.Container
	chatAt *kit.FormField // what is to be said below the chat
	notes  *fyne.Container
	front  string // the rule that lead goes to
	lead   *kit.Button

	bytes *bytesView
	root  fyne.CanvasObject
}

func newChatView(d *deps, pick func(anchor fyne.CanvasObject), goTo func(string), around func() *container.Scroll) *chatView {
	v := &chatView{deps: d, tell: ruleTeller{d.words}, goTo: goTo}
	v.chat = kit.Column(10)
	ground := container.NewStack(kit.NewGround(theme.ColorNameBackground, 8), kit.Inset(14, 14, v.chat))
	v.chatAt = kit.NewFormField("", ground)
	v.lead = kit.NewButton("", kit.Link, func() { v.goTo(v.front) }).Small()
	v.notes = kit.Column(2)
	v.pick = kit.NewButton("", kit.Quiet, nil).WithTail(kit.NewIcon(kit.Down, kit.ColorText3, 12))
	v.pick.OnTapped = func() { pick(v.pick) }
	head := kit.Spread(4, kit.NewCutLabel(d.t("replies.preview"), kit.Small), v.pick)
	v.bytes = newBytesView(d, around)
	v.root = kit.Even(10, wideForm, kit.Column(2, head, v.chatAt, kit.Row(0, v.lead), v.notes), v.bytes.root)
	return v
}

// clear says that there is nothing to preview yet.
func (v *chatView) clear() {
	v.pick.SetText(v.deps.t("replies.preview.pick"))
	v.talk(v.aside(v.deps.t("replies.chat.nothing")))
	v.chatAt.SetProblem(kit.LevelNone, "")
	v.point(front{})
	v.note(nil)
	v.bytes.clear()
}

// show shows a preview; mask hides OpenIDs.
func (v *chatView) show(p preview, mask bool) {
	t := v.deps.t
	guard := func(s string) string {
		if mask {
			return maskIDs(s, []string{p.message.FromUserName()})
		}
		return s
	}
	label := "replies.preview.sample"
	if p.captured {
		label = "replies.preview.captured"
	}
	v.pick.SetText(t(label))
	draw := bubbler{deps: v.deps, guard: guard}
	said := []fyne.CanvasObject{v.asked(&p, guard)}
	if p.failure != nil {
		said = append(said, v.aside("—"))
	} else {
		said = append(said, draw.answer(&p)...)
	}
	v.talk(said...)
	level, text, to := v.remark(&p)
	v.chatAt.SetProblem(level, text)
	v.point(to)
	v.note(&p)
	v.bytes.show(&p, guard)
}

// asked is the message as the chat shows it.
func (v *chatView) asked(p *preview, guard func(string) string) fyne.CanvasObject {
	t := v.deps.t
	switch said := p.said(); {
	case strings.TrimSpace(said) != "":
		return kit.NewBubble(shortText(v.deps, guard(said)), true)
	case p.message.IsEvent():
		return v.aside(t("replies.chat.event", "event", strings.TrimSpace(gist(eventName(p.message))+" "+gist(p.message.EventKey()))))
	}
	return v.aside(t("replies.chat.no_words", "type", v.tell.word("replies.type.", p.message.MsgType())))
}

// remark is what is most to be said about a preview, and the rule that it leads to.
func (v *chatView) remark(p *preview) (kit.Level, string, front) {
	t := v.deps.t
	o := &p.answer.Outcome
	switch {
	case p.failure != nil:
		return kit.LevelError, t("replies.chat.failed", "detail", gist(v.deps.words.ReplyFailure(reply.Why(p.failure.Err)))), front{}
	case !p.matches && p.by.id != "":
		return kit.LevelNote, t("replies.chat.other", "why", v.missed(p.missed), "name", gist(p.by.name)), p.by
	case !p.matches && p.missed != nil && p.captured:
		return kit.LevelNote, t("replies.chat.none", "why", v.missed(p.missed)), front{}
	case p.earlier.id != "":
		return kit.LevelWarning, t("replies.chat.earlier", "name", gist(p.earlier.name)), p.earlier
	case o.Fault != reply.FaultNone:
		return kit.LevelNote, t("replies.fault." + string(o.Fault) + ".hint"), front{}
	case p.answer.Late:
		return kit.LevelWarning, t("replies.chat.late", "time", seconds(o.Delay)), front{}
	case !p.matches:
		return kit.LevelNote, t("replies.chat.no_match"), front{}
	}
	return kit.LevelNone, "", front{}
}

// missed is why a rule does not take a message.
func (v *chatView) missed(m *reply.Missed) string {
	if m == nil {
		return ""
	}
	if key := "reply.missed." + m.ID; v.deps.words.Has(key) {
		return v.deps.words.TM(key, m.Args)
	}
	return ""
}

// note says below the chat what WeChat would not take, and which answer of several it is.
func (v *chatView) note(p *preview) {
	v.notes.Objects = nil
	if p != nil {
		if o := &p.answer.Outcome; o.Steps > 0 && p.failure == nil {
			v.notes.Add(kit.NewFlow(18, kit.Span{Text: v.deps.t("replies.chat.step", "n", strconv.Itoa(o.Step), "count", strconv.Itoa(o.Steps)), Face: kit.Faint}))
		}
		for _, c := range p.answer.Remarks {
			id := string(c.ID)
			v.notes.Add(kit.NewFlow(18, kit.Span{Text: "! ", Face: kit.Code.Sized(13).In(kit.ColorAmber)},
				kit.Span{Text: v.deps.words.CauseTitle(id, c.Args), Face: kit.Small.In(kit.ColorAmber)},
				kit.Span{Text: "  " + v.deps.words.CauseText(id, c.Args), Face: kit.Faint}))
		}
	}
	v.notes.Refresh()
}

// point offers to go to another rule.
func (v *chatView) point(to front) {
	v.front = to.id
	v.lead.SetText(v.deps.t("replies.goto", "name", gist(to.name)))
	setVisible(v.lead, to.id != "")
}

// talk replaces what the chat shows.
func (v *chatView) talk(objects ...fyne.CanvasObject) {
	v.chat.Objects = objects
	v.chat.Refresh()
}

// aside is a grey line in the middle of the chat.
func (v *chatView) aside(text string) fyne.CanvasObject { return aside(text) }

// aside is a grey line in the middle of a chat.
func aside(text string) fyne.CanvasObject {
	return kit.NewFlow(18, kit.Span{Text: text, Face: kit.Small}).Centred()
}

// eventName is the name of an event or of a notice.
func eventName(m *wechat.Message) string {
	if name := m.Event(); name != "" {
		return name
	}
	return m.InfoType()
}
