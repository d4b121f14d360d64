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

// steps are those of the signature, of the decryption if there was one, and the clock.
func (p *detail) steps() []kit.Step {
	x, t := p.exchange, p.teller
	c := &x.Opened.Check
	if c.Scheme == wechat.NoScheme {
		return nil
	}
	step := func(key string, value fyne.CanvasObject) kit.Step {
		return kit.Step{Label: t.t("detail.step." + key), Value: value}
	}
	out := []kit.Step{
		step("parameters", p.parameters(c)),
		step("sorted", kit.NewCode(18, t.parts(c, wechat.Sorted(c.Parts()...), " · ")...)),
		step("joined", kit.NewCode(18, t.parts(c, wechat.Sorted(c.Parts()...), "")...)),
	}
	if c.OK {
		same := func(s string) fyne.CanvasObject {
			return kit.NewCode(18, kit.Span{Text: s, Face: kit.Code.In(kit.ColorGreen)})
		}
		out = append(out, step("computed", same(c.Computed)), step("given", same(c.Given)))
	} else {
		given := compared(c.Given, c.Computed, kit.ColorGreen, kit.ColorGreenGround)
		if c.Given == "" {
			given = []kit.Span{{Text: t.t("detail.none"), Face: kit.Faint}}
		}
		out = append(out, step("computed", kit.NewCode(18, compared(c.Computed, c.Given, kit.ColorRed, kit.ColorRedGround)...)),
			step("given", kit.NewCode(18, given...)))
	}
	out = append(out, step("result", p.result(c)))
	if x.Opened.Encrypted {
		out = append(out, step("decrypted", p.decrypted()))
	}
	if off, ok := skew(x); ok {
		out = append(out, step("clock", p.clock(c, off)))
	}
	return out
}

// parameters are the values as they came, one on a line.
func (p *detail) parameters(c *wechat.Check) fyne.CanvasObject {
	t := p.teller
	var spans []kit.Span
	line := func(name, value string) {
		if len(spans) > 0 {
			spans = append(spans, kit.Span{Text: "\n", Face: kit.Code})
		}
		spans = append(spans, kit.Span{Text: name + "=", Face: kit.Code.In(kit.ColorText2)})
		if value == "" {
			spans = append(spans, kit.Span{Text: t.t("detail.none"), Face: kit.Faint})
			return
		}
		spans = append(spans, marked(value)...)
	}
	line("timestamp", c.Timestamp)
	line("nonce", c.Nonce)
	if c.Scheme == wechat.MsgSignature {
		line("Encrypt", shortened(c.Encrypt, cipherEnds))
		spans = append(spans, kit.Span{Text: "  " + t.t("detail.characters", "n", grouped(int64(len(c.Encrypt)))), Face: kit.Faint})
	}
	return kit.NewCode(18, spans...)
}

// cipherEnds is how many characters of each end of a ciphertext are shown.
const cipherEnds = 12

// parts are what goes into the signature with a sign between; the Token is the account's
// own and is shown, unless the screen is shared.
func (t teller) parts(c *wechat.Check, parts []string, between string) []kit.Span {
	var out []kit.Span
	token := false
	for i, v := range parts {
		if i > 0 && between != "" {
			out = append(out, kit.Span{Text: between, Face: kit.Code.In(kit.ColorText2)})
		}
		switch {
		case v == c.Token && !token:
			token = true
			if t.mask {
				v = hidden(v)
			}
		case c.Scheme == wechat.MsgSignature && v == c.Encrypt:
			v = shortened(v, cipherEnds)
		}
		out = append(out, marked(v)...)
	}
	return out
}

func (p *detail) result(c *wechat.Check) fyne.CanvasObject {
	x, t := p.exchange, p.teller
	key, level := "detail.result.same", kit.LevelGood
	switch {
	case !c.OK && c.Token == "":
		key, level = "detail.result.no_token", kit.LevelError
	case !c.OK && x.Opened.Kind == wechat.Verification:
		key, level = "detail.result.verification.differs", kit.LevelError
	case !c.OK:
		key, level = "detail.result.differs", kit.LevelError
	case x.Opened.Kind == wechat.Verification && x.Verdict == exchange.Pass:
		key = "detail.result.verification.same"
	}
	return kit.NewFlow(20, kit.Span{Text: level.Mark() + " ", Face: kit.Code.Sized(14).In(level.Color())},
		kit.Span{Text: t.t(key, "status", status(x.Response.Status)), Face: kit.Body.In(level.Color())})
}

