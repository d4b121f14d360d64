package ui

import (
	"strings"
	"time"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"echostr/internal/exchange"
	"echostr/internal/ui/kit"
)

// searchBox is the search field. It reads what is typed as a query; while that cannot be
// understood, the last query that could stays in force, and the place is marked and said.
// UI goroutine only.
type searchBox struct {
	deps  *deps
	known func() exchange.Known
	// rename gives the IDs of the profiles that a name stands for.
	rename func(name string, whole bool) []string
	tell   func(query string) // a query that is in force from now on, profiles by ID

	field  *kit.Field
	offers *offers
	query  exchange.Query // in force, as it was typed
	told   string         // what was told last

	hold  *delay               // before a word is looked for that may become a key
	fault *exchange.QueryError // of the text, nil if it can be read
	pause *delay               // before a fault is said at which somebody still types
	said  *kit.Flow
	mend  *kit.Button
	act   func() // of mend
	note  *fyne.Container
}

const (
	searchMax = 400 // characters
	// faultPause is how long typing must rest before a fault at the caret is said.
	faultPause = 700 * time.Millisecond
	// keyPause is how long typing must rest before the beginning of a key, such as "typ", is
	// looked for as a word: nothing would be found, and the list would flicker.
	keyPause = 400 * time.Millisecond
)

func newSearchBox(d *deps, known func() exchange.Known, rename func(string, bool) []string, tell func(string)) *searchBox {
	b := &searchBox{deps: d, known: known, rename: rename, tell: tell, pause: newDelay(d, faultPause),
		hold: newDelay(d, keyPause)}
	b.field = kit.NewSearch(d.t("requests.search"), "Ctrl F", func(string) { b.changed() })
	b.field.SetMax(searchMax)
	b.field.OnSubmitted = func(string) {
		b.hold.flush()
		b.pause.flush()
	}
	b.offers = newOffers(d, b.field, known, b.take)
	b.said = kit.NewFlow(18)
	b.mend = kit.NewButton("", kit.Link, func() { b.act() }).Small()
	b.note = kit.Spread(8, b.said, b.mend)
	b.note.Hide()
	return b
}

// changed takes what is in the field now.
func (b *searchBox) changed() {
	b.offers.follow()
	if b.offers.keys() {
		b.hold.call(func() { b.read(true) })
		return
	}
	b.read(true)
}

// read puts the field's text in force if it can be read.
func (b *searchBox) read(typing bool) {
	text := b.field.Text()
	q, fault := exchange.ParseQuery(text, b.deps.now())
	b.hold.drop()
	b.pause.drop()
	if fault != nil {
		b.fault = fault
		b.without(fault)
		if caret := b.caret(); typing && caret >= fault.Offset && !strings.ContainsAny(text[fault.Offset:caret], " \u3000") {
			b.quiet()
			b.pause.call(b.say)
			return
		}
		b.say()
		return
	}
	b.fault = nil
	b.quiet()
	b.enforce(q)
}

// without puts the rest of the text in force where a term has a key that there is not: what
// was typed of it before its colon was looked for as a word.
func (b *searchBox) without(f *exchange.QueryError) {
	if f.ID != exchange.UnknownKey {
		return
	}
	text := b.field.Text()
	rest := strings.TrimRight(text[:f.Offset], "-－") + text[f.Offset+len(f.Args["value"]):]
	if q, fault := exchange.ParseQuery(rest, b.deps.now()); fault == nil {
		b.enforce(q)
	}
}

// enforce tells a query if it is news.
func (b *searchBox) enforce(q exchange.Query) {
	b.query = q
	if canon := q.Rename(exchange.KeyProfile, b.rename).String(); canon != b.told {
		b.told = canon
		b.tell(canon)
	}
}

// set replaces the text as somebody who chose it, not typed it; it is told if it is news.
func (b *searchBox) set(text string) {
	b.offers.close()
	b.field.SetText(text)
	b.read(false)
}

// show replaces the text without telling: told is in force already.
func (b *searchBox) show(text, told string) {
	b.told = told
	b.set(text)
}

