package kit

import (
	"image"
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/theme"
)

func checker(n int) [][]bool {
	out := make([][]bool, n)
	for y := range out {
		out[y] = make([]bool, n)
		for x := range out[y] {
			out[y][x] = (x+y)%2 == 0
		}
	}
	return out
}

func TestQR(t *testing.T) {
	for _, mode := range []Mode{Light, Dark} {
		start(t, mode)
		q := NewQR(checker(21), 100)
		for _, side := range []int{29, 100, 137} {
			img := q.draw(side, side)
			scale := side / 29
			left := (side - 21*scale) / 2
			for _, p := range []struct {
				x, y int
				dark bool
			}{
				{0, 0, false}, {left - 1, side / 2, false}, {left, left, true}, {left + scale - 1, left + scale - 1, true},
				{left + scale, left, false}, {left + 20*scale, left + 20*scale, true}, {left + 21*scale, left + 20*scale, false},
			} {
				if got := img.At(p.x, p.y).(color.Gray).Y; (got == 0) != p.dark || got != 0 && got != 255 {
					t.Errorf("%v, side %d: %d,%d is %d", mode, side, p.x, p.y, got)
				}
			}
			if left < 4*scale {
				t.Errorf("side %d: a quiet zone of %d pixels at %d a module", side, left, scale)
			}
		}
		if img := q.draw(20, 20).(*image.Gray); img.Pix[10*20+10] != 255 {
			t.Error("a code that does not fit is drawn")
		}
		q.SetModules(nil)
		if img := q.draw(100, 100).(*image.Gray); img.Pix[50*100+50] != 255 {
			t.Error("no code is not white")
		}
	}
}

func TestModules(t *testing.T) {
	img := image.NewGray(image.Rect(3, 3, 5, 5))
	copy(img.Pix, []uint8{0, 255, 255, 0})
	m := Modules(img)
	if len(m) != 2 || !m[0][0] || m[0][1] || m[1][0] || !m[1][1] {
		t.Errorf("%v", m)
	}
}

func TestProgress(t *testing.T) {
	start(t, Light)
	p := NewProgress()
	shown(t, 200, 10, p)
	for _, c := range []struct{ set, want float64 }{{0.25, 0.25}, {-1, 0}, {7, 1}} {
		p.SetValue(c.set)
		if p.Value() != c.want || p.done.Hidden != (c.want == 0) {
			t.Errorf("set to %v it is %v, hidden %v", c.set, p.Value(), p.done.Hidden)
		}
	}
	if p.SetValue(0.5); p.done.Size().Width != 100 {
		t.Errorf("half of 200 is %v", p.done.Size().Width)
	}
}

func TestSpinner(t *testing.T) {
	start(t, Light)
	s := NewSpinner()
	shown(t, 100, 20, s)
	if !s.dots[0].Hidden {
		t.Error("a spinner at rest is seen")
	}
	s.Start()
	if s.dots[0].Hidden || !s.Running() {
		t.Error("a running spinner is not seen")
	}
	s.tick(0.5)
	if s.dots[1].FillColor != light[ColorGreen] || s.dots[0].FillColor != light[ColorLine] {
		t.Error("the light did not move on")
	}
	s.tick(1)
	if s.at != 2 {
		t.Errorf("the light is at %d at the end of a turn", s.at)
	}
	s.Hide()
	s.Show()
	s.Stop()
	if !s.dots[0].Hidden || s.Running() {
		t.Error("a stopped spinner is seen")
	}
}

func TestStatus(t *testing.T) {
	start(t, Light)
	s := NewStatus(LevelNone, "未启动")
	shown(t, 100, 20, s)
	if s.dot.fill.A != 0 || s.dot.line.A == 0 {
		t.Error("the dot of no state is no ring")
	}
	s.Set(LevelGood, "在线")
	if s.Text() != "在线" || s.Level() != LevelGood || s.dot.fill != light[ColorGreen] {
		t.Errorf("%q, %v, %v", s.Text(), s.Level(), s.dot.fill)
	}
}

func TestLevels(t *testing.T) {
	marks := map[string]bool{}
	for l := LevelNone; l <= LevelError; l++ {
		if l.String() == "unknown" || marks[l.Mark()] {
			t.Errorf("level %d is %q with the mark %q", l, l, l.Mark())
		}
		marks[l.Mark()] = true
		for _, p := range bothPalettes() {
			if _, ok := p[l.Color()]; !ok {
				t.Errorf("%v has no colour", l)
			}
			if _, ok := p[l.Ground()]; !ok {
				t.Errorf("%v has no ground", l)
			}
		}
	}
}

func TestCrisp(t *testing.T) {
	start(t, Light)
	c := newCrisp(6)
	c.Resize(fyne.NewSize(40, 20))
	c.tint(color.NRGBA{R: 255, A: 255}, color.NRGBA{B: 255, A: 255})
	for _, scale := range []int{1, 2} {
		img := c.draw(40*scale, 20*scale).(*image.RGBA)
		for _, p := range []struct {
			x, y int
			want color.RGBA
		}{
			{0, 0, color.RGBA{}}, // the corner
			{20 * scale, 10 * scale, color.RGBA{255, 0, 0, 255}}, // the middle
			{20 * scale, 0, color.RGBA{0, 0, 255, 255}},          // the line
			{20 * scale, scale, color.RGBA{255, 0, 0, 255}},      // right inside it
			{40*scale - 1, 10 * scale, color.RGBA{0, 0, 255, 255}},
		} {
			if got := img.RGBAAt(p.x, p.y); got != p.want {
				t.Errorf("scale %d: %d,%d is %v, want %v", scale, p.x, p.y, got, p.want)
			}
		}
	}
	if img := c.draw(0, 0); img.Bounds().Dx() != 0 {
		t.Error("nothing has a size")
	}
}

