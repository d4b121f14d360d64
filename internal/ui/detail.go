package ui

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"echostr/internal/engine"
	"echostr/internal/exchange"
	"echostr/internal/ui/kit"
)

// The tabs of the detail.
const (
	tabDiagnosis = iota
	tabRequest
	tabMessage
	tabResponse
	tabCount
)

// detail is the right side of the requests page: all that is known of one exchange. It
// shows what the exchange carries; what it would come to now the engine says.
type detail struct {
	deps   *deps
	teller teller
	state  *engine.Snapshot

	exchange *exchange.Exchange // nil: none is chosen
	turn     int                // of what is shown; what is made for an earlier one is dropped
	form     [tabCount]int      // which form of a tab was chosen last: read, raw, …
	body     int                // and of an answer's body
	fixes    []*fixButton       // in what is shown

	present *exchange.Exchange // what the same request comes to with the settings at hand; nil until asked
	now     bool               // present is shown instead of what was recorded
	held    []held             // what present was held to

	kin      kin                       // as it is shown
	attempts []int64                   // WeChat's deliveries of the same message, as far as is known
	replays  map[int64][]int64         // of exchanges that came while the window stood
	looking  bool                      // for them
	tried    bool                      // one came since
	looked   int64                     // the newest exchange when the attempts were looked for
	pictures map[string]*linkedPicture // that the exchange names, by URL
	after    sequels                   // in what is shown

	narrow func(*exchange.Exchange) []kit.MenuItem // what the menus have besides; may be nil

	title *kit.Flow
	meta  *kit.Label
	lines *fyne.Container // of what belongs to it
	tabs  *kit.Tabs
	pane  *fyne.Container
	full  fyne.CanvasObject
	none  fyne.CanvasObject
	root  *fyne.Container
}

func newDetail(d *deps, t teller, s *engine.Snapshot) *detail {
	p := &detail{deps: d, teller: t, state: s, title: kit.NewFlow(23), meta: kit.NewCutLabel("", kit.Code.In(kit.ColorText2)),
		lines: kit.Column(0), pane: container.NewStack()}
	p.tabs = kit.NewTabs([]string{d.t("detail.tab.diagnosis"), d.t("detail.tab.request"), d.t("detail.tab.message"),
		d.t("detail.tab.response")}, 12, 0, 37, func(int) { p.turnTo() }).Shrink()
	more := kit.NewButton("", kit.Plain, nil).WithIcon(kit.NewIcon(kit.More, kit.ColorText2, 16))
	more.OnTapped = func() {
		d.layer.Close() // the tip
		kit.ShowMenu(more, 0, p.actions()...)
	}
	d.layer.Tip(more, d.t("detail.more"))
	buttons := kit.Row(4, container.NewCenter(kit.NewButton(d.t("detail.replay"), kit.Plain, p.replay)),
		container.NewCenter(kit.NewButton(d.t("detail.curl"), kit.Plain, p.copyCurl)), container.NewCenter(more))
	bar := kit.Spread(8, p.tabs, buttons)
	head := kit.Dock(nil, kit.NewHairline(), kit.InsetSides(10, 0, 16, 16, kit.Column(2, p.title, p.meta, p.lines, bar)))
	p.full = kit.Dock(head, nil, p.pane)
	p.none = kit.NewEmptyState(d.t("detail.none.title"), d.t("detail.none.text"))
	p.full.Hide()
	p.root = container.NewStack(kit.NewGround(kit.ColorPanel, 0), p.none, p.full)
	return p
}

func (p *detail) object() fyne.CanvasObject { return p.root }

// show turns to another exchange, on the tab that is open; nil shows none.
func (p *detail) show(x *exchange.Exchange) {
	if x == p.exchange {
		return
	}
	p.exchange = x
	p.present, p.now = nil, false
	p.attempts, p.pictures = nil, nil
	p.redraw()
	p.lookAround()
}

