package kit

import "fyne.io/fyne/v2"

// Colour roles that Fyne has no name for. theme.Color, RichText styles and themed icons
// all take them, because a theme is asked for any name.
//
// Green, Red, Amber and Blue are the tones of marks, bars, dots and fills. Words in them
// take the Text tone of the same hue, which reads at a contrast of 4.5 on every ground;
// every piece of the kit that shows text makes that change by itself, see Face.
const (
	ColorPanel      fyne.ThemeColorName = "panel"
	ColorField      fyne.ThemeColorName = "field"
	ColorFieldHover fyne.ThemeColorName = "fieldHover"
	ColorLine       fyne.ThemeColorName = "line"
	ColorSelected   fyne.ThemeColorName = "selectedRow"
	ColorHoverRow   fyne.ThemeColorName = "hoverRow"

	ColorText  fyne.ThemeColorName = "text"
	ColorText2 fyne.ThemeColorName = "text2"
	ColorText3 fyne.ThemeColorName = "text3"
	ColorLink  fyne.ThemeColorName = "link"

	ColorGreen fyne.ThemeColorName = "green"
	ColorRed   fyne.ThemeColorName = "red"
	ColorAmber fyne.ThemeColorName = "amber"
	ColorBlue  fyne.ThemeColorName = "blue"

	ColorGreenText fyne.ThemeColorName = "greenText"
	ColorRedText   fyne.ThemeColorName = "redText"
	ColorAmberText fyne.ThemeColorName = "amberText"
	ColorBlueText  fyne.ThemeColorName = "blueText"

	ColorGreenGround fyne.ThemeColorName = "greenGround"
	ColorRedGround   fyne.ThemeColorName = "redGround"
	ColorAmberGround fyne.ThemeColorName = "amberGround"
	ColorBlueGround  fyne.ThemeColorName = "blueGround"

	ColorPrimary   fyne.ThemeColorName = "primaryFill" // the primary button
	ColorOnPrimary fyne.ThemeColorName = "onPrimary"   // words on it
	ColorDanger    fyne.ThemeColorName = "dangerFill"  // the button that destroys
	ColorOnDanger  fyne.ThemeColorName = "onDanger"    // words on it
	ColorSwitchOff fyne.ThemeColorName = "switchOff"   // the track of a switch that is off
	ColorKnob      fyne.ThemeColorName = "knob"        // of a switch
	ColorBubble    fyne.ThemeColorName = "bubble"      // one's own words in a chat
	ColorOnBubble  fyne.ThemeColorName = "onBubble"    // words on it
	ColorFound     fyne.ThemeColorName = "found"       // the ground of a find result
	ColorFoundHere fyne.ThemeColorName = "foundHere"   // and of the current one
	ColorNone      fyne.ThemeColorName = "none"        // transparent
)

// wordRole is the tone that words take for a role: marks have a paler one.
func wordRole(role fyne.ThemeColorName) fyne.ThemeColorName {
	switch role {
	case ColorGreen:
		return ColorGreenText
	case ColorRed:
		return ColorRedText
	case ColorAmber:
		return ColorAmberText
	case ColorBlue:
		return ColorBlueText
	}
	return role
}
