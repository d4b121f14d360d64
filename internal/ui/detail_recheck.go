package ui

import (
	"context"
	"errors"
	"slices"

	"fyne.io/fyne/v2"

	"echostr/internal/engine"
	"echostr/internal/exchange"
	"echostr/internal/ui/kit"
	"echostr/internal/wechat"
)

// held is what a check depends on, of one profile.
type held struct {
	id, token, appID, key, path string
	mode                        wechat.Mode
}

// accountsOf are those of all profiles.
func accountsOf(s *engine.Snapshot) []held {
	out := make([]held, len(s.Settings.Profiles))
	for i, p := range s.Settings.Profiles {
		out[i] = held{p.ID, p.Token, p.AppID, p.EncodingAESKey, p.Path, p.Mode}
	}
	return out
}

// seen is what the diagnosis and the body show: the request as it was when it came, or
// as it is with the present settings.
func (p *detail) seen() *exchange.Exchange {
	if p.now && p.present != nil {
		return p.present
	}
	return p.exchange
}

// recheck holds the request to the present settings and shows what comes of it.
func (p *detail) recheck() {
	p.now = true
	p.check()
}

// check asks the engine what the request comes to now.
func (p *detail) check() {
	x, d := p.exchange, p.deps
	if x == nil {
		return
	}
	p.held = accountsOf(d.engine.Snapshot())
	var r engine.Rechecked
	d.run(func(context.Context) (err error) {
		r, err = d.engine.Recheck(x.ID)
		return err
	}, func(err error) {
		if p.exchange != x {
			return
		}
		if err != nil {
			p.present, p.now = nil, false
			d.layer.Toast(p.recheckProblem(err))
			p.redraw()
			return
		}
		y := *x
		y.Profile, y.Opened, y.Verdict = r.Profile, r.Opened, r.Verdict
		y.Response, y.Rule, y.RuleID, y.Reply = exchange.Response{}, "", "", ""
		p.present = &y
		p.redraw()
	})
}

func (p *detail) recheckProblem(err error) string {
	switch {
	case errors.Is(err, engine.ErrNoExchange):
		return p.teller.t("requests.gone")
	case errors.Is(err, engine.ErrNotWhole):
		return p.teller.t("detail.recheck.cut")
	}
	return p.deps.errorText(err)
}

// followSettings checks again what was held to settings that have changed since.
func (p *detail) followSettings() {
	if p.present != nil && p.exchange != nil && !slices.Equal(p.held, accountsOf(p.state)) {
		p.check()
	}
}

// sides is the choice between what was recorded and what comes of it now, with both
// verdicts in words.
func (p *detail) sides() fyne.CanvasObject {
	t := p.teller
	choice := kit.NewSegmented([]string{t.t("detail.then"), t.t("detail.now")}, func(i int) {
		p.now = i == 1
		p.redraw()
	})
	if p.now {
		choice.SetChoice(1)
	}
	other, key := p.exchange, "detail.then.was"
	if !p.now {
		other, key = p.present, "detail.now.is"
	}
	lead, tone := t.verdict(other)
	spans := []kit.Span{{Text: t.t(key) + " ", Face: kit.Small}}
	if mark := levelOf(other).Mark(); mark != "" {
		spans = append(spans, kit.Span{Text: mark + " ", Face: kit.Code.Sized(14).In(tone)})
	}
	spans = append(spans, kit.Span{Text: lead, Face: kit.Small.In(tone)})
	return kit.Spread(10, kit.InsetSides(5, 0, 0, 0, kit.NewFlow(18, spans...)), choice)
}

// nowGood is what a request that holds now means for the person who waits for it.
func (p *detail) nowGood() string {
	key := "detail.now.good.message"
	if p.exchange.Opened.Kind == wechat.Verification {
		key = "detail.now.good.verification"
	}
	if p.exchange.Verdict == exchange.Pass {
		key = "detail.now.good.still"
	}
	return p.teller.t(key)
}
