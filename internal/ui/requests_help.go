package ui

import (
	"strings"

	"echostr/internal/exchange"
	"echostr/internal/ui/kit"
)

// examples are what the help shows, in order: what to type, and the key of what it finds. A
// click on one puts it into the field. "" is a line between.
var examples = []struct{ text, key string }{
	{"verdict:fail", "verdict"}, {"type:image,voice", "type"}, {"event:subscribe", "event"}, {"from:oGZ…", "from"},
	{"rule:", "rule"}, {"cause:token", "cause"}, {"status:>=400", "status"}, {"slow:>2s", "slow"},
	{"since:10m", "since"}, {"until:14:05", "until"}, {},
	{"kind:verification", "kind"}, {"has:warning", "has"}, {"is:encrypted", "is"}, {"via:tunnel", "via"},
	{"attempt:>1", "attempt"}, {"note:", "note"},
	{"path:/wx", "path"}, {"profile:", "profile"}, {},
	{"-type:event", "not"}, {`"`, "phrase"},
}

// help is the list of what can be typed.
func (b *searchBox) help() []kit.MenuItem {
	d := b.deps
	items := []kit.MenuItem{{Text: d.t("query.help.and"), Disabled: true}, {}}
	for _, e := range examples {
		if e.text == "" {
			items = append(items, kit.MenuItem{})
			continue
		}
		text, shown := b.example(e.key, e.text)
		items = append(items, kit.MenuItem{Text: shown, Hint: d.t("query.help." + e.key), Act: func() { b.insert(text) }})
	}
	return items
}

// example fills in what there really is: a rule's name, a sender. shown is what the help says.
func (b *searchBox) example(key, text string) (typed, shown string) {
	first := func(k exchange.Key) string {
		if values := b.known()[k]; len(values) > 0 {
			return values[0].Value
		}
		return ""
	}
	switch key {
	case "rule", "profile":
		name := first(exchange.Key(key))
		if name == "" {
			name = b.deps.t("query.help.name")
		}
		text += exchange.Quote(name)
	case "from":
		if id := first(exchange.KeyFrom); id != "" && len(id) > 6 && !strings.Contains(id, "•") {
			text = "from:" + id[:6] + "…"
		}
	case "phrase":
		text = exchange.Quote(b.deps.t("query.help.words"))
	}
	return text, oneLine(text)
}