// apply keeps what depends on the state: the fixes, which another hand may have applied,
// and what the request comes to with the settings at hand.
func (p *detail) apply(s *engine.Snapshot, t teller) {
	p.state = s
	if t.mask != p.teller.mask {
		p.teller = t
		p.pictures = nil
		p.redraw()
		return
	}
	for _, f := range p.fixes {
		f.follow(s)
	}
	p.followSettings()
	p.followKin()
	p.followAfter()
}

func (p *detail) redraw() {
	x := p.exchange
	if x == nil {
		p.full.Hide()
		p.none.Show()
		p.pane.Objects, p.fixes, p.after = nil, nil, sequels{}
		p.turn++
		return
	}
	lead, tone := p.teller.verdict(x)
	p.title.Set(kit.Span{Text: p.heading() + " ", Face: kit.Title}, kit.Span{Text: "· " + lead, Face: kit.Body.In(tone)})
	p.meta.Set(p.facts(), kit.Code.In(kit.ColorText2))
	p.showKin()
	p.turnTo()
	p.none.Hide()
	p.full.Show()
}

// turnTo builds the open tab.
func (p *detail) turnTo() {
	if p.exchange == nil {
		return
	}
	p.turn++
	p.fixes, p.after = nil, sequels{}
	var o fyne.CanvasObject
	switch p.tabs.Choice() {
	case tabDiagnosis:
		o = p.scrolled(p.diagnosis())
	case tabRequest:
		o = p.request()
	case tabMessage:
		o = p.message()
	case tabResponse:
		o = p.response()
	}
	p.pane.Objects = []fyne.CanvasObject{o}
	p.pane.Refresh()
}

// scrolled is content with the pane's margins that scrolls up and down.
func (p *detail) scrolled(content fyne.CanvasObject) fyne.CanvasObject {
	return container.NewVScroll(kit.Inset(14, 16, kit.Column(0, content)))
}

// heading is what the request is: "GET 服务器验证", "POST 文本".
func (p *detail) heading() string {
	x, t := p.exchange, p.teller
	word, _ := t.kind(x)
	if x.Request.Method == "" {
		return word
	}
	return oneLine(x.Request.Method) + " " + t.long(x, word)
}

// long is a longer word for a badge where there is one.
func (t teller) long(x *exchange.Exchange, word string) string {
	if levelOf(x) != kit.LevelNone && word == t.t("kind.verification") {
		return t.t("detail.verification")
	}
	return word
}

// verdict is how a request came out, in words.
func (t teller) verdict(x *exchange.Exchange) (words string, tone fyne.ThemeColorName) {
	level := levelOf(x)
	if undelivered(x) {
		return t.undeliveredText(x), level.Color()
	}
	switch level {
	case kit.LevelGood:
		return t.t("detail.passed"), level.Color()
	case kit.LevelNone:
		return t.t("detail.foreign"), kit.ColorText2
	default:
		return t.causeTitle(x, &telling(x)[0]), level.Color()
	}
}

// facts is the line below the title.
func (p *detail) facts() string {
	x, d := p.exchange, p.deps
	line := "#" + strconv.FormatInt(x.ID, 10) + " · " + x.Time.Local().Format("2006-01-02 15:04:05.000")
	if x.Test {
		line += " · " + d.t("requests.test")
	}
	line += " · " + d.t("detail.via."+x.Via.String())
	if p.state != nil && len(p.state.Settings.Profiles) > 1 {
		if q, ok := p.state.Settings.Profile(x.Profile); ok {
			line += " · " + q.Name
		}
	}
	line += " · " + hostOf(x.Remote)
	if agent, ok := x.Request.Header().Lookup("User-Agent"); ok {
		line += " · " + oneLine(visible([]byte(agent)))
	}
	return line
}

// hostOf is an address without its port.
func hostOf(addr string) string {
	if i := strings.LastIndexByte(addr, ':'); i > 0 {
		addr = addr[:i]
	}
	return strings.Trim(addr, "[]")
}
