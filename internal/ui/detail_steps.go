package ui

import (
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"echostr/internal/exchange"
	"echostr/internal/ui/kit"
	"echostr/internal/wechat"
)

// steps are those of the check that x carries, as the protocol tells them.
func (p *detail) steps(x *exchange.Exchange) []kit.Step {
	var out []kit.Step
	for _, s := range x.Opened.Steps(&wechat.Request{Query: x.Request.Query, Time: x.Time}) {
		out = append(out, kit.Step{Label: p.teller.t("detail.step." + string(s.ID)), Value: p.step(x, s)})
	}
	return out
}

func (p *detail) step(x *exchange.Exchange, s wechat.Step) fyne.CanvasObject {
	t := p.teller
	switch s.ID {
	case wechat.StepParameters:
		return kit.NewCode(18, t.parameters(x, s)...)
	case wechat.StepSorted:
		var spans []kit.Span
		for i, l := range s.Lines {
			if i > 0 {
				spans = append(spans, kit.Span{Text: " · ", Face: kit.Code.In(kit.ColorText2)})
			}
			spans = append(spans, t.pieces(l, kit.Code)...)
		}
		return kit.NewCode(18, spans...)
	case wechat.StepComputed:
		return kit.NewCode(18, t.hash(s, kit.ColorRed, kit.ColorRedGround)...)
	case wechat.StepGiven:
		return kit.NewCode(18, t.hash(s, kit.ColorGreen, kit.ColorGreenGround)...)
	case wechat.StepResult:
		return p.result(x, s)
	case wechat.StepDecrypted:
		return p.decrypted(x, s)
	case wechat.StepClock:
		return t.clockStep(s)
	}
	var spans []kit.Span
	for _, l := range s.Lines {
		spans = append(spans, t.pieces(l, kit.Code)...)
	}
	return kit.NewCode(18, spans...)
}

// unreadMost is how many parameters are listed that the check has not read.
const unreadMost = 8

// parameters are the parameters as they came, one on a line; those that the check did
// not read are grey.
func (t teller) parameters(x *exchange.Exchange, s wechat.Step) (spans []kit.Span) {
	unread := 0
	for _, l := range s.Lines {
		if !l.Read && !l.Missing {
			if unread++; unread > unreadMost {
				continue
			}
		}
		if len(spans) > 0 {
			spans = append(spans, kit.Span{Text: "\n", Face: kit.Code})
		}
		name := oneLine(visible([]byte(l.Name))) + "="
		if !l.Read && !l.Missing {
			value, _ := cutValue(visible([]byte(t.guard(x, l.Value))))
			spans = append(spans, kit.Span{Text: name + value, Face: kit.Code.In(kit.ColorText3)})
			continue
		}
		spans = append(spans, kit.Span{Text: name, Face: kit.Code.In(kit.ColorText2)})
		if l.Value == "" {
			face := kit.Faint
			if l.Missing {
				face = kit.Small.In(kit.ColorRed)
			}
			spans = append(spans, kit.Span{Text: t.t("detail.none"), Face: face})
			continue
		}
		spans = append(spans, t.pieces(l, kit.Code)...)
		if len(l.Spans) > 0 && l.Spans[0].Kind == wechat.SpanCipher {
			spans = append(spans, kit.Span{Text: "  " + t.t("detail.characters", "n", grouped(int64(len(l.Value)))), Face: kit.Faint})
		}
		if l.Raw != "" && l.Raw != l.Value && len(l.Raw) < 200 {
			spans = append(spans, kit.Span{Text: "  " + t.t("detail.query.raw", "raw", visible([]byte(l.Raw))), Face: kit.Faint})
		}
	}
	if unread > unreadMost {
		spans = append(spans, kit.Span{Text: "\n" + t.t("detail.parameters.more", "n", grouped(int64(unread-unreadMost))), Face: kit.Faint})
	}
	return spans
}

// cipherEnds is how many characters of each end of a ciphertext are shown.
const cipherEnds = 12

// pieces are a value with its blanks marked, its ciphertext shortened, and the Token
// masked while the screen is shared. The Token is the account's own and is shown
// otherwise.
func (t teller) pieces(l wechat.StepLine, face kit.Face) (out []kit.Span) {
	at := 0
	plain := func(s string) {
		short, cut := cutValue(s)
		if out = append(out, marked(short)...); cut {
			out = append(out, kit.Span{Text: "…", Face: face})
		}
	}
	for _, p := range l.Spans {
		plain(l.Value[at:p.Start])
		switch v := l.Value[p.Start:p.End]; {
		case p.Kind == wechat.SpanToken && t.mask:
			out = append(out, kit.Span{Text: hidden(v), Face: face})
		case p.Kind == wechat.SpanCipher:
			plain(shortened(v, cipherEnds))
		default:
			plain(v)
		}
		at = p.End
	}
	plain(l.Value[at:])
	return out
}

