// Package assets holds what the program carries inside itself: fonts, the icon, and the
// words of the window in every language.
package assets

import "embed"

// The fonts, OpenType with CFF outlines; see fonts/subset.sh for what they hold.
var (
	// FontRegular is Noto Sans CJK SC, cut down to GB2312, Latin and the window's signs.
	//
	//go:embed fonts/regular.otf
	FontRegular []byte

	// FontBold is the bold cut of FontRegular with the same characters.
	//
	//go:embed fonts/bold.otf
	FontBold []byte

	// FontMono is Chinese only, for mono text; Latin comes from Fyne's DejaVu Sans Mono.
	//
	//go:embed fonts/mono-cjk.otf
	FontMono []byte

	// FontLicence is the SIL Open Font License of the three fonts.
	//
	//go:embed fonts/OFL.txt
	FontLicence string
)

// The icon of the program.
var (
	// IconPNG is 512 by 512 pixels.
	//
	//go:embed icons/echostr.png
	IconPNG []byte

	// IconSVG is the drawing that IconPNG was made from.
	//
	//go:embed icons/echostr.svg
	IconSVG []byte
)

// I18n holds the words: i18n/<language>/*.json, each a flat object of key to text. The
// languages are zh-Hans and en and have the same keys.
//
//go:embed i18n/*/*.json
var I18n embed.FS

// Rules holds ready sets of rules to start from: rules/<language>/NN-name.yaml, the same
// in each language.
//
//go:embed rules/*/*.yaml
var Rules embed.FS
