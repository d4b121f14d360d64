package kit

import (
	"fmt"
	"math"
	"strings"

	"fyne.io/fyne/v2"
)

// The drawings, each in a box of 18 units. Fyne recolours fills only and drops <line> and
// <polyline>, so they are filled paths.
var (
	Logo = svg("logo", `<rect x="0" y="0" width="18" height="18" rx="5" ry="5" fill="#07C160"/>`+
		`<path fill="#FFFFFF" d="M7.6 13.3 L3.9 9.6 L5.3 8.2 L7.6 10.5 L12.7 5.2 L14.1 6.6 Z"/>`)
	HalfMoon = svg("half", `<path d="M9 2.5 A6.5 6.5 0 1 0 9 15.5 A6.5 6.5 0 1 0 9 2.5 Z M9 3.8 A5.2 5.2 0 0 1 9 14.2 Z" fill-rule="evenodd"/>`)
	Gear     = svg("gear", `<path fill-rule="evenodd" d="`+gearPath()+`"/>`)
	Down     = svg("down", `<path d="M4.6 6.6 L13.4 6.6 L9 12.2 Z"/>`)
	Up       = svg("up", `<path d="M4.6 11.4 L13.4 11.4 L9 5.8 Z"/>`)
	Play     = svg("play", `<path d="M5 3.4 L14.4 9 L5 14.6 Z"/>`)
	Pause    = svg("pause", `<path d="M4.6 3.6 L7.6 3.6 L7.6 14.4 L4.6 14.4 Z M10.4 3.6 L13.4 3.6 L13.4 14.4 L10.4 14.4 Z"/>`)
	Plus     = svg("plus", `<path d="M8.2 3.4 L9.8 3.4 L9.8 8.2 L14.6 8.2 L14.6 9.8 L9.8 9.8 L9.8 14.6 L8.2 14.6 L8.2 9.8 L3.4 9.8 L3.4 8.2 L8.2 8.2 Z"/>`)
	Cross    = svg("cross", `<path d="M4.9 3.8 L9 7.9 L13.1 3.8 L14.2 4.9 L10.1 9 L14.2 13.1 L13.1 14.2 L9 10.1 L4.9 14.2 L3.8 13.1 L7.9 9 L3.8 4.9 Z"/>`)
	Check    = svg("check", `<path d="M7.4 13.6 L3.2 9.4 L4.4 8.2 L7.4 11.2 L13.7 4.9 L14.9 6.1 Z"/>`)
	More     = svg("more", dotPath(4)+dotPath(9)+dotPath(14))
	Search   = svg("search", `<path fill-rule="evenodd" d="M8 2.6 A5.4 5.4 0 1 0 8 13.4 A5.4 5.4 0 1 0 8 2.6 Z M8 4 A4 4 0 1 1 8 12 A4 4 0 1 1 8 4 Z"/><path d="M11.3 12.3 L12.3 11.3 L15.6 14.6 L14.6 15.6 Z"/>`)
	Copy     = svg("copy", `<path fill-rule="evenodd" d="M6 2.6 L14.6 2.6 L14.6 12 L6 12 Z M7.3 3.9 L7.3 10.7 L13.3 10.7 L13.3 3.9 Z"/><path d="M3.4 6 L4.7 6 L4.7 14.1 L12 14.1 L12 15.4 L3.4 15.4 Z"/>`)
	Trash    = svg("trash", `<path fill-rule="evenodd" d="M4.2 5.6 L13.8 5.6 L13.1 15.4 L4.9 15.4 Z M5.6 6.9 L6.1 14.1 L11.9 14.1 L12.4 6.9 Z"/><path d="M3 3.8 L6.8 3.8 L7.3 2.6 L10.7 2.6 L11.2 3.8 L15 3.8 L15 5 L3 5 Z"/>`)
	Send     = svg("send", `<path fill-rule="evenodd" d="M2.4 2.8 L16 9 L2.4 15.2 L4.4 9 Z M4.6 5.2 L5.6 8.4 L11.2 9 L5.6 9.6 L4.6 12.8 L13 9 Z"/>`)
	Outside  = svg("outside", `<path d="M9.6 2.8 L15.2 2.8 L15.2 8.4 L13.8 8.4 L13.8 5.2 L8.4 10.6 L7.4 9.6 L12.8 4.2 L9.6 4.2 Z"/><path d="M3.2 4.6 L7.4 4.6 L7.4 5.9 L4.5 5.9 L4.5 13.5 L12.1 13.5 L12.1 10.6 L13.4 10.6 L13.4 14.8 L3.2 14.8 Z"/>`)
	Again    = svg("again", `<path d="M9 3 A6 6 0 1 0 15 9 L13.6 9 A4.6 4.6 0 1 1 9 4.4 L9 6.6 L13 3.7 L9 0.8 Z"/>`)
	Info     = svg("info", `<path fill-rule="evenodd" d="M9 2 A7 7 0 1 0 9 16 A7 7 0 1 0 9 2 Z M9 3.3 A5.7 5.7 0 1 1 9 14.7 A5.7 5.7 0 1 1 9 3.3 Z"/><path d="M8.3 8 L9.7 8 L9.7 12.6 L8.3 12.6 Z M8.3 5.4 L9.7 5.4 L9.7 6.8 L8.3 6.8 Z"/>`)
	QRCode   = svg("qr", `<path fill-rule="evenodd" d="M3 3 L8 3 L8 8 L3 8 Z M4.3 4.3 L4.3 6.7 L6.7 6.7 L6.7 4.3 Z M10 3 L15 3 L15 8 L10 8 Z M11.3 4.3 L11.3 6.7 L13.7 6.7 L13.7 4.3 Z M3 10 L8 10 L8 15 L3 15 Z M4.3 11.3 L4.3 13.7 L6.7 13.7 L6.7 11.3 Z M10 10 L12 10 L12 12 L10 12 Z M13 13 L15 13 L15 15 L13 15 Z M13 10 L15 10 L15 11.4 L13 11.4 Z M10 13.4 L11.6 13.4 L11.6 15 L10 15 Z"/>`)
	Wrapped  = svg("wrapped", `<path d="M3 3.6 L15 3.6 L15 5 L3 5 Z M3 8.3 L12 8.3 A3.2 3.2 0 0 1 12 14.7 L10 14.7 L10 16.4 L6.8 14 L10 11.6 L10 13.3 L12 13.3 A1.8 1.8 0 0 0 12 9.7 L3 9.7 Z M3 13.3 L5.4 13.3 L5.4 14.7 L3 14.7 Z"/>`)
	FoldIn   = svg("foldin", `<path d="M3 8.3 L15 8.3 L15 9.7 L3 9.7 Z M9 7 L5.6 3.2 L12.4 3.2 Z M9 11 L12.4 14.8 L5.6 14.8 Z"/>`)
	FoldOut  = svg("foldout", `<path d="M3 8.3 L15 8.3 L15 9.7 L3 9.7 Z M9 2.6 L12.4 6.4 L5.6 6.4 Z M9 15.4 L5.6 11.6 L12.4 11.6 Z"/>`)
	Pin      = svg("pin", `<path d="M6.2 2.4 L11.8 2.4 L11.8 3.9 L11 4.4 L11 8 L13.4 10.2 L13.4 11.4 L9.7 11.4 L9.7 15.4 L9 16.4 L8.3 15.4 L8.3 11.4 L4.6 11.4 L4.6 10.2 L7 8 L7 4.4 L6.2 3.9 Z"/>`)
	Note     = svg("note", `<path fill-rule="evenodd" d="M3.2 3 L14.8 3 L14.8 11.4 L11 15.2 L3.2 15.2 Z M4.5 4.3 L4.5 13.9 L10 13.9 L10 10.4 L13.5 10.4 L13.5 4.3 Z"/><path d="M6.2 6.4 L11.8 6.4 L11.8 7.6 L6.2 7.6 Z M6.2 8.8 L9.4 8.8 L9.4 10 L6.2 10 Z"/>`)
	Folder   = svg("folder", `<path fill-rule="evenodd" d="M2.4 4 L7.2 4 L8.6 5.6 L15.6 5.6 L15.6 14.4 L2.4 14.4 Z M3.7 5.3 L3.7 13.1 L14.3 13.1 L14.3 6.9 L8 6.9 L6.6 5.3 Z"/>`)
)