// decrypted is what lay around the message, or that it could not be opened.
func (p *detail) decrypted() fyne.CanvasObject {
	t, e := p.teller, p.exchange.Opened.Envelope
	if e == nil {
		level := kit.LevelError
		if p.exchange.Verdict == exchange.Pass {
			level = kit.LevelNote
		}
		return kit.NewFlow(20, kit.Span{Text: level.Mark() + " ", Face: kit.Code.Sized(14).In(level.Color())},
			kit.Span{Text: t.t("detail.sealed"), Face: kit.Body.In(level.Color())})
	}
	var spans []kit.Span
	line := func(key string, value ...kit.Span) {
		if len(spans) > 0 {
			spans = append(spans, kit.Span{Text: "\n", Face: kit.Code})
		}
		spans = append(spans, kit.Span{Text: t.t("detail.envelope."+key) + " ", Face: kit.Small})
		spans = append(spans, value...)
	}
	code := func(s string) kit.Span { return kit.Span{Text: s, Face: kit.Code} }
	line("random", code(visible([]byte(e.Random))))
	line("length", code(t.bytes(int64(e.Length))))
	line("app_id", marked(e.AppID)...)
	line("padding", code(t.t("detail.envelope.padding.of", "n", e.Padding, "cipher", grouped(int64(e.Cipher)))))
	key := t.t("detail.envelope.key.current")
	if e.Key > 0 {
		key = t.t("detail.envelope.key.earlier", "n", e.Key)
	}
	line("key", kit.Span{Text: key, Face: kit.Small.In(kit.ColorText)})
	return kit.NewCode(20, spans...)
}

// skew is how far the request's timestamp lies ahead of the clock here; false where it
// is no time in seconds.
func skew(x *exchange.Exchange) (time.Duration, bool) {
	n, err := strconv.ParseInt(x.Opened.Check.Timestamp, 10, 64)
	if err != nil || n < 0 || n > 1<<33 {
		return 0, false
	}
	return time.Duration(n-x.Time.Unix()) * time.Second, true
}

// off is a time difference in words.
func (t teller) off(d time.Duration) string {
	return t.span(strconv.FormatInt(int64(max(d, -d)/time.Second), 10))
}

func (p *detail) clock(c *wechat.Check, off time.Duration) fyne.CanvasObject {
	t := p.teller
	n, _ := strconv.ParseInt(c.Timestamp, 10, 64) // skew has read it
	key := "detail.clock.same"
	switch {
	case off > 0:
		key = "detail.clock.ahead"
	case off < 0:
		key = "detail.clock.behind"
	}
	face := kit.Body
	if max(off, -off) > wechat.SkewAllowed {
		face = face.In(kit.ColorAmber)
	}
	return kit.NewFlow(20, kit.Span{Text: time.Unix(n, 0).Local().Format("2006-01-02 15:04:05") + "  ", Face: kit.Code},
		kit.Span{Text: t.t(key, "skew", t.off(off)), Face: face})
}

// strangerSteps is what a request that is not WeChat's was, and what it got.
func (p *detail) strangerSteps() []kit.Step {
	x, t := p.exchange, p.teller
	code := func(s string) fyne.CanvasObject {
		s, _ = cutValue(strings.TrimSpace(visible([]byte(s))))
		return kit.NewCode(18, kit.Span{Text: s, Face: kit.Code})
	}
	var out []kit.Step
	line, _, _ := strings.Cut(string(x.Request.Raw), "\n")
	if line = strings.TrimSpace(line); line != "" {
		out = append(out, kit.Step{Label: t.t("detail.stranger.line"), Value: code(t.guard(x, line))})
	}
	if agent, ok := headOf(&x.Request).get("User-Agent"); ok {
		out = append(out, kit.Step{Label: t.t("detail.stranger.agent"), Value: code(agent)})
	}
	out = append(out, kit.Step{Label: t.t("detail.stranger.remote"), Value: code(x.Remote)})
	key := "detail.stranger.answered"
	if x.Response.Status == 0 {
		key = "detail.stranger.unanswered"
	}
	return append(out, kit.Step{Label: t.t("detail.step.result"),
		Value: kit.NewFlow(20, kit.Span{Text: t.t(key, "status", status(x.Response.Status)), Face: kit.Body})})
}
