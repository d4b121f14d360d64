package ui

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"echostr/internal/reply"
	"echostr/internal/ui/kit"
	"echostr/internal/wechat"
)

// bubbler draws answers as WeChat shows them.
type bubbler struct {
	deps  *deps
	guard func(string) string // hides OpenIDs if they shall be
}

// chatMost is how many characters of a text a bubble shows.
const chatMost = 1200

// cardWidth is that of an article, a song or a picture.
const cardWidth = 236

// answer is what the user would see of a preview.
func (b bubbler) answer(p *preview) []fyne.CanvasObject {
	o := &p.answer.Outcome
	var out []fyne.CanvasObject
	if o.Delay > 0 && !p.answer.Late {
		out = append(out, aside(b.deps.t("replies.chat.delay", "time", seconds(o.Delay))))
	}
	if p.spoiled() {
		return append(out, aside(b.deps.t("replies.chat.broken")))
	}
	switch o.Do {
	case reply.Forward:
		host := o.URL
		if u, err := url.Parse(o.URL); err == nil && u.Host != "" {
			host = u.Host
		}
		out = append(out, aside(b.deps.t("replies.chat.forward", "to", gist(host))))
	case reply.Status:
		out = append(out, aside(b.deps.t("replies.chat.raw")))
	default:
		out = append(out, b.reply(&o.Reply, p.message)...)
	}
	for i := range o.After {
		m := &o.After[i]
		when := b.deps.t("replies.chat.after_at_once")
		if m.Delay > 0 {
			when = b.deps.t("replies.chat.after", "time", seconds(m.Delay))
		}
		out = append(out, aside(when), b.message(m))
	}
	return out
}

func (b bubbler) reply(r *wechat.Reply, to *wechat.Message) []fyne.CanvasObject {
	t := b.deps.t
	one := func(o fyne.CanvasObject) []fyne.CanvasObject { return []fyne.CanvasObject{o} }
	switch r.Type {
	case wechat.ReplyText:
		return one(kit.NewSpanBubble(false, linkSpans(shortText(b.deps, b.guard(r.Content)))...))
	case wechat.ReplyImage:
		return one(b.picture(r.MediaID))
	case wechat.ReplyVoice:
		return one(b.voice(r.MediaID))
	case wechat.ReplyVideo:
		return one(b.card(r.Title, r.Description, b.still("▶", r.MediaID)))
	case wechat.ReplyMusic:
		return one(b.song(r.Title, r.Description))
	case wechat.ReplyNews:
		articles := make([]reply.Article, 0, len(r.Articles))
		for _, a := range r.Articles {
			articles = append(articles, reply.Article(a))
		}
		if len(articles) > 1 && !to.IsEvent() { // to what a user sends WeChat shows the first alone
			return []fyne.CanvasObject{b.news(articles[:1]), aside(t("replies.chat.only_first", "count", strconv.Itoa(len(articles)-1)))}
		}
		return one(b.news(articles))
	case wechat.ReplyTransfer:
		return one(aside(t("replies.chat.transfer")))
	case wechat.ReplyRaw:
		return one(aside(t("replies.chat.raw")))
	}
	return one(aside(t("replies.chat.silent")))
}

// message is a customer-service message.
func (b bubbler) message(m *reply.CustomerMessage) fyne.CanvasObject {
	switch m.Kind {
	case reply.KindImage:
		return b.picture(m.MediaID)
	case reply.KindVoice:
		return b.voice(m.MediaID)
	case reply.KindVideo:
		return b.card(m.Title, m.Description, b.still("▶", m.MediaID))
	case reply.KindMusic:
		return b.song(m.Title, m.Description)
	case reply.KindNews:
		return b.news(m.Articles)
	case reply.KindLink:
		return b.card(m.Title, m.Description, nil)
	case reply.KindMiniProgram:
		return b.card(m.Title, m.Page, b.still("", m.ThumbMediaID))
	}
	return kit.NewSpanBubble(false, linkSpans(shortText(b.deps, b.guard(m.Text)))...)
}

