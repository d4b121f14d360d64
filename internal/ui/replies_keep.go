package ui

// keptReplies is what the page hands on to its successor in another language.
type keptReplies struct {
	books  map[string]*ruleBook
	search string
	recent recentMessages
	picked pickedMessage
}

// keep implements keeper.
func (p *repliesPage) keep() any {
	return keptReplies{p.books, p.list.search.Text(), p.recent, p.picked}
}

// restore implements keeper: drafts that are not in force yet stay. It must come before
// the first apply.
func (p *repliesPage) restore(from any) {
	if k, ok := from.(keptReplies); ok {
		p.books, p.recent, p.picked = k.books, k.recent, k.picked
		p.list.search.SetText(k.search)
	}
}