func svg(name, body string) fyne.Resource {
	return fyne.NewStaticResource(name+".svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 18 18">`+body+`</svg>`))
}

// dotPath is a dot of the three that stand for more, centred at x.
func dotPath(x float64) string {
	return fmt.Sprintf(`<path d="M%.1f 7.6 A1.4 1.4 0 1 0 %.1f 10.4 A1.4 1.4 0 1 0 %.1f 7.6 Z"/>`, x, x, x)
}

// gearPath is the outline of a cog wheel of eight teeth with a hole, centred in 18 units.
func gearPath() string {
	var b strings.Builder
	const teeth, outer, inner, hole = 8, 7.4, 5.6, 2.4
	at := func(r, turn float64) (x, y float64) {
		a := turn * 2 * math.Pi
		return 9 + r*math.Cos(a), 9 + r*math.Sin(a)
	}
	op := "M"
	for i := range teeth {
		t := float64(i) / teeth
		for _, p := range [][2]float64{{inner, -.035}, {outer, -.024}, {outer, .024}, {inner, .035}} {
			x, y := at(p[0], t+p[1])
			fmt.Fprintf(&b, "%s%.2f %.2f ", op, x, y)
			op = "L"
		}
	}
	b.WriteString("Z ")
	op = "M"
	for i := 24; i > 0; i-- {
		x, y := at(hole, float64(i)/24)
		fmt.Fprintf(&b, "%s%.2f %.2f ", op, x, y)
		op = "L"
	}
	return b.String() + "Z"
}
