package kit

import (
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/theme"
)

// TestGallery draws every piece in both palettes. With KIT_PICTURES set to a directory it
// leaves the pictures there for eyes; always it holds that something was drawn.
func TestGallery(t *testing.T) {
	for _, mode := range []Mode{Light, Dark} {
		for _, page := range galleryPages {
			t.Run(fmt.Sprintf("%s-%s", page.name, mode), func(t *testing.T) {
				start(t, mode)
				window := shown(t, page.w, page.h, container.NewStack())
				content := page.build(window)
				window.SetContent(container.NewStack(NewGround(theme.ColorNameBackground, 0), content))
				settle(window)
				if page.after != nil {
					page.after(window)
				}
				img := software.RenderCanvas(window.Canvas(), fyne.CurrentApp().Settings().Theme())
				if n := tones(img); n < page.tones {
					t.Errorf("%d tones were drawn, want at least %d", n, page.tones)
				}
				if dir := os.Getenv("KIT_PICTURES"); dir != "" {
					save(t, filepath.Join(dir, fmt.Sprintf("%s-%s.png", page.name, mode)), img)
				}
			})
		}
	}
}

func tones(img image.Image) int {
	seen := map[color.Color]bool{}
	b := img.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y += 2 {
		for x := b.Min.X; x < b.Max.X; x++ {
			seen[img.At(x, y)] = true
		}
	}
	return len(seen)
}

func save(t *testing.T, path string, img image.Image) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(f, img); err != nil {
		t.Error(err)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
}

var galleryPages = []struct {
	name  string
	w, h  float32
	tones int
	build func(fyne.Window) fyne.CanvasObject
	after func(fyne.Window)
}{
	{"controls", 900, 700, 60, galleryControls, nil},
	{"narrow", 320, 620, 60, galleryControls, nil},
	{"forms", 700, 620, 60, galleryForms, nil},
	{"rows", 640, 420, 60, galleryRows, nil},
	{"pairs", 402, 380, 40, galleryPairs, nil},
	{"code", 560, 420, 40, galleryCode, nil},
	{"detail", 560, 560, 60, galleryDetail, nil},
	{"dialog", 640, 420, 40, galleryForms, func(w fyne.Window) {
		AskDanger(w, "删除这条规则？", "删除后无法恢复。已经记录的 218 次命中仍保留在请求日志里。", "删除", "取消", func() {})
	}},
	{"menu", 520, 400, 40, galleryForms, func(w fyne.Window) {
		ShowMenuAt(w.Canvas(), fyne.NewPos(60, 60), MenuItem{Text: "测试号 demo", Checked: true}, MenuItem{Text: "正式号 shop", Hint: "Ctrl 2"},
			MenuItem{}, MenuItem{Text: "添加公众号…"}, MenuItem{Text: "导出…", Disabled: true}, MenuItem{}, MenuItem{Text: "删除", Danger: true}).step(0, 1)
	}},
	{"empty", 560, 360, 30, func(fyne.Window) fyne.CanvasObject {
		return NewEmptyState("还没有请求", "把 URL 填进公众平台的“服务器配置”，或者先用模拟器发一个。微信的每个请求都会出现在这里。",
			NewButton("打开模拟器", Primary, nil), NewButton("复制 URL", Plain, nil))
	}, nil},
}

