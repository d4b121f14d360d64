package ui

import (
	"strings"

	"fyne.io/fyne/v2"

	"echostr/internal/exchange"
	"echostr/internal/ui/kit"
)

// strangerSteps is what a request that is not WeChat's was, and what it got.
func (p *detail) strangerSteps(x *exchange.Exchange) []kit.Step {
	t := p.teller
	code := func(s string) fyne.CanvasObject {
		s, _ = cutValue(strings.TrimSpace(visible([]byte(s))))
		return kit.NewCode(18, kit.Span{Text: s, Face: kit.Code})
	}
	var out []kit.Step
	line, _, _ := strings.Cut(string(x.Request.Raw), "\n")
	if line = strings.TrimSpace(line); line != "" {
		out = append(out, kit.Step{Label: t.t("detail.stranger.line"), Value: code(t.guard(x, line))})
	}
	if agent, ok := x.Request.Header().Lookup("User-Agent"); ok {
		out = append(out, kit.Step{Label: t.t("detail.stranger.agent"), Value: code(agent)})
	}
	out = append(out, kit.Step{Label: t.t("detail.stranger.remote"), Value: code(x.Remote)})
	if p.now {
		return out // nothing was answered
	}
	key := "detail.stranger.answered"
	if x.Response.Status == 0 {
		key = "detail.stranger.unanswered"
	}
	return append(out, kit.Step{Label: t.t("detail.step.result"),
		Value: kit.NewFlow(20, kit.Span{Text: t.t(key, "status", status(x.Response.Status)), Face: kit.Body})})
}
