package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Choice is one line of a Picker. Lines of one Group stand below its name.
type Choice struct {
	Group string
	Text  string
	Note  string // grey at the right end
	Find  string // more words by which it is found
	Mono  bool
	// Checked marks a line that is chosen.
	Checked bool
	// Act is called when a line is picked, after the picker has closed.
	Act func()
	// Turn is called instead while several may be picked; the picker stays.
	Turn func(on bool)
}

// PickerWords are what a picker says by itself.
type PickerWords struct {
	Search  string // in the empty search field
	None    string // where nothing is found
	Several string // of the switch that lets one pick several; "" leaves it out
}

// Picker is a list to choose from, over the window, with a field that narrows it down. It
// is for more choices than a menu can show. Up and Down move, Enter picks, Escape and a tap
// beside it close.
type Picker struct {
	widget.BaseWidget
	// Own, if set, makes further choices of what was typed, such as a name that is not in
	// the list. They stand last.
	Own func(typed string) []Choice

	canvas  fyne.Canvas
	anchor  fyne.Position
	above   float32
	width   float32
	search  *Field
	several *Switch
	choices []Choice
	rows    []*pickerRow // those that are shown, headings included
	list    *fyne.Container
	none    *Label
	scroll  *container.Scroll
	card    *fyne.Container
	head    fyne.CanvasObject
	current int
	closed  func()
}

const (
	pickerWidth  = 340
	pickerHeight = 420
)

// ShowPicker hangs a picker under an object of a window; several says whether it begins
// with several to be picked.
func ShowPicker(anchor fyne.CanvasObject, words PickerWords, several bool, choices []Choice) *Picker {
	driver := fyne.CurrentApp().Driver()
	c := driver.CanvasForObject(anchor)
	if c == nil {
		return nil // not in a window any more
	}
	at := driver.AbsolutePositionForObject(anchor)
	p := &Picker{canvas: c, anchor: at.AddXY(0, anchor.Size().Height+2), above: anchor.Size().Height + 4,
		width: max(pickerWidth, anchor.Size().Width), choices: choices, current: -1}
	p.search = NewSearch(words.Search, "", func(string) { p.narrow() })
	p.search.Keys = p.key
	p.none = NewLabel(words.None, Faint)
	p.list = Column(0)
	p.scroll = container.NewVScroll(InsetSides(0, 4, 4, 4, p.list))
	head := Column(6, p.search)
	p.several = NewSwitch(words.Several, several, func(bool) { p.typing() })
	if words.Several != "" {
		head.Add(Inset(0, 4, p.several))
	}
	p.head = Inset(8, 8, head)
	ground := NewGround(ColorPanel, 8)
	ground.Line = ColorLine
	p.card = container.NewStack(ground, Dock(p.head, nil, p.scroll))
	p.ExtendBaseWidget(p)
	p.narrow()
	c.Overlays().Add(p)
	p.Resize(c.Size())
	p.typing()
	for i, r := range p.rows {
		if r.choice.Checked {
			p.light(i)
			break
		}
	}
	return p
}

// typing puts the caret into the search. The driver does not know yet whose window a new
// overlay is in, so the canvas is asked, not the field.
func (p *Picker) typing() { p.canvas.Focus(p.search.Entry) }

// OnClosed sets what is called once when the picker goes away, before the choice acts.
func (p *Picker) OnClosed(f func()) { p.closed = f }

// Search is the field that narrows the list down.
func (p *Picker) Search() *Field { return p.search }

// Close takes the picker away.
func (p *Picker) Close() {
	for _, o := range p.canvas.Overlays().List() {
		if o == fyne.CanvasObject(p) {
			p.canvas.Overlays().Remove(p)
			tell(p.closed)
			return
		}
	}
}

// narrow shows what fits the words typed: a line that has all of them.
func (p *Picker) narrow() {
	typed := strings.TrimSpace(p.search.Text())
	words := strings.Fields(strings.ToLower(typed))
	p.rows, p.list.Objects = nil, nil
	group := ""
	add := func(c *Choice) {
		if c.Group != group && c.Group != "" {
			p.add(&Choice{Text: c.Group}, true)
		}
		group = c.Group
		p.add(c, false)
	}
	for i := range p.choices {
		if fitsAll(&p.choices[i], words) {
			add(&p.choices[i])
		}
	}
	if p.Own != nil && typed != "" {
		for _, c := range p.Own(typed) {
			add(&c)
		}
	}
	if len(p.rows) == 0 {
		p.list.Add(Inset(8, 10, p.none))
	}
	p.current = -1
	if typed != "" {
		p.step(-1, 1)
	}
	p.scroll.ScrollToTop()
	p.list.Refresh()
	p.Refresh()
}

