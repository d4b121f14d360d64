package ui

import (
	"fyne.io/fyne/v2"

	"echostr/internal/exchange"
	"echostr/internal/ui/kit"
)

// undelivered says whether an exchange was sent to a backend that gave no answer. The
// request may hold, but nothing came of it.
func undelivered(x *exchange.Exchange) bool {
	return x.Via == exchange.Direct && x.Response.Status == 0
}

// undeliveredText is what became of it, in a line.
func (t teller) undeliveredText(x *exchange.Exchange) string {
	if x.Remote != "" { // it was connected
		return t.t("undelivered.silent", "address", oneLine(x.Remote))
	}
	if host := x.Request.Header().Get("Host"); host != "" {
		return t.t("undelivered.unreached", "address", oneLine(host))
	}
	return t.t("undelivered.nobody")
}

// undeliveredBanner says so above what is known of the request itself.
func (p *detail) undeliveredBanner(x *exchange.Exchange) fyne.CanvasObject {
	t := p.teller
	return banner(kit.LevelWarning, t.undeliveredText(x), prose(t.t("undelivered.text"), kit.Body))
}
