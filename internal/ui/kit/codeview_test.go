package kit

import (
	"strings"
	"testing"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestBreakLinesLosesNothing(t *testing.T) {
	start(t, Light)
	text := "short\n\n" + strings.Repeat("你好 hello ", 300) + "\n" + strings.Repeat("x", 2500)
	whole := NewCodeText(CodeSource{Text: text})
	lines := whole.lines
	for _, width := range []float32{0, 1, 50, 333, 1e6} {
		rows, widest := whole.breakLines(width)
		at := codeRow{}
		joined := make([]string, len(lines))
		for _, r := range rows {
			if r.line != at.line {
				if at.to != len(lines[at.line].Text) || r.line != at.line+1 {
					t.Fatalf("width %v: %+v follows %+v", width, r, at)
				}
				at = codeRow{line: r.line}
			}
			if r.from != at.to {
				t.Fatalf("width %v: %+v follows %+v", width, r, at)
			}
			piece := lines[r.line].Text[r.from:r.to]
			if w := Width(piece, Code); width > 1 && w > width || w > widest+0.1 {
				t.Errorf("width %v: a row is %v wide, widest %v", width, w, widest)
			}
			if n := utf8.RuneCountInString(piece); width == 0 && n > codeChunk {
				t.Errorf("a row of %d characters", n)
			}
			joined[r.line] += piece
			at = r
		}
		for i, l := range lines {
			if joined[i] != l.Text {
				t.Errorf("width %v: line %d came out as %q", width, i, joined[i])
			}
		}
	}
}

func TestSplitLines(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"", []string{""}},
		{"a\nb", []string{"a", "b"}},
		{"a\r\nb\r\n", []string{"a", "b", ""}},
		{"a\rb", []string{"a", "b"}},
		{"\ta", []string{"    a"}},
		{"token\u200b \x00\x7f\u202e", []string{"token\ufffd \ufffd\ufffd\ufffd"}},
		{"\xff你", []string{"\ufffd你"}},
		{"a\u00a0b", []string{"a\u00a0b"}},
	} {
		lines := NewCodeText(CodeSource{Text: c.text}).lines
		var got []string
		for _, l := range lines {
			got = append(got, l.Text)
		}
		if strings.Join(got, "|") != strings.Join(c.want, "|") {
			t.Errorf("%q splits into %q, want %q", c.text, got, c.want)
		}
	}
}

