// Package kit holds the domain-free widgets of the window.
package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"echostr/assets"
)

// Mode says which palette a Theme uses.
type Mode int

// The modes of a Theme.
const (
	System Mode = iota // what the desktop asks for
	Light
	Dark
)

// String names the mode.
func (m Mode) String() string {
	switch m {
	case System:
		return "system"
	case Light:
		return "light"
	case Dark:
		return "dark"
	}
	return "unknown"
}

// The bundled fonts as Fyne takes them.
var (
	regular = fyne.NewStaticResource("regular.otf", assets.FontRegular)
	bold    = fyne.NewStaticResource("bold.otf", assets.FontBold)
	mono    = fyne.NewStaticResource("mono-cjk.otf", assets.FontMono)
)

// Theme is the whole look: palette, fonts and measures.
type Theme struct{ Mode Mode }

// Color looks name up in the palette; Fyne's variant counts only in System mode.
func (t *Theme) Color(name fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	p := light
	if t.Mode == Dark || t.Mode == System && v == theme.VariantDark {
		p = dark
	}
	if c, ok := p[name]; ok {
		return c
	}
	return theme.DefaultTheme().Color(name, v)
}

// Font answers every style with a bundled Chinese font. Mono holds no Latin letters:
// those fall through to Fyne's own DejaVu Sans Mono.
func (t *Theme) Font(s fyne.TextStyle) fyne.Resource {
	switch {
	case s.Symbol:
		return theme.DefaultTheme().Font(s)
	case s.Monospace:
		return mono
	case s.Bold:
		return bold
	}
	return regular
}

// Icon returns Fyne's own icons.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource { return theme.DefaultTheme().Icon(name) }

// Size holds the measures that Fyne's own widgets take from a theme.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNameText:
		return 13
	case theme.SizeNameCaptionText:
		return 12
	case theme.SizeNameSubHeadingText:
		return 15
	case theme.SizeNameHeadingText:
		return 18
	case theme.SizeNamePadding:
		return 4
	case theme.SizeNameInnerPadding:
		return 6
	case theme.SizeNameLineSpacing:
		return 3
	case theme.SizeNameInlineIcon:
		return 16
	case theme.SizeNameScrollBar:
		return 10
	case theme.SizeNameScrollBarSmall:
		return 4
	case theme.SizeNameScrollBarRadius:
		return 4
	case theme.SizeNameInputRadius:
		return 6
	case theme.SizeNameSelectionRadius:
		return 4
	}
	return theme.DefaultTheme().Size(name)
}
