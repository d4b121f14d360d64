package ui

import (
	"context"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"echostr/internal/ui/kit"
)

// document is a text for the code view, ready to be drawn.
type document struct {
	text   string
	syntax kit.Syntax
	// lines are set instead of text where something is marked; line is the marked one,
	// from 0.
	lines []kit.Line
	line  int
}

// longText is from how many bytes on a document is made away from the UI goroutine.
const longText = 64 << 10

// mark makes lines of text with the character at line and column, both from 1, marked.
func mark(text string, line, column int, guard func(string) string) document {
	d := document{line: line - 1}
	for i, raw := range strings.Split(text, "\n") {
		l := kit.Line{Text: guard(visible([]byte(strings.TrimSuffix(raw, "\r"))))}
		if i == line-1 {
			at := 0
			for n := 1; n < column && at < len(raw); n++ {
				_, w := utf8.DecodeRuneInString(raw[at:])
				at += w
			}
			l.From = utf8.RuneCountInString(guard(visible([]byte(raw[:at]))))
			l.To = l.From + faultLength(raw[at:])
			if n := utf8.RuneCountInString(l.Text); l.From >= n { // it stops at the line's end
				l.From, l.To = max(0, n-1), n
			}
		}
		d.lines = append(d.lines, l)
	}
	return d
}

// faultLength is how many characters from a fault on are marked: a tag whole, otherwise a
// word.
func faultLength(s string) int {
	end := strings.IndexAny(s, " \t\r,;:{}[]")
	if strings.HasPrefix(s, "<") {
		end = strings.IndexByte(s, '>') + 1
	}
	if end < 1 {
		end = len(s)
	}
	return max(1, min(utf8.RuneCountInString(s[:end]), 60))
}

// code is a code view of what build makes; build of a long text runs away from the UI
// goroutine, and its result is dropped when the pane shows something else by then.
func (p *detail) code(size int, build func() document) fyne.CanvasObject {
	view := kit.NewCodeView(nil)
	view.SetWrap(true)
	fill := func(doc document) {
		view.SetSyntax(doc.syntax)
		if doc.lines == nil {
			view.SetText(doc.text)
			return
		}
		view.SetLines(doc.lines)
		if doc.line > 3 { // with some lines above; after the first layout, which gives it a size
			p.deps.post(func() { view.ScrollTo(max(0, min(doc.line-3, view.Length()-1))) })
		}
	}
	if size <= longText {
		fill(build())
		return kit.Inset(2, 4, view.Wrapped())
	}
	wait := kit.NewSpinner()
	wait.Start()
	box := container.NewStack(container.NewCenter(wait))
	turn := p.turn
	var doc document
	p.deps.run(func(context.Context) error {
		doc = build()
		return nil
	}, func(error) {
		wait.Stop()
		if turn != p.turn {
			return
		}
		fill(doc)
		box.Objects = []fyne.CanvasObject{kit.Inset(2, 4, view.Wrapped())}
		box.Refresh()
	})
	return box
}
