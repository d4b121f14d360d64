package ui

import (
	"errors"

	"echostr/internal/engine"
	"echostr/internal/exchange"
	"echostr/internal/simulate"
	"echostr/internal/wechat"
)

// replayError is why a replay did not begin, or broke off, in words.
func (d *deps) replayError(err error) string {
	switch {
	case errors.Is(err, engine.ErrNotOnline):
		return d.t("replay.to.public.offline")
	case errors.Is(err, engine.ErrNotListening):
		return d.t("replay.to.local.not_yet")
	case errors.Is(err, engine.ErrNoExchange):
		return d.t("replay.problem.gone")
	case errors.Is(err, wechat.ErrKey):
		return d.t("replay.problem.key")
	case errors.Is(err, simulate.ErrSealed):
		return d.t("replay.refused.sealed")
	case errors.Is(err, simulate.ErrCut):
		return d.t("replay.refused.cut")
	case errors.Is(err, exchange.ErrNotHTTP):
		return d.t("replay.refused.not_http")
	case errors.Is(err, simulate.ErrSyntax):
		return d.t("replay.refused.syntax")
	}
	return d.errorText(err)
}
