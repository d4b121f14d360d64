package ui

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"echostr/internal/ui/kit"
	"echostr/internal/wechat"
)

// chatView shows a preview as a chat, and the answer's bytes beside it.
type chatView struct {
	deps   *deps
	chatAt *kit.FormField
	chat   *fyne.Container
	note   *kit.FormField // what is to be said below the chat

	label      *kit.Label
	turn, copy *kit.Button
	head       *fyne.Container
	code       *kit.CodeView
	bytes      fyne.CanvasObject // the code as it goes into the window
	exact      bool              // show the bytes as they are, else one element per line
	body       []byte            // nil while there is none
	masked     string            // body as text, with OpenIDs masked if they shall be
	root       fyne.CanvasObject
}

// chatMost is how many characters of a text a bubble shows.
const chatMost = 1200

// rawHeight is that of the view of the answer's bytes.
const rawHeight = 178

func newChatView(d *deps) *chatView {
	v := &chatView{deps: d}
	v.chat = kit.Column(10)
	ground := container.NewStack(kit.NewGround(theme.ColorNameBackground, 8), kit.Inset(14, 14, v.chat))
	v.note = kit.NewFormField("", ground)
	v.chatAt = kit.NewFormField(d.t("replies.preview"), v.note)

	v.code = kit.NewCodeView(nil).On(kit.ColorField)
	v.code.SetWrap(true)
	v.bytes = v.code.Wrapped()
	v.turn = kit.NewButton("", kit.Quiet, func() {
		v.exact = !v.exact
		v.showRaw()
	})
	v.copy = kit.NewButton(d.t("kit.copy"), kit.Quiet, func() { d.copied(string(v.body)) })
	v.label = kit.NewLabel("", kit.Small)
	v.head = kit.Spread(8, v.label, kit.Row(8, v.turn, v.copy))
	ground = container.NewStack(kit.NewGround(kit.ColorField, 6), kit.Inset(6, 4, v.bytes))
	raw := kit.Column(2, v.head, kit.Fixed(0, rawHeight, ground))
	v.root = kit.Even(10, wideForm, v.chatAt, raw)
	return v
}

// clear says that there is nothing to preview yet.
func (v *chatView) clear() {
	v.chatAt.SetLabel(v.deps.t("replies.preview"))
	v.talk(v.aside(v.deps.t("replies.chat.nothing")))
	v.note.SetProblem(kit.LevelNone, "")
	v.body, v.masked = nil, ""
	v.showRaw()
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
	v.chatAt.SetLabel(t(label))

	var asked fyne.CanvasObject
	switch said := p.said(); {
	case strings.TrimSpace(said) != "":
		asked = kit.NewBubble(v.short(guard(said)), true)
	case p.message.IsEvent():
		asked = v.aside(t("replies.chat.event", "event", strings.TrimSpace(gist(eventName(p.message))+" "+gist(p.message.EventKey()))))
	default:
		asked = v.aside(t("replies.chat.no_words", "type", gist(p.message.MsgType())))
	}
	answered := v.aside(t("replies.chat.silent"))
	switch {
	case p.failure != nil:
		answered = v.aside("—")
	case p.outcome.Type == wechat.ReplyText:
		answered = kit.NewBubble(v.short(guard(p.outcome.Content)), false)
	}
	v.talk(asked, answered)
	v.note.SetProblem(v.remark(&p))
	v.body, v.masked = p.body, guard(string(p.body))
	v.showRaw()
}

// remark is what is to be said about a preview.
func (v *chatView) remark(p *preview) (kit.Level, string) {
	t := v.deps.t
	switch {
	case p.failure != nil:
		return kit.LevelError, t("replies.chat.failed", "detail", gist(p.failure.Error()))
	case p.earlier != "":
		return kit.LevelWarning, t("replies.chat.earlier", "name", gist(p.earlier))
	case p.outcome.Type == wechat.ReplyText && len(p.outcome.Content) > wechat.MaxTextReply:
		return kit.LevelWarning, t("replies.chat.too_long",
			"size", grouped(int64(len(p.outcome.Content))), "limit", grouped(wechat.MaxTextReply))
	case !p.matches:
		return kit.LevelNote, t("replies.chat.no_match")
	}
	return kit.LevelNone, ""
}

// talk replaces what the chat shows.
func (v *chatView) talk(objects ...fyne.CanvasObject) {
	v.chat.Objects = objects
	v.chat.Refresh()
}

// aside is a grey line in the middle of the chat.
func (v *chatView) aside(text string) fyne.CanvasObject {
	return kit.NewFlow(18, kit.Span{Text: text, Face: kit.Small}).Centred()
}

// short is a text as long as a bubble shows it.
func (v *chatView) short(text string) string {
	n := utf8.RuneCountInString(text)
	if n <= chatMost {
		return text
	}
	return string([]rune(text)[:chatMost]) + "…\n" + v.deps.t("replies.chat.rest", "count", strconv.Itoa(n-chatMost))
}

func (v *chatView) showRaw() {
	label := v.deps.t("replies.raw")
	if v.body != nil {
		label = v.deps.t("replies.raw.sized", "size", grouped(int64(len(v.body))))
	}
	v.label.Set(label, kit.Small)
	text, syntax := pretty(v.masked)
	word := "replies.raw.exact"
	if v.exact {
		text, word = v.masked, "replies.raw.pretty"
	}
	if v.body != nil && len(v.body) == 0 {
		text = v.deps.t("replies.chat.no_bytes")
	}
	v.turn.SetText(v.deps.t(word))
	setVisible(v.turn, syntax != kit.SyntaxNone)
	setVisible(v.copy, len(v.body) > 0)
	setVisible(v.bytes, v.body != nil)
	v.head.Refresh()
	v.code.SetSyntax(syntax)
	v.code.SetText(text)
}

// eventName is the name of an event or of a notice.
func eventName(m *wechat.Message) string {
	if name := m.Event(); name != "" {
		return name
	}
	return m.InfoType()
}
