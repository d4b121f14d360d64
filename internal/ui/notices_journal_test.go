package ui

import (
	"strings"
	"testing"

	"echostr/internal/engine"
)

// TestJournalIsToldOf has words for everything that keeps requests from being recorded,
// and none while all is well.
func TestJournalIsToldOf(t *testing.T) {
	f := newFakeEngine()
	o := open(t, f)
	show := func(h engine.Health) {
		f.set(func(s *engine.Snapshot) { s.Journal = h })
		o.newest()
	}
	for k := engine.JournalSlow; k <= engine.JournalSetAside; k++ {
		show(engine.Health{Kind: k, File: "/home/x/journal.db", Waiting: 1234})
		said := o.said()
		if !strings.Contains(said, "journal.db") || strings.Contains(said, "⟦") {
			t.Errorf("%s: the window says %s", k, said)
		}
	}
	show(engine.Health{})
	if said := o.said(); strings.Contains(said, "journal.db") {
		t.Errorf("all is well, and the window says %s", said)
	}
}