func TestSeenMark(t *testing.T) {
	got := seenMark(Line{Text: "a\tb\tTOKEN", From: 4, To: 9})
	if want := (Line{Text: "a    b    TOKEN", From: 10, To: 15}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if from, to := runeRange("你好abc", 1, 3); from != 3 || to != 7 {
		t.Errorf("runes 1..3 are bytes %d..%d", from, to)
	}
	if from, to := runeRange("ab", 1, 9); from != 1 || to != 2 {
		t.Errorf("a range past the end is %d..%d", from, to)
	}
}

func viewed(t testing.TB, text string) (*CodeView, fyne.Window) {
	start(t, Light)
	c := NewCodeView(nil)
	w := shown(t, 400, 180, c.Wrapped())
	c.SetText(text)
	return c, w
}

func TestCodeViewFind(t *testing.T) {
	c, _ := viewed(t, strings.Repeat("nothing\n", 50)+"Hello hello\n"+strings.Repeat("nothing\n", 50)+"HELLO")
	if n := c.Find("hello"); n != 3 {
		t.Fatalf("found %d", n)
	}
	inSight := func() bool {
		y := float32(c.rowOf(c.found[c.current]) * codeHeight)
		return y >= c.GetScrollOffset() && y+codeHeight <= c.GetScrollOffset()+180
	}
	for i, want := range []int{1, 2, 3, 1} {
		at, of := c.Found()
		if at != want || of != 3 || !inSight() {
			t.Errorf("step %d: place %d of %d, in sight %v", i, at, of, inSight())
		}
		c.FindNext()
	}
	c.FindPrevious()
	if at, _ := c.FindPrevious(); at != 3 {
		t.Errorf("before the first comes place %d", at)
	}
	if n := c.Find("没有"); n != 0 {
		t.Errorf("found %d of nothing", n)
	}
	if at, of := c.FindNext(); at != 0 || of != 0 {
		t.Errorf("next of nothing is %d of %d", at, of)
	}
	if n := c.Find(""); n != 0 {
		t.Errorf("found %d of no words", n)
	}
}

func TestCodeViewFindIsLimited(t *testing.T) {
	c, _ := viewed(t, strings.Repeat("aaaa\n", FindMax))
	if n := c.Find("A"); n != FindMax {
		t.Errorf("found %d, want %d", n, FindMax)
	}
}

func TestCodeViewSlides(t *testing.T) {
	c, w := viewed(t, strings.Repeat("x", 300)+"\nshort")
	w.Canvas().Focus(c)
	if !c.bar.Visible() {
		t.Error("no bar under a long line")
	}
	press(w, fyne.KeyRight)
	if c.shift != 40 {
		t.Errorf("shifted by %v", c.shift)
	}
	c.slide(1e6)
	if want := c.widest - c.room(); c.shift < want-1 || c.shift > want+1 {
		t.Errorf("shifted by %v at the right end, want %v", c.shift, want)
	}
	line := newCodeLine(c)
	line.Resize(fyne.NewSize(400, codeHeight))
	line.bind(0)
	if end := line.runs[0].box.Position().X + line.runs[0].box.Size().Width; end > 400-codeEdge+8 {
		t.Errorf("the text ends at %v of 400", end)
	}
	line.bind(1)
	if line.runsUsed != 0 {
		t.Error("a short line that is slid out is drawn")
	}
	line.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(30, 0)})
	before := c.shift
	c.bar.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(-10, 0)})
	if c.shift >= before {
		t.Errorf("a drag to the left slid from %v to %v", before, c.shift)
	}
	c.SetWrap(true)
	if c.bar.Visible() || c.shift != 0 || len(c.rows) < 6 {
		t.Errorf("wrapped: bar %v, shift %v, %d rows", c.bar.Visible(), c.shift, len(c.rows))
	}
}

func TestCodeViewWrapsToItsWidth(t *testing.T) {
	c, w := viewed(t, strings.Repeat("x", 300))
	c.SetWrap(true)
	rows := len(c.rows)
	w.Resize(fyne.NewSize(800, 180))
	settle(w)
	if len(c.rows) >= rows {
		t.Errorf("%d rows in twice the width, were %d", len(c.rows), rows)
	}
	c.SetWrap(false)
	if len(c.rows) != 1 {
		t.Errorf("%d rows unwrapped", len(c.rows))
	}
}

func TestCodeViewKeys(t *testing.T) {
	c, w := viewed(t, strings.Repeat("line\n", 100))
	w.Canvas().Focus(c)
	press(w, fyne.KeyDown, fyne.KeyDown)
	if got := c.GetScrollOffset(); got != 0 || c.Here() != 1 {
		t.Errorf("scrolled to %v with line %d", got, c.Here())
	}
	press(w, fyne.KeyPageDown)
	if got := c.GetScrollOffset(); got != 180-codeHeight {
		t.Errorf("scrolled to %v", got)
	}
	press(w, fyne.KeyEnd)
	if want := float32(101*codeHeight - 180); c.GetScrollOffset() != want {
		t.Errorf("the end is at %v, want %v", c.GetScrollOffset(), want)
	}
	press(w, fyne.KeyPageUp, fyne.KeyHome)
	if c.GetScrollOffset() != 0 {
		t.Errorf("the beginning is at %v", c.GetScrollOffset())
	}
	c.TypedShortcut(&fyne.ShortcutCopy{})
	if got := fyne.CurrentApp().Clipboard().Content(); got != c.Text() {
		t.Errorf("copied %d bytes of %d", len(got), len(c.Text()))
	}
}