func fitsAll(c *Choice, words []string) bool {
	text := strings.ToLower(c.Group + "\n" + c.Text + "\n" + c.Note + "\n" + c.Find)
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

func (p *Picker) add(c *Choice, heading bool) {
	r := newPickerRow(p, len(p.rows), c, heading)
	p.rows = append(p.rows, r)
	p.list.Add(r)
}

func (p *Picker) key(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyDown:
		p.step(p.current, 1)
	case fyne.KeyUp:
		if p.current < 0 {
			p.current = len(p.rows)
		}
		p.step(p.current, -1)
	case fyne.KeyPageDown:
		p.step(min(p.current+8, len(p.rows)-1)-1, 1)
	case fyne.KeyPageUp:
		p.step(max(p.current-8, 0)+1, -1)
	case fyne.KeyReturn, fyne.KeyEnter:
		p.pick(p.current)
	case fyne.KeyEscape:
		if p.search.Text() != "" {
			return false // the search empties itself
		}
		p.Close()
	default:
		return false
	}
	return true
}

// pick takes line i.
func (p *Picker) pick(i int) {
	if i < 0 || i >= len(p.rows) || p.rows[i].heading {
		return
	}
	c := p.rows[i].choice
	if p.several.On() && c.Turn != nil {
		c.Checked = !c.Checked
		p.rows[i].Refresh()
		c.Turn(c.Checked)
		p.typing() // a click has taken it
		return
	}
	p.Close()
	tell(c.Act)
}

// step moves the highlight to the next line in a direction that is no heading.
func (p *Picker) step(from, by int) {
	for i := from + by; i >= 0 && i < len(p.rows); i += by {
		if !p.rows[i].heading {
			p.light(i)
			return
		}
	}
}

func (p *Picker) light(i int) {
	old := p.current
	p.current = i
	for _, n := range []int{old, i} {
		if n >= 0 && n < len(p.rows) {
			p.rows[n].Refresh()
		}
	}
	if i < 0 || i >= len(p.rows) {
		return
	}
	top := p.rows[i].Position().Y
	if i > 0 && p.rows[i-1].heading {
		top = p.rows[i-1].Position().Y
	}
	bottom := p.rows[i].Position().Y + p.rows[i].Size().Height + 4
	switch view := p.scroll.Size().Height; {
	case view <= 0:
	case top < p.scroll.Offset.Y:
		p.scroll.ScrollToOffset(fyne.NewPos(0, top))
	case bottom > p.scroll.Offset.Y+view:
		p.scroll.ScrollToOffset(fyne.NewPos(0, bottom-view))
	}
}

// CreateRenderer implements fyne.Widget.
func (p *Picker) CreateRenderer() fyne.WidgetRenderer { return draw(p) }

func (p *Picker) objects() []fyne.CanvasObject { return []fyne.CanvasObject{p.card} }
func (p *Picker) paint()                       {}
func (p *Picker) least() fyne.Size             { return fyne.Size{} }
func (p *Picker) arrange(s fyne.Size) {
	const least = 160 // below that it rather opens upwards
	high := min(pickerHeight, p.head.MinSize().Height+p.scroll.Content.MinSize().Height)
	size := fyne.NewSize(min(p.width, s.Width-2*menuEdge), min(high, s.Height-2*menuEdge))
	at := p.anchor
	below, over := s.Height-menuEdge-at.Y, at.Y-p.above-menuEdge
	if size.Height > below && (below < least || over >= size.Height) && over > below {
		size.Height = min(size.Height, over)
		at.Y -= p.above + size.Height
	} else {
		size.Height = min(size.Height, max(below, least))
	}
	at.X = max(menuEdge, min(at.X, s.Width-menuEdge-size.Width))
	at.Y = max(menuEdge, min(at.Y, s.Height-menuEdge-size.Height))
	p.card.Move(fyne.NewPos(whole(at.X), whole(at.Y)))
	p.card.Resize(fyne.NewSize(whole(size.Width), whole(size.Height)))
}

// Tapped closes the picker: the tap was beside it.
func (p *Picker) Tapped(*fyne.PointEvent) { p.Close() }

// TappedSecondary closes the picker as well.
func (p *Picker) TappedSecondary(*fyne.PointEvent) { p.Close() }
