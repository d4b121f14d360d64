package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// tight is the app theme without list gaps.
type tight struct{}

func (tight) app() fyne.Theme { return fyne.CurrentApp().Settings().Theme() }

func (t tight) Color(n fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	return t.app().Color(n, v)
}

func (t tight) Font(s fyne.TextStyle) fyne.Resource     { return t.app().Font(s) }
func (t tight) Icon(n fyne.ThemeIconName) fyne.Resource { return t.app().Icon(n) }

func (t tight) Size(n fyne.ThemeSizeName) float32 {
	if n == theme.SizeNamePadding {
		return 0
	}
	return t.app().Size(n)
}