// text is the query in force as somebody would type it.
func (b *searchBox) text() string { return b.query.String() }

// caret is the caret's place in bytes of the text.
func (b *searchBox) caret() int { return byteAt(b.field.Text(), b.field.Caret()) }

// byteAt is where the n-th character of a text begins.
func byteAt(text string, n int) int {
	for i := range text {
		if n == 0 {
			return i
		}
		n--
	}
	return len(text)
}

// quiet takes the words about a fault away.
func (b *searchBox) quiet() {
	b.field.SetFault(0, 0)
	b.field.SetLevel(kit.LevelNone)
	toggle(b.note, false)
}

// say says what cannot be understood, and underlines it.
func (b *searchBox) say() {
	f, text := b.fault, b.field.Text()
	if f == nil {
		return
	}
	from := utf8.RuneCountInString(text[:f.Offset])
	b.field.SetFault(from, from+utf8.RuneCountInString(text[f.Offset:f.Offset+f.Length]))
	b.field.SetLevel(kit.LevelError)
	words, mend, act := b.explain(f)
	b.said.Set(kit.Span{Text: kit.LevelError.Mark() + " ", Face: kit.Code.Sized(13).In(kit.ColorRed)},
		kit.Span{Text: words, Face: kit.Small.In(kit.ColorRed)})
	b.act = act
	b.mend.SetText(mend)
	toggle(b.mend, mend != "")
	b.note.Refresh()
	toggle(b.note, true)
}

// explain is what a fault is in words, and how it may be mended: the word of a button and
// what it does.
func (b *searchBox) explain(f *exchange.QueryError) (words, mend string, act func()) {
	d, like := b.deps, f.Args["like"]
	replace := func(length int, with string) func() {
		return func() {
			text := b.field.Text()
			if f.Offset+length > len(text) {
				return
			}
			head := text[:f.Offset] + with
			b.field.Edit(head+text[f.Offset+length:], utf8.RuneCountInString(head))
			b.field.Focus()
		}
	}
	args := []any{"key", f.Args["key"], "value", oneLine(f.Args["value"]), "like", like,
		"all", strings.ReplaceAll(f.Args["all"], " ", " / ")}
	key := "query.problem." + f.ID
	switch {
	case like != "":
		return d.t(key+".like", args...), d.t("query.mend.like", "like", like), replace(f.Length, like)
	case f.ID == exchange.UnknownKey:
		return d.t(key, args...), d.t("query.mend.quote"), replace(len(f.Args["value"]), exchange.Quote(f.Args["value"]))
	case f.ID == exchange.OpenQuote:
		return d.t(key, args...), d.t("query.mend.close"), replace(f.Length, exchange.Quote(f.Args["value"]))
	}
	return d.t(key, args...), "", nil
}

// take puts an offered text into the field.
func (b *searchBox) take(c exchange.Completion) {
	text := b.field.Text()
	if c.Replace[1] > len(text) {
		return
	}
	head := text[:c.Replace[0]] + c.Text
	b.field.Edit(head+text[c.Replace[1]:], utf8.RuneCountInString(head))
}

// insert puts a term behind what is there, and the caret behind that.
func (b *searchBox) insert(term string) {
	text := strings.TrimRight(b.field.Text(), " ")
	if text != "" {
		text += " "
	}
	text += term
	b.deps.window.Canvas().Focus(b.field.Entry)
	b.field.Edit(text, utf8.RuneCountInString(text))
}

// mask hides the OpenIDs in the text; what is left of them still finds them.
func (b *searchBox) mask() {
	if text := maskIDs(b.field.Text(), nil); text != b.field.Text() {
		b.set(text)
	}
}

// object is the field with its buttons, and what is wrong below.
func (b *searchBox) object(buttons ...fyne.CanvasObject) fyne.CanvasObject {
	row := kit.Row(0)
	for _, o := range buttons {
		row.Add(container.NewCenter(o))
	}
	return kit.Column(4, kit.Spread(4, b.field, row), b.note)
}