// hash is a signature: green where it holds, else with the characters that differ in a
// tone on a ground.
func (t teller) hash(s wechat.Step, tone, ground fyne.ThemeColorName) []kit.Span {
	l := s.Lines[0]
	switch {
	case l.Value == "":
		return []kit.Span{{Text: t.t("detail.none"), Face: kit.Faint}}
	case s.State == wechat.StepHolds:
		return []kit.Span{{Text: l.Value, Face: kit.Code.In(kit.ColorGreen)}}
	}
	return spanned(l.Value, l.Spans, tone, ground)
}

func (p *detail) result(x *exchange.Exchange, s wechat.Step) fyne.CanvasObject {
	t := p.teller
	level := kit.LevelGood
	if s.State == wechat.StepFails {
		level = kit.LevelError
	}
	outcome := s.Lines[0].Value
	key := "detail.result." + outcome
	switch {
	case p.now:
		key = "worked.outcome." + outcome
	case outcome == "differs" && x.Opened.Kind == wechat.Verification:
		key = "detail.result.verification.differs"
	case outcome == "same" && x.Opened.Kind == wechat.Verification && x.Verdict == exchange.Pass:
		key = "detail.result.verification.same"
	}
	return kit.NewFlow(20, kit.Span{Text: level.Mark() + " ", Face: kit.Code.Sized(14).In(level.Color())},
		kit.Span{Text: t.t(key, "status", status(x.Response.Status)), Face: kit.Body.In(level.Color())})
}

// decrypted is what lay around the message, or that it could not be opened.
func (p *detail) decrypted(x *exchange.Exchange, s wechat.Step) fyne.CanvasObject {
	t := p.teller
	if len(s.Lines) == 0 {
		level := kit.LevelError
		if x.Verdict == exchange.Pass {
			level = kit.LevelNote
		}
		return kit.NewFlow(20, kit.Span{Text: level.Mark() + " ", Face: kit.Code.Sized(14).In(level.Color())},
			kit.Span{Text: t.t("detail.sealed"), Face: kit.Body.In(level.Color())})
	}
	var spans []kit.Span
	line := func(name string, value ...kit.Span) {
		if len(spans) > 0 {
			spans = append(spans, kit.Span{Text: "\n", Face: kit.Code})
		}
		spans = append(spans, kit.Span{Text: t.t("detail.envelope."+name) + " ", Face: kit.Small})
		spans = append(spans, value...)
	}
	code := func(s string) kit.Span { return kit.Span{Text: s, Face: kit.Code} }
	number := func(name string) int { n, _ := strconv.Atoi(lineOf(s, name).Value); return n }
	for _, l := range s.Lines {
		switch l.Name {
		case "random":
			if text := lineOf(s, "random_text").Value; visible([]byte(text)) == text {
				line(l.Name, marked(text)...)
			} else {
				line(l.Name, code(l.Value))
			}
		case "length":
			line(l.Name, code(t.bytes(int64(number(l.Name)))))
		case "app_id":
			if len(l.Spans) > 0 {
				line(l.Name, spanned(l.Value, l.Spans, kit.ColorRed, kit.ColorRedGround)...)
			} else {
				line(l.Name, marked(l.Value)...)
			}
		case "padding":
			line(l.Name, code(t.t("detail.envelope.padding.of", "n", l.Value, "cipher", grouped(int64(number("cipher"))))))
		case "key":
			word := t.t("detail.envelope.key.current")
			if l.Value != "0" {
				word = t.t("detail.envelope.key.earlier", "n", l.Value)
			}
			line(l.Name, kit.Span{Text: word, Face: kit.Small.In(kit.ColorText)})
		}
	}
	return kit.NewCode(20, spans...)
}

// lineOf is the line of a step with that name; an empty one if there is none.
func lineOf(s wechat.Step, name string) wechat.StepLine {
	for _, l := range s.Lines {
		if l.Name == name {
			return l
		}
	}
	return wechat.StepLine{}
}

func (t teller) clockStep(s wechat.Step) fyne.CanvasObject {
	stamp, skew := lineOf(s, "timestamp").Value, lineOf(s, "skew").Value
	face := kit.Body
	if s.State == wechat.StepWarns {
		face = face.In(kit.ColorAmber)
	}
	n, err := strconv.ParseInt(stamp, 10, 64)
	if skew == "" || err != nil {
		short, _ := cutValue(stamp)
		return kit.NewFlow(20, append(marked(short), kit.Span{Text: "  " + t.t("detail.clock.none"), Face: face})...)
	}
	key := "detail.clock.ahead"
	switch off, behind := strings.CutPrefix(skew, "-"); {
	case behind:
		key, skew = "detail.clock.behind", off
	case skew == "0":
		key = "detail.clock.same"
	}
	return kit.NewFlow(20, kit.Span{Text: time.Unix(n, 0).Local().Format("2006-01-02 15:04:05") + "  ", Face: kit.Code},
		kit.Span{Text: t.t(key, "skew", t.words.Span(skew)), Face: face})
}
