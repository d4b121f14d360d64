package ui

import (
	"time"

	"echostr/internal/exchange"
)

// rollGap is how often a list is looked for anew whose filter depends on the time, as
// since:10m does.
const rollGap = 15 * time.Second

// roll keeps a filter up to date that depends on the time, for as long as it is in force.
func (p *requestsPage) roll() {
	if p.rolling != nil {
		p.rolling()
		p.rolling = nil
	}
	filter := p.source.filter
	if q, err := exchange.ParseQuery(filter.Text, p.deps.now()); err != nil || !q.Moves() {
		return
	}
	p.rolling = p.deps.later(rollGap, func() {
		if p.source.filter == filter {
			p.reload()
			p.roll()
		}
	})
}
