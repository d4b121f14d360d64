package ui

import (
	"fyne.io/fyne/v2"

	"echostr/internal/ui/kit"
)

// colourMark is a colour that a person puts on an exchange. Each has a shape of its own, for those
// who do not tell the colours.
type colourMark struct {
	key   string // of its word
	shape string
	color fyne.ThemeColorName
}

// marks are those that there are, by the number in a Label less one.
var marks = []colourMark{
	{"red", "●", kit.ColorRed}, {"amber", "▲", kit.ColorAmber}, {"green", "■", kit.ColorGreen},
	{"blue", "◆", kit.ColorBlue}, {"grey", "★", kit.ColorText2},
}

// markOf is the mark of a number; false for none, and for one that a later version put there.
func markOf(n uint8) (colourMark, bool) {
	if n == 0 || int(n) > len(marks) {
		return colourMark{}, false
	}
	return marks[n-1], true
}
