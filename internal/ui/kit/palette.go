package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

type palette map[fyne.ThemeColorName]color.NRGBA

func hex(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xff}
}

func faded(v uint32, alpha uint8) color.NRGBA {
	c := hex(v)
	c.A = alpha
	return c
}

var light = palette{
	theme.ColorNameBackground: hex(0xEDEDED),
	ColorPanel:                hex(0xFFFFFF), ColorField: hex(0xF7F7F7), ColorFieldHover: hex(0xEFEFEF),
	ColorLine: hex(0xE4E4E4), ColorSelected: hex(0xE9F7EF), ColorHoverRow: hex(0xF7F7F7),
	ColorText: hex(0x1A1A1A), ColorText2: hex(0x5F5F5F), ColorText3: hex(0x696969), ColorLink: hex(0x576B95),
	ColorGreen: hex(0x07C160), ColorGreenText: hex(0x047A3C), ColorGreenGround: hex(0xE6F8EE),
	ColorRed: hex(0xFA5151), ColorRedText: hex(0xD50505), ColorRedGround: hex(0xFFEDED),
	ColorAmber: hex(0xE08A00), ColorAmberText: hex(0x975C00), ColorAmberGround: hex(0xFFF6E5),
	ColorBlue: hex(0x10AEFF), ColorBlueText: hex(0x006FA9), ColorBlueGround: hex(0xE8F6FF),
	ColorPrimary: hex(0x067F42), ColorOnPrimary: hex(0xFFFFFF), ColorDanger: hex(0xD80A0A), ColorOnDanger: hex(0xFFFFFF),
	ColorSwitchOff: hex(0x8C8C8C), ColorKnob: hex(0xFFFFFF),
	ColorBubble: hex(0x95EC69), ColorOnBubble: hex(0x1A1A1A),
	ColorFound: hex(0xFFF0B8), ColorFoundHere: hex(0xFFCE4D),
	theme.ColorNameHover: faded(0x000000, 0x0d), theme.ColorNamePressed: faded(0x000000, 0x1a),
	theme.ColorNameScrollBar: faded(0x000000, 0x38),
	theme.ColorNameSelection: faded(0x07C160, 0x40), theme.ColorNameFocus: faded(0x07C160, 0x60),
}

var dark = palette{
	theme.ColorNameBackground: hex(0x111111),
	ColorPanel:                hex(0x1E1E1E), ColorField: hex(0x252525), ColorFieldHover: hex(0x2E2E2E),
	ColorLine: hex(0x333333), ColorSelected: hex(0x1B3326), ColorHoverRow: hex(0x252525),
	ColorText: hex(0xE6E6E6), ColorText2: hex(0xA6A6A6), ColorText3: hex(0x989898), ColorLink: hex(0x8FA8DC),
	ColorGreen: hex(0x2AD47C), ColorGreenText: hex(0x2AD47C), ColorGreenGround: hex(0x12331F),
	ColorRed: hex(0xFF6B6B), ColorRedText: hex(0xFF6B6B), ColorRedGround: hex(0x3A1A1A),
	ColorAmber: hex(0xF5B041), ColorAmberText: hex(0xF5B041), ColorAmberGround: hex(0x35290F),
	ColorBlue: hex(0x4CC2FF), ColorBlueText: hex(0x4CC2FF), ColorBlueGround: hex(0x10293A),
	ColorPrimary: hex(0x2AD47C), ColorOnPrimary: hex(0x111111), ColorDanger: hex(0xFF6B6B), ColorOnDanger: hex(0x111111),
	ColorSwitchOff: hex(0x6A6A6A), ColorKnob: hex(0xFFFFFF),
	ColorBubble: hex(0x3EB575), ColorOnBubble: hex(0x111111),
	ColorFound: hex(0x4A3F14), ColorFoundHere: hex(0x7A6210),
	theme.ColorNameHover: faded(0xFFFFFF, 0x10), theme.ColorNamePressed: faded(0xFFFFFF, 0x20),
	theme.ColorNameScrollBar: faded(0xFFFFFF, 0x38),
	theme.ColorNameSelection: faded(0x2AD47C, 0x40), theme.ColorNameFocus: faded(0x2AD47C, 0x60),
}

// init gives Fyne's own names the tone of one of ours.
func init() {
	for _, p := range []palette{light, dark} {
		for name, role := range map[fyne.ThemeColorName]fyne.ThemeColorName{
			theme.ColorNameForeground: ColorText, theme.ColorNamePlaceHolder: ColorText3,
			theme.ColorNameDisabled: ColorText3, theme.ColorNameButton: ColorField,
			theme.ColorNameDisabledButton: ColorField, theme.ColorNamePrimary: ColorGreen,
			theme.ColorNameSuccess: ColorGreen, theme.ColorNameError: ColorRed,
			theme.ColorNameWarning: ColorAmber, theme.ColorNameHyperlink: ColorLink,
			theme.ColorNameSeparator: ColorLine, theme.ColorNameInputBackground: ColorField,
			theme.ColorNameInputBorder:      ColorLine, // widget.Check draws its box with it
			theme.ColorNameHeaderBackground: ColorPanel, theme.ColorNameMenuBackground: ColorPanel,
			theme.ColorNameOverlayBackground:   ColorPanel,
			theme.ColorNameForegroundOnPrimary: ColorOnPrimary, theme.ColorNameForegroundOnSuccess: ColorOnPrimary,
			theme.ColorNameForegroundOnError: ColorOnDanger, theme.ColorNameForegroundOnWarning: ColorOnDanger,
		} {
			p[name] = p[role]
		}
		// Fyne draws the shadow along every edge of a scroll that has more behind it.
		for _, none := range []fyne.ThemeColorName{ColorNone, theme.ColorNameScrollBarBackground, theme.ColorNameShadow} {
			p[none] = color.NRGBA{}
		}
	}
}