func TestCodeViewText(t *testing.T) {
	c, _ := viewed(t, "a\r\n\tb")
	if c.Text() != "a\r\n\tb" || c.Lines() != 2 {
		t.Errorf("text %q of %d lines", c.Text(), c.Lines())
	}
	c.SetLines([]Line{{Text: "POST / HTTP/1.1"}, {Text: "x: y", From: 3, To: 4}})
	if c.Text() != "POST / HTTP/1.1\nx: y" || c.Lines() != 2 {
		t.Errorf("text %q of %d lines", c.Text(), c.Lines())
	}
	line := newCodeLine(c)
	line.Resize(fyne.NewSize(400, codeHeight))
	line.bind(1)
	if line.boxesUsed != 1 || line.boxes[0].FillColor != light[ColorRedGround] {
		t.Errorf("%d marks", line.boxesUsed)
	}
	if x, want := line.boxes[0].Position().X, c.gutter()+Width("x: ", Code); x != want {
		t.Errorf("the mark is at %v, want %v", x, want)
	}
}

func TestCodeLineShowsWholeText(t *testing.T) {
	c, _ := viewed(t, `{"errcode": 40164, "errmsg": "不在白名单", "ok": true}`)
	c.SetSyntax(SyntaxJSON)
	line := newCodeLine(c)
	line.Resize(fyne.NewSize(2000, codeHeight))
	line.bind(0)
	var got strings.Builder
	for _, r := range line.runs[:line.runsUsed] {
		got.WriteString(r.text.Text)
	}
	if got.String() != c.Text() {
		t.Errorf("shows %q", got.String())
	}
}

func TestTokens(t *testing.T) {
	for _, c := range []struct {
		syntax Syntax
		line   string
		want   string // tokens as they stand, each with the first letter of its role
	}{
		{SyntaxXML, "  <Content><![CDATA[你好]]></Content>", "<Content>/l <![CDATA[/t ]]>/t </Content>/l"},
		{SyntaxXML, "<![CDATA[open", "<![CDATA[/t"},
		{SyntaxXML, "end]]></a", "]]>/t </a/l"},
		{SyntaxXML, "1 < 2", "< 2/l"},
		{SyntaxJSON, `{"a\"b": "c", "n": -1.5e3, "t": true, "x": nul}`, `"a\"b"/l "c"/g "n"/l -1.5e3/b "t"/l true/b "x"/l`},
		{SyntaxJSON, `"open`, `"open/g`},
		{SyntaxJSON, `"open\`, `"open\/g`},
		{SyntaxHTTP, "POST /wx?x=1 HTTP/1.1", "POST/b"},
		{SyntaxHTTP, "Content-Type: text/xml", "Content-Type:/l"},
		{SyntaxHTTP, "HTTP/1.1 200 OK", "HTTP/1.1 200 OK/b"},
		{SyntaxHTTP, "just words", ""},
		{SyntaxHTTP, "", ""},
		{SyntaxNone, "<a>", ""},
		{SyntaxXML, strings.Repeat("<a>", tintMax), ""},
	} {
		var got []string
		for _, tok := range c.syntax.tokens(c.line) {
			got = append(got, c.line[tok.from:tok.to]+"/"+string(tok.role[0]))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%v %.40q: %q, want %q", c.syntax, c.line, got, c.want)
		}
	}
}

func TestCodeViewRing(t *testing.T) {
	c, w := viewed(t, "x")
	test.FocusNext(w.Canvas())
	if c.ring.Hidden {
		t.Error("no ring after Tab")
	}
	w.Canvas().Unfocus()
	test.TapCanvas(w.Canvas(), fyne.NewPos(100, 10))
	if w.Canvas().Focused() != fyne.Focusable(c) || !c.ring.Hidden {
		t.Errorf("focus is on %T, ring hidden %v", w.Canvas().Focused(), c.ring.Hidden)
	}
}