func galleryControls(fyne.Window) fyne.CanvasObject {
	off := NewButton("不可用", Plain, nil)
	off.Disable()
	offPrimary := NewButton("不可用", Primary, nil)
	offPrimary.Disable()
	focused := NewButton("焦点", Plain, nil)
	focused.FocusGained()
	buttons := Wrap(8, NewButton("复制 URL", Primary, nil), NewButton("二维码", Plain, nil).WithIcon(NewIcon(QRCode, ColorText, 14)),
		NewButton("停止", Plain, nil).Small(), NewButton("删除", Danger, nil), NewButton("删除", Remove, nil), off, offPrimary, focused,
		NewButton("显示", Quiet, nil), NewButton("测试号 ↗", Link, nil), NewButton("设置", Bare, nil).WithIcon(NewIcon(Gear, ColorText2, 14)))
	chips := Wrap(6)
	for i, w := range []string{"全部", "失败", "验证", "消息", "事件", "重试", "密文被篡改", "超长报文"} {
		c := NewChip(w, nil)
		c.SetOn(i == 0)
		if i < 2 {
			c.SetCount([]string{"1,284", "5"}[i])
		}
		chips.Add(c)
	}
	offSwitch := NewSwitch("不可用", true, nil)
	offSwitch.Disable()
	lit := NewSwitch("焦点", true, nil)
	lit.FocusGained()
	switches := Wrap(14, NewSwitch("按微信规则重试", true, nil), NewSwitch("5 秒 × 3 次", false, nil), offSwitch, lit)
	icons := Wrap(10)
	for _, r := range []fyne.Resource{HalfMoon, Gear, Down, Up, Play, Pause, Plus, Cross, Check, More, Search, Copy, Trash, Send, Outside, Again, Info, QRCode, Folder} {
		icons.Add(NewIcon(r, ColorText, 18))
	}
	icons.Add(NewIcon(Logo, ColorNone, 18))
	tabs := NewTabs([]string{"请求", "回复", "模拟", "接口", "网页授权"}, 14, 4, 40, nil).Shrink()
	tabs.SetChoice(1)
	shut := NewTabs([]string{"请求", "回复", "模拟", "接口", "网页授权"}, 14, 4, 40, nil).Shrink()
	shut.SetChoice(4)
	offSegments := NewSegmented([]string{"被动回复", "客服接口"}, nil)
	offSegments.Disable()
	progress := NewProgress()
	progress.SetValue(0.4)
	spinner := NewSpinner()
	spinner.Start()
	statuses := Wrap(14, NewStatus(LevelNone, "未启动"), NewStatus(LevelNote, "正在连接"), NewStatus(LevelGood, "在线"),
		NewStatus(LevelWarning, "重连中"), NewStatus(LevelError, "出错"), NewKeyHint("Ctrl", "F"), spinner)
	return Inset(16, 16, NewCard(Column(12, buttons, chips, NewSegmented([]string{"明文", "兼容", "安全"}, nil), offSegments,
		switches, tabs, Row(0, Fixed(160, 0, shut)), icons, statuses, progress,
		Row(10, NewLabel("绿 ✓", Body.In(ColorGreen)), NewLabel("红 ✗", Body.In(ColorRed)), NewLabel("橙 !", Body.In(ColorAmber)),
			NewLabel("蓝", Body.In(ColorBlue)), NewLabel("链接", Body.In(ColorLink)), NewLabel("三级灰", Faint), NewLabel("二级灰", Small)))))
}

func galleryForms(w fyne.Window) fyne.CanvasObject {
	token := NewFormField("Token", NewField("wechat2026 ", NewButton("随机", Quiet, nil)).Copyable("复制", nil))
	token.SetProblem(LevelError, "Token 末尾多了一个空格。只能用 3 到 32 个英文字母或数字。")
	id := NewFormField("AppID", NewField("wx5823bf96d3bd56c7").Copyable("复制", nil))
	id.SetHint("公众平台 → 设置与开发 → 基本配置")
	secret := NewFormField("AppSecret", NewSecret("0f3ad92b77c1e8a4d5b6", "显示", "隐藏"))
	secret.SetProblem(LevelWarning, "还没有填写，调用接口时会用到。")
	kinds := NewSelect([]string{"文本 text", "图片 image", "语音 voice"}, nil)
	kinds.SetChoice(0)
	empty := NewSelect([]string{"文本 text"}, nil)
	empty.SetPlaceHolder("请选择")
	editor := NewEditor("您好 {{.FromUserName}}，我们每天 9:00–21:00 营业。\n您说的是：{{.Content}}", 4, nil)
	blank := NewEditor("", 2, nil)
	blank.SetPlaceHolder("回复的内容，可用 {{.Content}}")
	locked := NewField("只读的文字")
	locked.Disable()
	long := NewField("https://brave-fox.ngrok-free.app/wx/demo?with=a&very=long&query=string&that=goes&on=and&on=and&on=1234567890").Copyable("复制", nil)
	return Inset(16, 16, NewCard(Column(10, NewSearch("搜索内容、OpenID、MsgId…", "Ctrl F", nil),
		Even(12, 480, token, id), Even(12, 480, secret, NewFormField("只读", locked)),
		Even(12, 480, NewFormField("消息类型", kinds), NewFormField("匹配方式", NewSegmented([]string{"等于", "包含", "正则", "任意"}, nil))),
		Even(12, 480, NewFormField("未选", empty), NewFormField("很长", long)),
		NewFormField("回复", editor), blank)))
}

