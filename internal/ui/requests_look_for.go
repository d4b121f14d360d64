package ui

import "echostr/internal/exchange"

// lookFor searches for what another page asks after, among all requests.
func (p *requestsPage) lookFor(query string) {
	f := exchange.Filter{Text: query}
	p.bar.show(f, query, p.bar.pause.On())
	p.bar.changed()
}
