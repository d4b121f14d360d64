package kit

import "fyne.io/fyne/v2"

// Level says how much a message or a state matters.
type Level int

// The levels.
const (
	LevelNone    Level = iota // nothing to say
	LevelNote                 // a fact
	LevelGood                 // done, works
	LevelWarning              // works, but look at it
	LevelError                // does not work
)

// String names the level.
func (l Level) String() string {
	switch l {
	case LevelNone:
		return "none"
	case LevelNote:
		return "note"
	case LevelGood:
		return "good"
	case LevelWarning:
		return "warning"
	case LevelError:
		return "error"
	}
	return "unknown"
}

// Mark is the sign that stands before words of the level, for those who see no colour.
func (l Level) Mark() string {
	switch l {
	case LevelGood:
		return "✓"
	case LevelWarning:
		return "!"
	case LevelError:
		return "✗"
	case LevelNote:
		return "·"
	}
	return ""
}

// Color is the role of marks of the level; words take its text tone by themselves.
func (l Level) Color() fyne.ThemeColorName {
	switch l {
	case LevelGood:
		return ColorGreen
	case LevelWarning:
		return ColorAmber
	case LevelError:
		return ColorRed
	case LevelNote:
		return ColorBlue
	}
	return ColorText3
}

// Ground is the role of a banner of the level.
func (l Level) Ground() fyne.ThemeColorName {
	switch l {
	case LevelGood:
		return ColorGreenGround
	case LevelWarning:
		return ColorAmberGround
	case LevelError:
		return ColorRedGround
	case LevelNote:
		return ColorBlueGround
	}
	return ColorField
}
