package kit

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"
)

const manyRows = 100_000

// longList shows 25 rows of 100,000.
func longList(t testing.TB) *Rows {
	start(t, Light)
	cols := append(logCols[:len(logCols):len(logCols)],
		Col{Width: 40, Face: Small, Align: fyne.TextAlignTrailing}, Col{Width: 50, Face: Small, Align: fyne.TextAlignTrailing})
	r := NewRows(cols, 36, func() int { return manyRows }, func(i int, into []Cell) {
		galleryCells(i, into)
		into[3].Text = fmt.Sprintf("oGZ3V5…mK8c 关注了公众号（扫码 scene=123）#%d", i)
	})
	shown(t, 474, 900, r.Wrapped())
	return r
}

func BenchmarkScrollStep(b *testing.B) {
	r := longList(b)
	for i := 0; b.Loop(); i++ {
		r.ScrollToOffset(float32(i%90000) * 36)
	}
}

func BenchmarkScrollPage(b *testing.B) {
	r := longList(b)
	for i := 0; b.Loop(); i++ {
		r.ScrollToOffset(float32(i%3000) * 900)
	}
}

func BenchmarkRefresh25(b *testing.B) {
	r := longList(b)
	for b.Loop() {
		r.Refresh()
	}
}

func BenchmarkKeyDown(b *testing.B) {
	r := longList(b)
	r.Mark(0)
	for b.Loop() {
		r.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	}
}

func BenchmarkInserted(b *testing.B) {
	r := longList(b)
	for b.Loop() {
		r.Inserted(0, 1)
	}
}

func BenchmarkCut(b *testing.B) {
	start(b, Light)
	for b.Loop() {
		Cut("oGZ3V5…mK8c 关注了公众号（扫码 scene=123）#12345", Body, 188)
	}
}

func BenchmarkMeasureText(b *testing.B) {
	start(b, Light)
	for i := 0; b.Loop(); i++ {
		fyne.MeasureText(fmt.Sprintf("oGZ3V5…mK8c 关注了公众号（扫码 scene=123）#%d", i), 13, fyne.TextStyle{})
	}
}

// mebibyte is a text of 1 MiB in lines of the length that a caller wants; 0 is one line.
func mebibyte(line int) string {
	const piece = `<Content><![CDATA[你好，请问今天几点开门？]]></Content> `
	var b strings.Builder
	for at := 0; b.Len() < 1<<20; {
		b.WriteString(piece)
		if at += len(piece); line > 0 && at >= line {
			b.WriteByte('\n')
			at = 0
		}
	}
	return b.String()[:1<<20]
}

func BenchmarkCodeViewOpen(b *testing.B) {
	for _, c := range []struct {
		name string
		line int
		wrap bool
	}{{"lines", 100, false}, {"lines-wrapped", 100, true}, {"one-line", 0, false}, {"one-line-wrapped", 0, true}} {
		b.Run(c.name, func(b *testing.B) {
			v, _ := viewed(b, "")
			v.SetSyntax(SyntaxXML)
			v.SetWrap(c.wrap)
			text := mebibyte(c.line)
			for b.Loop() {
				v.SetText("")
				v.SetText(text)
			}
		})
	}
}

func BenchmarkCodeViewScroll(b *testing.B) {
	v, _ := viewed(b, mebibyte(100))
	v.SetSyntax(SyntaxXML)
	for i := 0; b.Loop(); i++ {
		v.scrollTo(float32(i%8000) * codeHeight)
	}
}

func BenchmarkCodeViewFind(b *testing.B) {
	v, _ := viewed(b, mebibyte(100))
	for b.Loop() {
		v.Find("几点")
	}
}

// element is a text of 1 MiB whose elements can be folded.
func element() string {
	const piece = "  <item>\n    <Title><![CDATA[你好，请问今天几点开门？]]></Title>\n    <Url>https://example.com/?a=1</Url>\n  </item>\n"
	return "<xml>\n" + strings.Repeat(piece, (1<<20)/len(piece)) + "</xml>"
}

// BenchmarkCodeTextPrepare is what a document of 1 MiB costs away from the UI goroutine.
func BenchmarkCodeTextPrepare(b *testing.B) {
	text := element()
	for b.Loop() {
		NewCodeText(CodeSource{Text: text, Syntax: SyntaxXML})
	}
}

// BenchmarkCodeViewOf1MiB are the steps on the UI goroutine with a document of 1 MiB.
func BenchmarkCodeViewOf1MiB(b *testing.B) {
	v, _ := viewed(b, "")
	v.SetWrap(true)
	ready := NewCodeText(CodeSource{Text: element(), Syntax: SyntaxXML})
	b.Run("show", func(b *testing.B) {
		for b.Loop() {
			v.Set(ready)
		}
	})
	b.Run("fold-all", func(b *testing.B) {
		for b.Loop() {
			v.FoldAll()
			v.UnfoldAll()
		}
	})
	b.Run("fold-one", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			v.Fold(1+4*(i/2%1000), i%2 == 0)
		}
	})
	b.Run("find", func(b *testing.B) {
		for b.Loop() {
			v.Find("几点")
		}
	})
	b.Run("find-next", func(b *testing.B) {
		for b.Loop() {
			v.FindNext()
		}
	})
	b.Run("choose", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			v.Choose(i % v.Lines())
		}
	})
	b.Run("path", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			v.Path(i % v.Lines())
		}
	})
	b.Run("resize", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			v.Resize(fyne.NewSize(float32(300+i%400), 180))
		}
	})
}

// BenchmarkPicture draws a page of controls with the software painter.
func BenchmarkPicture(b *testing.B) {
	start(b, Light)
	w := shown(b, 900, 700, galleryControls(nil))
	for b.Loop() {
		software.RenderCanvas(w.Canvas(), fyne.CurrentApp().Settings().Theme())
	}
}

// TestRefreshKeepsNothing refreshes a list many times and holds the heap still.
func TestRefreshKeepsNothing(t *testing.T) {
	r := longList(t)
	heap := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc >> 10
	}
	r.Refresh()
	before := heap()
	for range 2000 {
		r.Refresh()
	}
	if after := heap(); after > before+1024 {
		t.Errorf("heap %d KiB, after 2000 refreshes %d KiB", before, after)
	}
}
