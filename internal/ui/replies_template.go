package ui

import (
	"strings"
	"unicode/utf8"

	"echostr/internal/ui/kit"
)

// templateMarks are the tints over what a template puts into a text: {{.Content}}.
func templateMarks(text string) (out []kit.Mark) {
	for at := 0; at < len(text); {
		open := strings.Index(text[at:], "{{")
		if open < 0 {
			break
		}
		open += at
		end := actionEnd(text, open)
		from := utf8.RuneCountInString(text[:open])
		out = append(out, kit.Mark{From: from, To: from + utf8.RuneCountInString(text[open:end]), Color: kit.ColorGreen})
		at = end
	}
	return out
}

// actionEnd is where an action ends that begins at open: behind its braces, which a quoted
// text may hold too; else at the end of its line.
func actionEnd(text string, open int) int {
	quote := byte(0)
	for i := open + 2; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\n' && quote != '`':
			return i
		case quote == 0 && (c == '"' || c == '`' || c == '\''):
			quote = c
		case quote == 0 && c == '}' && strings.HasPrefix(text[i:], "}}"):
			return i + 2
		case quote == c:
			quote = 0
		case quote != 0 && quote != '`' && c == '\\':
			i++
		}
	}
	return len(text)
}

// faultMark makes the mark at a line and column red, or marks what is there. Both count
// from 1.
func faultMark(text string, marks []kit.Mark, line, column int) []kit.Mark {
	at := 0
	for range line - 1 {
		next := strings.IndexByte(text[at:], '\n')
		if next < 0 {
			break
		}
		at += next + 1
	}
	end := len(text)
	if next := strings.IndexByte(text[at:], '\n'); next >= 0 {
		end = at + next
	}
	first, last := utf8.RuneCountInString(text[:at]), utf8.RuneCountInString(text[:end])
	place := min(first+max(column-1, 0), last)
	for i, m := range marks {
		if m.From <= place && place <= m.To {
			marks[i].Color = kit.ColorRed
			return marks
		}
	}
	if place == last {
		place = first
	}
	return append(marks, kit.Mark{From: place, To: last, Color: kit.ColorRed})
}
