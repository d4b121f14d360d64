package wechat

// news looks at the articles of an answer: an item for each, directly inside the one
// Articles. In JSON Articles or item may be the list.
func (l *linter) news(m *Message) {
	items, untitled, misplaced, lists := 0, false, false, 0
	for i, n := range m.Nodes {
		inner := n.Kind == Inner || n.Kind == Text // one article, if only an empty one
		switch above := m.above(i); {
		case n.Name == "Articles" && n.Parent < 0:
			lists++
		case n.Name == "Articles" && m.Nodes[n.Parent].Kind == Items, n.Name == "item" && inner && above == "Articles":
			items++
			title := m.child(int32(i), "Title")
			untitled = untitled || title < 0 || m.Nodes[title].Value == ""
		case n.Name == "item" && inner:
			misplaced = true
		}
	}
	if misplaced || lists > 1 {
		l.add(ReplyArticles, "what", "level")
		return
	}
	l.out = checkArticles(l.out, l.o.Message, items)
	if count := m.Get("ArticleCount"); count != itoa(items) && items > 0 {
		l.add(ReplyArticles, "what", "count", "count", shortened(count), "items", itoa(items))
	}
	if untitled {
		l.out = append(l.out, fieldMissing(ReplyNews, "Title"))
	}
}

// above is the name of what encloses a node, over a list of JSON's if it is in one; ""
// at the top.
func (m *Message) above(i int) string {
	parent := m.Nodes[i].Parent
	if parent >= 0 && m.Nodes[parent].Kind == Items {
		parent = m.Nodes[parent].Parent
	}
	if parent < 0 || m.Nodes[parent].Parent >= 0 {
		return ""
	}
	return m.Nodes[parent].Name
}
