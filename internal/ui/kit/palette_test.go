package kit

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// luminance is WCAG 2's relative luminance.
func luminance(c color.NRGBA) float64 {
	part := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*part(c.R) + 0.7152*part(c.G) + 0.0722*part(c.B)
}

// contrast is WCAG 2's contrast ratio, 1 to 21.
func contrast(a, b color.NRGBA) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func bothPalettes() map[string]palette { return map[string]palette{"light": light, "dark": dark} }

// TestContrast holds every tone of words to 4.5 on every ground that it may stand on.
func TestContrast(t *testing.T) {
	words := []fyne.ThemeColorName{ColorText, ColorText2, ColorText3, ColorLink,
		ColorGreenText, ColorRedText, ColorAmberText, ColorBlueText}
	grounds := []fyne.ThemeColorName{theme.ColorNameBackground, ColorPanel, ColorField, ColorFieldHover,
		ColorSelected, ColorHoverRow, ColorGreenGround, ColorRedGround, ColorAmberGround, ColorBlueGround}
	pairs := [][2]fyne.ThemeColorName{
		{ColorOnPrimary, ColorPrimary}, {ColorOnDanger, ColorDanger}, {ColorOnBubble, ColorBubble},
		{ColorPanel, ColorText}, // tips and toasts
		{ColorText, ColorFound}, {ColorText, ColorFoundHere},
	}
	for _, w := range words {
		for _, g := range grounds {
			pairs = append(pairs, [2]fyne.ThemeColorName{w, g})
		}
	}
	for name, p := range bothPalettes() {
		for _, pair := range pairs {
			if got := contrast(p[pair[0]], p[pair[1]]); got < 4.5 {
				t.Errorf("%s: %s on %s has contrast %.2f", name, pair[0], pair[1], got)
			}
		}
	}
}

// TestHoverContrast holds the words on buttons to 4.5 while the pointer rests on them.
func TestHoverContrast(t *testing.T) {
	for name, p := range bothPalettes() {
		for _, pair := range [][2]fyne.ThemeColorName{
			{ColorOnPrimary, ColorPrimary}, {ColorOnDanger, ColorDanger},
			{ColorText, ColorField}, {ColorText2, ColorPanel},
		} {
			for _, state := range []fyne.ThemeColorName{theme.ColorNameHover, theme.ColorNamePressed} {
				ground := over(p[pair[1]], p[state]).(color.NRGBA)
				if got := contrast(p[pair[0]], ground); got < 4.5 {
					t.Errorf("%s: %s on %s while %s has contrast %.2f", name, pair[0], pair[1], state, got)
				}
			}
		}
	}
}

// TestDangerHover holds the red words of a danger button to 4.5 under the pointer.
func TestDangerHover(t *testing.T) {
	for name, p := range bothPalettes() {
		ground := over(p[ColorField], p[theme.ColorNameHover]).(color.NRGBA)
		if got := contrast(p[ColorRedText], ground); got < 4.5 {
			t.Errorf("%s: red words on a hovered button have contrast %.2f", name, got)
		}
	}
}

// TestMarkContrast holds marks to 3 against the panel they stand on where a word does not
// stand beside them; the switch is the only such mark.
func TestMarkContrast(t *testing.T) {
	for name, p := range bothPalettes() {
		if got := contrast(p[ColorKnob], p[ColorSwitchOff]); got < 3 {
			t.Errorf("%s: the knob of a switch that is off has contrast %.2f", name, got)
		}
		if got := contrast(p[ColorSwitchOff], p[ColorPanel]); got < 3 {
			t.Errorf("%s: a switch that is off has contrast %.2f on the panel", name, got)
		}
	}
}

// TestRolesAreComplete finds a role that one palette has and the other has not.
func TestRolesAreComplete(t *testing.T) {
	for role := range light {
		if _, ok := dark[role]; !ok {
			t.Errorf("dark lacks %s", role)
		}
	}
	for role := range dark {
		if _, ok := light[role]; !ok {
			t.Errorf("light lacks %s", role)
		}
	}
}

func TestWordRole(t *testing.T) {
	for mark, want := range map[fyne.ThemeColorName]fyne.ThemeColorName{
		ColorGreen: ColorGreenText, ColorRed: ColorRedText, ColorAmber: ColorAmberText,
		ColorBlue: ColorBlueText, ColorText2: ColorText2, ColorLink: ColorLink,
	} {
		if got := wordRole(mark); got != want {
			t.Errorf("words in %s take %s, want %s", mark, got, want)
		}
	}
}