func galleryRows(fyne.Window) fyne.CanvasObject {
	cols := Cols{{Width: 20, Face: Code.Sized(16)}, {Width: 62, Face: Small}, {Width: 60, Face: Small.Sized(11), Align: fyne.TextAlignCenter, Badge: true},
		{Width: 0, Face: Body}, {Width: 40, Face: Small, Align: fyne.TextAlignTrailing}, {Width: 50, Face: Small, Align: fyne.TextAlignTrailing}}
	rows := NewRows(cols, 36, func() int { return 40 }, galleryCells)
	rows.Mark(2)
	return rows.Wrapped()
}

func galleryCells(i int, into []Cell) {
	into[1].Text, into[4].Text, into[5].Text = "14:06:51", "200", "3 ms"
	switch i % 4 {
	case 0:
		into[0] = Cell{Text: "✓", Color: ColorGreen}
		into[2].Text, into[3].Text = "文本", "你好，请问今天几点开门？"
	case 1:
		into[0] = Cell{Text: "!", Color: ColorAmber}
		into[2].Text = "图片"
		into[3] = Cell{Text: "超过 5 秒，微信将重试（第 2/3 次），这一行非常非常非常非常非常非常长", Tail: " · 已截断", TailColor: ColorAmber}
	case 2:
		into[0] = Cell{Text: "✗", Color: ColorRed}
		into[2] = Cell{Text: "验证", Color: ColorBlue}
		into[3] = Cell{Lead: "签名不匹配", LeadColor: ColorRed, Text: " · Token 末尾多一个空格", Tail: " · 0", TailColor: ColorText3}
	case 3:
		into[0] = Cell{Text: "✓", Color: ColorGreen}
		into[2] = Cell{Text: "TEMPLATESEND", Color: ColorLink}
		into[3].Text = "oGZ3V5…mK8c 关注了公众号（扫码 scene=123）"
	}
}

func galleryPairs(fyne.Window) fyne.CanvasObject {
	pairs := []Pair{
		{Title: "关注欢迎", Subtitle: "事件 subscribe → 文本 “Hi~ 终于等到你”", Right: "1,032 次", On: true},
		{Title: "营业时间", Subtitle: "文本 包含 “开门|营业” → 文本", Right: "218 次", On: true},
		{Title: "慢响应演练", Subtitle: "文本 等于 “超时” → 延迟 6 秒", Right: "3 次"},
		{Title: "图文推送", Subtitle: "模板第 3 行第 7 列：没有名为 Contents 的字段，请改成 Content", Right: "41 次", On: true, Problem: LevelError},
		{Title: "兜底，名字特别特别特别特别特别特别特别长", Subtitle: "任意消息 → success（不回复）", Right: "55 次", On: true},
	}
	rows := NewPairs(func() int { return len(pairs) }, func(i int) Pair { return pairs[i] }, func(int, bool) {})
	rows.Mark(1)
	rows.OnMoved = func(int, int) {}
	rows.drop = 3
	return rows.Wrapped()
}

