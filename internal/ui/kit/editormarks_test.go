package kit

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

var braces = regexp.MustCompile(`\{\{[^}]*\}\}`)

func markBraces(text string) (out []Mark) {
	for _, at := range braces.FindAllStringIndex(text, -1) {
		out = append(out, Mark{utf8.RuneCountInString(text[:at[0]]), utf8.RuneCountInString(text[:at[1]]), ColorGreen})
	}
	return out
}

// texts are the lines that an entry really shows.
func texts(o fyne.CanvasObject) (out []*canvas.Text) {
	switch o := o.(type) {
	case *canvas.Text:
		return []*canvas.Text{o}
	case *fyne.Container:
		for _, c := range o.Objects {
			out = append(out, texts(c)...)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(o).Objects() {
			out = append(out, texts(c)...)
		}
	}
	return out
}

// TestEditorMarks holds the grounds to the lines as Fyne has wrapped them.
func TestEditorMarks(t *testing.T) {
	for _, text := range []string{
		"您好 {{.FromUserName}}，我们每天 9:00–21:00 营业。\n您说的是：{{.Content}}",
		strings.Repeat("word {{.A}} and more ", 12),
		strings.Repeat("很长的一段话没有空格{{.Content}}", 8),
		"\n\n{{.A}}\n\n{{.B}}",
		"{{" + strings.Repeat("x", 200) + "}}",
	} {
		start(t, Light)
		e := NewEditor("", 3, nil).Grow(40, nil)
		e.SetMarks(markBraces)
		w := shown(t, 260, 900, Column(0, e))
		e.SetText(text)
		settle(w)
		driver := fyne.CurrentApp().Driver()
		rows := texts(e.Entry)
		marked := ""
		for i := range e.back.box.Objects {
			r := e.back.rects[i]
			at := driver.AbsolutePositionForObject(r)
			found := false
			for _, row := range rows {
				p := driver.AbsolutePositionForObject(row)
				if p.Y > at.Y+2 || p.Y < at.Y-2 {
					continue
				}
				x := p.X
				part := ""
				for _, c := range row.Text {
					next := x + Width(string(c), Body)
					if x >= at.X-1 && next <= at.X+r.Size().Width+1 {
						part += string(c)
					}
					x = next
				}
				marked += part
				found = true
			}
			if !found {
				t.Errorf("%q: a ground at %v has no line", text, at)
			}
		}
		want := strings.Join(braces.FindAllString(text, -1), "")
		if marked != want {
			t.Errorf("%q: marked are %q, want %q", text, marked, want)
		}
	}
}

func TestEditorGrows(t *testing.T) {
	start(t, Light)
	resized := 0
	e := NewEditor("", 3, nil)
	var w fyne.Window
	e.Grow(6, func() { resized++; settle(w) })
	w = shown(t, 300, 400, Column(0, e))
	if got := e.Size().Height; got != 80 {
		t.Fatalf("an empty one is %v high", got)
	}
	w.Canvas().Focus(e.Entry)
	for range 4 {
		press(w, fyne.KeyReturn)
	}
	if got := e.Size().Height; got != 120 || resized != 2 {
		t.Errorf("five lines are %v high, resized %d times", got, resized)
	}
	for range 10 {
		press(w, fyne.KeyReturn)
	}
	if got := e.Size().Height; got != 140 || resized != 3 {
		t.Errorf("many lines are %v high, resized %d times", got, resized)
	}
	e.SetMarks(markBraces)
	test.Type(e.Entry, "{{.A}}")
	if len(e.back.box.Objects) != 1 || e.back.scroll.Offset.Y == 0 {
		t.Fatalf("%d grounds, scrolled %v", len(e.back.box.Objects), e.back.scroll.Offset.Y)
	}
	if y := e.back.rects[0].Position().Y; y < 0 || y > 140 {
		t.Errorf("the ground is at %v", y)
	}
	e.SetText("x")
	if settle(w); e.Size().Height != 80 || len(e.back.box.Objects) != 0 {
		t.Errorf("%v high, %d grounds", e.Size().Height, len(e.back.box.Objects))
	}
}
