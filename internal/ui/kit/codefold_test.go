package kit

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// folding is a view of a text in a window of ten rows.
func folding(t testing.TB, text string, s Syntax) (*CodeView, fyne.Window) {
	c, w := viewed(t, "")
	c.Set(NewCodeText(CodeSource{Text: text, Syntax: s}))
	w.Canvas().Focus(c)
	return c, w
}

// numbers are the lines that can be seen, from 1, with what stands behind folded ones.
func numbers(c *CodeView) string {
	var out []string
	for i, r := range c.rows {
		l := newCodeLine(c)
		l.Resize(fyne.NewSize(900, codeHeight))
		l.bind(i)
		out = append(out, l.number.text.Text+l.sign.text.Text+c.tail(r))
	}
	return strings.Join(out, " ")
}

func TestFolds(t *testing.T) {
	c, w := folding(t, outlinedXML, SyntaxXML)
	if got := numbers(c); got != "1 2▾ 3 4 5▾ 6 7 8 9 10▾ 11 12" {
		t.Fatalf("open: %s", got)
	}
	if !c.Foldable() {
		t.Error("nothing to fold")
	}
	c.FoldAll()
	if got := numbers(c); got != "1 2▾ 3 4 5▸ … </ScanCodeInfo> 10▸ … </Content> 12" {
		t.Errorf("all folded: %s", got)
	}
	c.UnfoldAll()
	c.Choose(5) // ScanType
	press(w, fyne.KeyLeft)
	if c.Here() != 4 {
		t.Errorf("Left goes to line %d, want what it lies in", c.Here())
	}
	press(w, fyne.KeyLeft, fyne.KeyDown)
	if got := numbers(c); c.Here() != 9 || got != "1 2▾ 3 4 5▸ … </ScanCodeInfo> 10▾ 11 12" {
		t.Errorf("after Left and Down line %d of %s", c.Here(), got)
	}
	press(w, fyne.KeyUp, fyne.KeyRight)
	if able, folded := c.FoldsAt(4); !able || folded {
		t.Errorf("Right: able %v, folded %v", able, folded)
	}
	press(w, fyne.KeySpace)
	if _, folded := c.FoldsAt(4); !folded {
		t.Error("Space does not fold")
	}
	c.Choose(1)
	press(w, fyne.KeyLeft)
	if got := numbers(c); got != "1 2▸ … </xml>" {
		t.Errorf("the root folded: %s", got)
	}
	if n := c.Find("code"); n != 3 {
		t.Fatalf("found %d in what is hidden", n)
	}
	if got := numbers(c); got != "1 2▾ 3 4 5▸ … </ScanCodeInfo> 10▾ 11 12" {
		t.Errorf("found in a folded line: %s", got)
	}
	if c.FindNext(); len(c.rows) != 12 {
		t.Errorf("the second place is hidden: %s", numbers(c))
	}
}

func TestFoldsOfJSON(t *testing.T) {
	c, _ := folding(t, outlinedJSON, SyntaxJSON)
	c.FoldAll()
	if got := numbers(c); got != "1▾ 2 3▸ … ], 11 12▸ … } 15" {
		t.Errorf("folded: %s", got)
	}
	c.Set(NewCodeText(CodeSource{Text: "[1,\n2]", Syntax: SyntaxJSON}))
	if c.FoldAll(); numbers(c) != "1▸ …" {
		t.Errorf("the only fold: %s", numbers(c))
	}
	c.Set(NewCodeText(CodeSource{Text: "{\"a\": {\n\"x\": 1}, \"b\": {\n\"y\": 2},\n\"c\": [\n3\n]}", Syntax: SyntaxJSON}))
	if c.FoldAll(); numbers(c) != "1▾ 2▸ … 4▸ … ]}" {
		t.Errorf("neighbours on one line: %s", numbers(c))
	}
}

func TestFoldByTap(t *testing.T) {
	c, w := folding(t, outlinedXML, SyntaxXML)
	tapAt(w, c, fyne.NewPos(c.gutter()-10, 4*codeHeight+9))
	if got := numbers(c); got != "1 2▾ 3 4 5▸ … </ScanCodeInfo> 10▾ 11 12" || c.Here() != 4 {
		t.Errorf("tapped: line %d of %s", c.Here(), got)
	}
	tapAt(w, c, fyne.NewPos(390, 4*codeHeight+9))
	if _, folded := c.FoldsAt(4); folded {
		t.Error("a tap on what stands for the hidden lines does not show them")
	}
	tapAt(w, c, fyne.NewPos(150, 5*codeHeight+9))
	if c.Here() != 5 || len(c.rows) != 12 {
		t.Errorf("a tap on a line: %d, %s", c.Here(), numbers(c))
	}
}

func TestCodeViewMenu(t *testing.T) {
	c, w := folding(t, outlinedXML, SyntaxXML)
	line, at := -1, fyne.Position{}
	c.OnMenu = func(l int, p fyne.Position) { line, at = l, p }
	second := newCodeLine(c)
	second.bind(5)
	second.TappedSecondary(&fyne.PointEvent{AbsolutePosition: fyne.NewPos(150, 5*codeHeight+12)})
	if line != 5 || c.Here() != 5 {
		t.Errorf("menu of line %d, chosen %d", line, c.Here())
	}
	line = -1
	press(w, fyne.KeyF10)
	if line >= 0 {
		t.Error("F10 alone opens the menu")
	}
	c.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	press(w, fyne.KeyF10)
	c.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	if line != 5 || at.Y < 5*codeHeight || at.Y > 7*codeHeight {
		t.Errorf("Shift+F10: menu of line %d at %v", line, at)
	}
	c.Choose(-1)
	press(w, desktop.KeyMenu)
	if line != 0 {
		t.Errorf("Menu: line %d", line)
	}
	finds := 0
	c.OnFind = func() { finds++ }
	c.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyF, Modifier: fyne.KeyModifierShortcutDefault})
	press(w, fyne.KeyF3)
	if finds != 2 {
		t.Errorf("%d searches", finds)
	}
}

func TestFoldKeepsItsPlace(t *testing.T) {
	text := "<xml>\n" + strings.Repeat("<a>\n<b>1</b>\n</a>\n", 100) + "</xml>"
	c, _ := folding(t, text, SyntaxXML)
	c.SetWrap(true)
	c.ShowLine(200)
	c.Choose(203) // <b> of a later one
	c.FoldAll()
	if c.Here() != 202 {
		t.Errorf("the chosen line is %d", c.Here())
	}
	y := float32(c.firstRow(202)*codeHeight) - c.GetScrollOffset()
	if y < 0 || y > 180 {
		t.Errorf("the chosen line is at %v of the view", y)
	}
	c.Choose(204)
	if c.Here() != 204 || len(c.rows) != 104 {
		t.Errorf("line %d, %d rows", c.Here(), len(c.rows))
	}
}

func TestFindIgnoresCase(t *testing.T) {
	c, _ := viewed(t, "ÄÖ Straße 你好 ПРИВЕТ\nİstanbul\n你好")
	for words, want := range map[string]int{"äö": 1, "STRASSE": 0, "你好": 2, "привет": 1, "İstanbul": 1, "好 п": 1} {
		if n := c.Find(words); n != want {
			t.Errorf("%q: found %d, want %d", words, n, want)
		}
	}
	c.Find("привет")
	m := c.found[0]
	if got := c.text.lines[m.line].Text[m.from:m.to]; got != "ПРИВЕТ" {
		t.Errorf("marked %q", got)
	}
}