func galleryCode(fyne.Window) fyne.CanvasObject {
	xml := "<xml>\n\t<ToUserName><![CDATA[gh_demo]]></ToUserName>\n\t<Content><![CDATA[你好，请问今天几点开门？😀]]></Content>\n</xml>"
	top := NewCodeView(nil)
	top.SetSyntax(SyntaxXML)
	top.SetText(xml + "\n" + strings.Repeat("long ", 60))
	top.Find("demo")
	lines := NewCodeText(CodeSource{Text: "POST /wx/demo?signature=d7c2 HTTP/1.1\nContent-Type: text/xml\nUser-Agent: Mozilla/4.0"}).lines
	lines[0].From, lines[0].To = 24, 28
	middle := NewCodeView(lines)
	middle.SetSyntax(SyntaxHTTP)
	foot := NewCodeView(nil).On(ColorField)
	foot.SetSyntax(SyntaxJSON)
	foot.SetWrap(true)
	foot.SetText("{\n  \"errcode\": 40164,\n  \"errmsg\": \"invalid ip 203.0.113.7, not in whitelist, rid: 6568-78 and so on and on and on and on and on\",\n  \"ok\": false, \"list\": [1, -2.5e3, null]\n}")
	return Column(8, Fixed(0, 150, top.Wrapped()), Fixed(0, 80, middle.Wrapped()), Fixed(0, 150, foot.Wrapped()))
}

func galleryDetail(fyne.Window) fyne.CanvasObject {
	modules := make([][]bool, 21)
	for y := range modules {
		modules[y] = make([]bool, 21)
		for x := range modules[y] {
			modules[y][x] = (x*y+x/2)%3 == 0
		}
	}
	blank := Span{Text: "␣", Face: Code.In(ColorRed), Ground: ColorRedGround}
	banner := NewBanner(ColorRedGround, Column(6, NewLabel("Token 末尾多了一个空格", Strong.In(ColorRed)),
		NewFlow(20, Span{Text: "微信后台填写的是 ", Face: Body}, Span{Text: "wechat2026", Face: Code}, Span{Text: "，而当前 Token 为 ", Face: Body},
			Span{Text: "wechat2026", Face: Code}, blank, Span{Text: "。去掉后与微信的签名完全一致。", Face: Body}),
		Row(6, NewButton("应用修复", Primary, nil), NewButton("用新 Token 重新验证", Plain, nil))))
	steps := NewSteps(94, Step{Label: "③ 拼接", Value: NewCode(18, Span{Text: "13205621321763618768wechat2026", Face: Code}, blank)},
		Step{Label: "结论", Value: NewFlow(20, Span{Text: "✗ ", Face: Code.Sized(14).In(ColorRed)}, Span{Text: "不一致，已返回 403", Face: Body.In(ColorRed)})})
	values := NewKeyValues(94, KeyValue{Key: "signature", Value: "d7c2ce642cea4bddb095f42922d4644f6b51dfb6", Color: ColorGreen, Action: NewButton("复制", Quiet, nil)},
		KeyValue{Key: "timestamp", Value: "1763618768"}, KeyValue{Key: "a_very_long_parameter_name", Value: strings.Repeat("0123456789", 9)})
	layer := NewLayer()
	content := layer.Over(Inset(14, 16, Column(12, banner, steps, NewCard(values),
		Row(12, NewQR(modules, 100), Fixed(380, 0, Column(6, NewBubble("请问今天几点开门？", true), NewBubble("您好，我们每天 9:00–21:00 营业。您说的是：请问今天几点开门？", false)))))))
	content.Resize(fyne.NewSize(560, 560))
	layer.After = func(_ time.Duration, _ func()) func() { return func() {} }
	layer.ToastAction("规则已删除", "撤销", func() {})
	return content
}