func TestTheme(t *testing.T) {
	for _, c := range []struct {
		mode    Mode
		variant fyne.ThemeVariant
		want    color.NRGBA
	}{
		{System, theme.VariantLight, light[ColorPanel]}, {System, theme.VariantDark, dark[ColorPanel]},
		{Light, theme.VariantDark, light[ColorPanel]}, {Dark, theme.VariantLight, dark[ColorPanel]},
	} {
		th := &Theme{Mode: c.mode}
		if got := th.Color(ColorPanel, c.variant); got != c.want {
			t.Errorf("%v with variant %d: %v", c.mode, c.variant, got)
		}
	}
	th := &Theme{}
	if th.Font(fyne.TextStyle{Bold: true}) != bold || th.Font(fyne.TextStyle{Monospace: true}) != mono || th.Font(fyne.TextStyle{Italic: true}) != regular {
		t.Error("a style has the wrong font")
	}
	if th.Size(theme.SizeNameText) != 13 || th.Size(theme.SizeNamePadding) != 4 {
		t.Error("the measures are not ours")
	}
}

// TestThemeSwitch switches a window that is shown and looks at what is painted.
func TestThemeSwitch(t *testing.T) {
	start(t, Light)
	g := NewGround(ColorPanel, 8)
	w := shown(t, 60, 60, g)
	at := func() color.Color {
		return color.NRGBAModel.Convert(software.RenderCanvas(w.Canvas(), fyne.CurrentApp().Settings().Theme()).At(30, 30))
	}
	if at() != color.Color(light[ColorPanel]) {
		t.Errorf("light: %v", at())
	}
	fyne.CurrentApp().Settings().SetTheme(&Theme{Mode: Dark})
	w.Content().Refresh()
	if at() != color.Color(dark[ColorPanel]) {
		t.Errorf("dark: %v", at())
	}
}

// TestIcons holds that each drawing draws something in the colour that was asked for.
func TestIcons(t *testing.T) {
	for _, res := range []fyne.Resource{HalfMoon, Gear, Down, Up, Play, Pause, Plus, Cross, Check, More, Search, Copy,
		Trash, Send, Outside, Again, Info, QRCode, Folder} {
		start(t, Light)
		i := NewIcon(res, ColorRed, 36)
		w := shown(t, 36, 36, i)
		img := software.RenderCanvas(w.Canvas(), fyne.CurrentApp().Settings().Theme())
		n := 0
		for y := range 36 {
			for x := range 36 {
				if c := color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA); c == light[ColorRed] {
					n++
				}
			}
		}
		if n < 40 || n > 36*36/2 {
			t.Errorf("%s paints %d of %d pixels", res.Name(), n, 36*36)
		}
	}
}

func TestEmptyState(t *testing.T) {
	start(t, Light)
	pressed := false
	b := NewButton("打开模拟器", Primary, func() { pressed = true })
	w := shown(t, 500, 300, NewEmptyState("还没有请求", "先用模拟器发一个。", b))
	tapAt(w, b)
	if !pressed {
		t.Error("the button cannot be reached")
	}
	p := fyne.CurrentApp().Driver().AbsolutePositionForObject(b)
	if mid := p.X + b.Size().Width/2; mid < 240 || mid > 260 {
		t.Errorf("the button stands at %v of 500", mid)
	}
}

func TestBubbleSides(t *testing.T) {
	start(t, Light)
	own, other := NewBubble("请问今天几点开门？", true).(*fyne.Container), NewBubble("您好", false).(*fyne.Container)
	shown(t, 400, 200, Column(0, own, other))
	if x := own.Objects[0].Position().X + own.Objects[0].Size().Width; x < 399 || x > 400.5 {
		t.Errorf("one's own words end at %v of 400", x)
	}
	if x := other.Objects[0].Position().X; x != 0 {
		t.Errorf("the other's words begin at %v", x)
	}
	if w := other.Objects[0].Size().Width; w > 80 {
		t.Errorf("two characters stand in %v", w)
	}
}

func TestKeyValues(t *testing.T) {
	start(t, Light)
	value := "d7c2ce642cea4bddb095f42922d4644f6b51dfb6"
	table := NewKeyValues(94, KeyValue{Key: "signature", Value: value, Action: NewButton("复制", Quiet, nil)}, KeyValue{Key: "nonce", Value: "1"})
	w := shown(t, 300, 300, Column(0, table))
	wide := table.MinSize().Height
	w.Resize(fyne.NewSize(200, 300))
	settle(w)
	if got := table.MinSize().Height; got <= wide {
		t.Errorf("height %v in a narrow table, was %v", got, wide)
	}
}
