package ui

import (
	"fyne.io/fyne/v2"

	"echostr/internal/engine"
	"echostr/internal/exchange"
)

// pageID names a page.
type pageID int

// The pages, in the order of the tabs; settings stands at the right end.
const (
	pageRequests pageID = iota
	pageReplies
	pageSettings
)

// page is one screen right of the cards.
type page interface {
	object() fyne.CanvasObject
	apply(change)
}

// change is what came since the last one.
type change struct {
	state *engine.Snapshot
	// fresh are the newly recorded exchanges, oldest first. When reload is set the
	// records changed in another way (cleared, or too many came at once): ask anew.
	fresh  []*exchange.Exchange
	reload bool
}
