package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"echostr/internal/ui/kit"
)

// sidebarWidth is that of the column of cards.
const sidebarWidth = 276

// sidebar is the column of cards that never leaves: the tunnel, the account, and the way
// to the first message. It scrolls where the window is too low.
type sidebar struct {
	tunnel   *tunnelCard
	account  *accountCard
	progress *progressCard
	root     fyne.CanvasObject
}

func newSidebar(d *deps) *sidebar {
	s := &sidebar{tunnel: newTunnelCard(d), account: newAccountCard(d), progress: newProgressCard(d)}
	cards := kit.Column(10, s.tunnel.object(), s.account.object(), s.progress.object())
	s.root = kit.Fixed(sidebarWidth, 0, container.NewVScroll(kit.Inset(10, 10, cards)))
	return s
}

func (s *sidebar) object() fyne.CanvasObject { return s.root }

func (s *sidebar) apply(c change) {
	s.tunnel.apply(c)
	s.account.apply(c)
	s.progress.apply(c)
}

// flush puts edits in force that wait for a pause in typing.
func (s *sidebar) flush() { s.account.flush() }