// card has a title, words below, and a picture above, if there is one.
func (b bubbler) card(title, text string, picture fyne.CanvasObject) fyne.CanvasObject {
	words := kit.Column(2)
	if title != "" {
		words.Add(kit.NewFlow(20, kit.Span{Text: gist(b.guard(title)), Face: kit.Strong}))
	}
	if text != "" {
		words.Add(kit.NewFlow(18, kit.Span{Text: gist(b.guard(text)), Face: kit.Small}))
	}
	body := kit.Column(8)
	if picture != nil {
		body.Add(picture)
	}
	if len(words.Objects) > 0 {
		body.Add(words)
	}
	return kit.NewCardBubble(cardWidth, false, kit.Inset(10, 12, body))
}

// still stands for a picture, with a sign in the middle and what tells it from others.
func (b bubbler) still(sign, id string) fyne.CanvasObject {
	words := kit.Column(4)
	if sign != "" {
		words.Add(container.NewCenter(kit.NewLabel(sign, kit.Code.Sized(18).In(kit.ColorText3))))
	}
	words.Add(kit.NewFlow(16, kit.Span{Text: gist(b.guard(id)), Face: kit.Faint.Sized(11)}).Centred())
	return kit.Fixed(0, 92, container.NewStack(kit.NewGround(kit.ColorField, 4), kit.Inset(18, 8, words)))
}

func (b bubbler) picture(id string) fyne.CanvasObject {
	return kit.NewCardBubble(cardWidth*0.7, false, kit.Inset(4, 4, b.still("▨", id)))
}

func (b bubbler) voice(id string) fyne.CanvasObject {
	return kit.NewSpanBubble(false, kit.Span{Text: "▷ ", Face: kit.Code.Sized(13)}, kit.Span{Text: gist(b.guard(id)), Face: kit.Small})
}

func (b bubbler) song(title, text string) fyne.CanvasObject {
	words := kit.Column(2, kit.NewFlow(20, kit.Span{Text: gist(b.guard(title)), Face: kit.Strong}),
		kit.NewFlow(18, kit.Span{Text: gist(b.guard(text)), Face: kit.Small}))
	note := container.NewStack(kit.NewGround(kit.ColorGreenGround, 4), container.NewCenter(kit.NewIcon(kit.Play, kit.ColorGreen, 16)))
	return kit.NewCardBubble(cardWidth, false, kit.Inset(10, 12, kit.Spread(8, words, kit.Fixed(38, 38, note))))
}

// news are articles: the first with its picture over the whole width, the others in lines.
func (b bubbler) news(articles []reply.Article) fyne.CanvasObject {
	body := kit.Column(8)
	for i, a := range articles {
		title := kit.NewFlow(20, kit.Span{Text: gist(b.guard(a.Title)), Face: kit.Strong})
		if i == 0 {
			body.Add(b.still("▨", a.PicURL))
			body.Add(title)
			if a.Description != "" && len(articles) == 1 {
				body.Add(kit.NewFlow(18, kit.Span{Text: gist(b.guard(a.Description)), Face: kit.Small}))
			}
			continue
		}
		thumb := container.NewStack(kit.NewGround(kit.ColorField, 4), container.NewCenter(kit.NewLabel("▨", kit.Code.Sized(16).In(kit.ColorText3))))
		body.Add(kit.NewHairline())
		body.Add(kit.Spread(8, title, kit.Fixed(38, 38, thumb)))
	}
	return kit.NewCardBubble(cardWidth, false, kit.Inset(10, 12, body))
}

// shortText is a text as long as a bubble shows it.
func shortText(d *deps, text string) string {
	n := utf8.RuneCountInString(text)
	if n <= chatMost {
		return text
	}
	return string([]rune(text)[:chatMost]) + "…\n" + d.t("replies.chat.rest", "count", strconv.Itoa(n-chatMost))
}

// linked finds what WeChat makes a link: <a href="…">words</a> and bare addresses.
var linked = regexp.MustCompile(`(?is)<a\s[^>]*>(.*?)</a>|https?://[!-~]+`)

// linkSpans are a text with its links in the colour of links.
func linkSpans(text string) []kit.Span {
	face := kit.Body
	var out []kit.Span
	add := func(s string, f kit.Face) {
		if s != "" {
			out = append(out, kit.Span{Text: s, Face: f})
		}
	}
	at := 0
	for _, m := range linked.FindAllStringSubmatchIndex(text, -1) {
		add(text[at:m[0]], face)
		words := text[m[0]:m[1]]
		if m[2] >= 0 {
			words = text[m[2]:m[3]]
		}
		add(strings.TrimSpace(words), face.In(kit.ColorLink))
		at = m[1]
	}
	add(text[at:], face)
	return out
}
