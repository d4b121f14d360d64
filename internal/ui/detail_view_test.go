package ui

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"echostr/internal/engine"
	"echostr/internal/exchange"
	"echostr/internal/profile"
	"echostr/internal/ui/kit"
)

const scanCode = `<MsgType>event</MsgType><Event>scancode_push</Event><ScanCodeInfo><ScanType><![CDATA[qrcode]]></ScanType><ScanResult><![CDATA[42]]></ScanResult></ScanCodeInfo>`

// tab turns the detail to a tab and, if it is not "", to a form by its word.
func (r *requestsRig) tab(tab int, form string) {
	r.t.Helper()
	r.page.detail.tabs.Choose(tab)
	r.settle()
	relayout(r.window)
	if form != "" {
		r.turn(form)
	}
}

// turn chooses a form by its word; of an answer's body before that of the whole answer.
func (r *requestsRig) turn(word string) {
	r.t.Helper()
	for _, o := range slices.Backward(r.everything()) {
		s, ok := o.(*kit.Segmented)
		if !ok {
			continue
		}
		if i := slices.Index(strings.Fields(readIn(visibleTree(s, nil))), word); i >= 0 {
			s.Choose(i)
			r.settle()
			relayout(r.window)
			return
		}
	}
	r.t.Fatalf("no form %q; the window says: %s", word, r.said())
}

// code is the code view in sight.
func (r *requestsRig) code() *kit.CodeView {
	r.t.Helper()
	for _, o := range slices.Backward(r.everything()) {
		if c, ok := o.(*kit.CodeView); ok {
			return c
		}
	}
	r.t.Fatalf("no code in sight; the window says: %s", r.said())
	return nil
}

// lineMenu opens the menu of a code line by the keyboard.
func (r *requestsRig) lineMenu(line int) {
	r.t.Helper()
	c := r.code()
	r.window.Canvas().Focus(c)
	c.Choose(line)
	r.key(desktop.KeyMenu)
}

func TestFoldAndCopyInTheBody(t *testing.T) {
	r := stageRequests(t, "zh-Hans", happened(scanCode))
	r.choose(0)
	r.tab(tabMessage, "整理")
	line := slices.IndexFunc(strings.Split(r.code().Text(), "\n"), func(s string) bool { return strings.Contains(s, "<ScanType>") })
	r.lineMenu(line)
	r.says("复制路径 ScanCodeInfo.ScanType")
	r.pick("复制值")
	r.lineMenu(line)
	r.pick("复制路径 ScanCodeInfo.ScanType")
	r.lineMenu(line)
	r.pick("复制这一行")
	want := []string{"qrcode", "ScanCodeInfo.ScanType", "    <ScanType><![CDATA[qrcode]]></ScanType>"}
	if !slices.Equal(r.copies, want) {
		t.Errorf("copied %q, want %q", r.copies, want)
	}
	r.says("ScanCodeInfo.ScanType 复制值 复制路径") // at the foot
	r.press("复制值")
	r.press("复制路径")
	if got := r.copies[3:]; !slices.Equal(got, want[:2]) {
		t.Errorf("copied %q from the foot", got)
	}
	r.window.Canvas().Focus(r.code())
	r.key(fyne.KeyLeft) // to what it lies in
	r.key(fyne.KeyLeft)
	r.silent("<ScanResult>")
	r.says("<ScanCodeInfo> … </ScanCodeInfo>")
	r.key(fyne.KeyRight)
	r.says("<ScanResult>")
	r.lineMenu(0)
	r.pick("全部折叠")
	r.silent("<ScanResult>")
	r.says("<MsgType>")
	r.lineMenu(0)
	r.pick("折叠")
	r.says("<xml> … </xml>")
	r.silent("<MsgType>")
}

func TestFindInTheBody(t *testing.T) {
	r := stageRequests(t, "zh-Hans", said("你好 Hello 你好 hello"))
	r.choose(0)
	r.tab(tabMessage, "整理")
	c := r.code()
	r.window.Canvas().Focus(c)
	c.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyF, Modifier: fyne.KeyModifierShortcutDefault})
	r.settle()
	relayout(r.window)
	entry, ok := r.window.Canvas().Focused().(*kit.FieldEntry)
	if !ok {
		t.Fatalf("Ctrl+F focuses %T", r.window.Canvas().Focused())
	}
	test.Type(entry, "HELLO")
	relayout(r.window)
	r.says("1/2")
	r.key(fyne.KeyReturn)
	r.says("2/2")
	r.key(fyne.KeyDown)
	r.says("1/2")
	r.key(fyne.KeyUp)
	r.says("2/2")
	entry.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyF, Modifier: fyne.KeyModifierShortcutDefault})
	if entry.SelectedText() != "HELLO" {
		t.Errorf("Ctrl+F again selects %q", entry.SelectedText())
	}
	test.Type(entry, "你好")
	relayout(r.window)
	r.says("1/2")
	test.Type(entry, "没有")
	relayout(r.window)
	r.says("没有找到")
	r.key(fyne.KeyEscape)
	r.silent("没有找到")
	if r.window.Canvas().Focused() != fyne.Focusable(c) {
		t.Errorf("Escape leaves the focus on %T", r.window.Canvas().Focused())
	}
}

func TestHexOfABody(t *testing.T) {
	x := said(rigOpenID)
	x.Request.Raw = append(x.Request.Raw[:x.Request.Head:x.Request.Head], []byte("\x00\xffABC你好 "+rigOpenID)...)
	r := stageRequests(t, "zh-Hans", x)
	r.choose(0)
	r.tab(tabMessage, "十六进制")
	r.says("0000", "00 FF 41 42 43 E4 BD A0  E5 A5 BD 20 6F 47 5A 33 ..ABC...... oGZ3", "0010")
	r.press("复制")
	if got := r.copies[0]; !strings.HasPrefix(got, "00 FF 41 42 43 E4 BD A0  E5 A5 BD 20 6F 47 5A 33 ..ABC......") {
		t.Errorf("copied %q", got)
	}
	r.engine.edit(func(s *profile.Settings) { s.MaskIDs = true })
	r.tick()
	r.says("..ABC...... ****")
	r.silent("oGZ3", "6F 47")
}

func TestBinaryBodyComesAsBytes(t *testing.T) {
	r := stageRequests(t, "zh-Hans", pushed(rigToken, "POST", signedQuery(rigToken), strings.Repeat("\x00\x01\xfe", 50), nil))
	r.choose(0)
	r.tab(tabMessage, "")
	r.says("00 01 FE 00")
}

func TestFormBody(t *testing.T) {
	x := strange("/login")
	body := "user=%E4%BD%A0+%E5%A5%BD&pass=a%2Bb&bad=%zz"
	head := "POST /login HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n"
	x.Request.Raw, x.Request.Head = []byte(head+body), len(head)
	r := stageRequests(t, "zh-Hans", x)
	r.choose(0)
	r.tab(tabMessage, "")
	r.says("user 你 好", "原文 %E4%BD%A0+%E5%A5%BD", "pass a+b", "百分号编码有误")
	r.turn("原文")
	r.says(body)
}

func TestJSONAnswerAndItsFault(t *testing.T) {
	x := said("问")
	answered(x, 200, `{"errcode":40013,"list":[{"id":"a"},{"id":"b"}]}`)
	broken := said("坏")
	answered(broken, 200, "{\n  \"a\": 1,\n  \"b\": tru\n}")
	r := stageRequests(t, "zh-Hans", x, broken)
	r.choose(1)
	r.tab(tabResponse, "")
	r.says(`"errcode": 40013`)
	line := slices.IndexFunc(strings.Split(r.code().Text(), "\n"), func(s string) bool { return strings.Contains(s, `"id": "b"`) })
	r.lineMenu(line)
	r.pick("复制路径 list[1].id")
	if len(r.copies) != 1 || r.copies[0] != "list[1].id" {
		t.Errorf("copied %q", r.copies)
	}
	r.choose(0)
	r.says("← 第 3 行第 11 列")
}

func TestReplyInClear(t *testing.T) {
	x := sealedPush()
	answered(x, 200, "<xml><Encrypt><![CDATA[abc]]></Encrypt></xml>")
	f := newFakeEngine()
	f.add(x)
	f.records.clear = map[int64]string{1: "<xml><Content><![CDATA[明文回复]]></Content></xml>"}
	s := newStage(t, f, "zh-Hans")
	r := &requestsRig{stage: s, page: newRequestsPage(s.deps)}
	r.put(r.page.object(), 1004, 726)
	r.settle()
	relayout(r.window)
	r.choose(0)
	r.tab(tabResponse, "")
	r.says("加密前", "<![CDATA[明文回复]]>")
	r.turn("整理")
	r.says("<Encrypt>")
	r.silent("明文回复")
}

func pngOf(w, h int) []byte {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.Set(x, y, color.RGBA{uint8(x), uint8(y), 128, 255})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func TestPicturesComeOnDemandOnly(t *testing.T) {
	r := stageRequests(t, "zh-Hans", happened("<MsgType>image</MsgType><PicUrl><![CDATA[http://user@mmbiz.qpic.cn:80/x?y@z]]></PicUrl>"))
	answers := []error{&engine.PictureError{Problem: "private"}, &engine.PictureError{Problem: "timeout"}, &engine.PictureError{Problem: "status", Status: 404},
		&engine.PictureError{Problem: "too_large"}, &engine.PictureError{Problem: "unreachable"}, &engine.PictureError{Problem: "address"}, nil}
	words := []string{"在本机或内网", "在 10 秒内没有发完", "返回了 404", "图片超过 5 MiB", "连接不上 mmbiz.qpic.cn:80", "这不是 http 或 https 地址", "这不是图片"}
	at := 0
	r.engine.records.picture = func(context.Context, string) ([]byte, error) {
		if at++; at <= len(answers) {
			return []byte("<html>"), answers[at-1]
		}
		return pngOf(640, 480), nil
	}
	r.choose(0)
	r.tab(tabMessage, "")
	asked := func() (n int) {
		for _, c := range r.engine.commands() {
			if strings.HasPrefix(c, "picture") {
				n++
			}
		}
		return n
	}
	if asked() != 0 {
		t.Fatal("a picture was fetched that nobody asked for")
	}
	r.press("加载图片（mmbiz.qpic.cn:80）")
	for _, w := range words {
		r.says(w)
		r.press("重试（mmbiz.qpic.cn:80）")
	}
	r.says("640×480 · PNG")
	if asked() != len(words)+1 {
		t.Errorf("asked %d times", asked())
	}
	r.tab(tabResponse, "")
	r.tab(tabMessage, "")
	r.says("640×480 · PNG") // it stays
	if asked() != len(words)+1 {
		t.Error("the picture was fetched again")
	}
}

func TestHostIn(t *testing.T) {
	for address, want := range map[string]string{
		"http://mmbiz.qpic.cn/mmbiz/x": "mmbiz.qpic.cn", "HTTPS://a:8443?x": "a:8443", "http://good.com@evil.com/": "evil.com",
		"http://evil.com#@good.com": "evil.com", `http://evil.com\@good.com`: "evil.com", "ftp://a/": "", "/x": "", "": "", "javascript:alert(1)": "",
	} {
		if got := hostIn(address); got != want {
			t.Errorf("%s: host %q, want %q", address, got, want)
		}
	}
}

func TestImageBody(t *testing.T) {
	x := said("图")
	answered(x, 200, string(pngOf(30, 20)))
	broken := said("坏图")
	answered(broken, 200, "\x89PNG\r\n\x1a\nnothing")
	r := stageRequests(t, "zh-Hans", x, broken)
	r.choose(1)
	r.tab(tabResponse, "")
	r.says("30×20 · PNG")
	r.turn("十六进制")
	r.choose(0)
	r.turn("图片")
	r.says("无法解开这个 PNG 图片")
}

func TestKindOf(t *testing.T) {
	for body, want := range map[string]bodyKind{"": bodyText, "hello": bodyText, " <xml>": bodyXML, "\ufeff<xml>": bodyXML, "[1]": bodyJSON,
		"a=b": bodyForm, "\x00\x01\x02": bodyBinary, "GIF89a....": bodyImage, "\xff\xd8\xff\xe0": bodyImage, "RIFF....WEBPVP8 ": bodyImage, "你好": bodyText} {
		if got := kindOf([]byte(body), "application/x-www-form-urlencoded; charset=utf-8"); got != want {
			t.Errorf("%q is %d, want %d", body, got, want)
		}
	}
	if got := kindOf([]byte("a=b"), "text/plain"); got != bodyText {
		t.Errorf("a text is %d", got)
	}
}

func TestHexLines(t *testing.T) {
	if got := hexLines(nil); strings.TrimSpace(got) != "" {
		t.Errorf("nothing is %q", got)
	}
	b := []byte("0123456789abcdef\x7f")
	lines := strings.Split(hexLines(b), "\n")
	if len(lines) != 2 || lines[0] != "30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66 0123456789abcdef" {
		t.Errorf("%q", lines)
	}
	if len(lines[1]) != len(lines[0])-15 || !strings.HasSuffix(lines[1], " .") {
		t.Errorf("the last line is %q", lines[1])
	}
	if o := hexOffsets(1 << 20); o(1) != "000010" {
		t.Errorf("offset %s", o(1))
	}
}

func TestLongBodiesFoldAndFindAtOnce(t *testing.T) {
	var b strings.Builder
	for i := range 9000 {
		fmt.Fprintf(&b, "<item>\n<Title>第 %d 项</Title>\n<Url>https://example.com/%d</Url>\n</item>\n", i, i)
	}
	x := pushed(rigToken, "POST", signedQuery(rigToken), "<xml>\n"+b.String()+"</xml>", nil)
	r := stageRequests(t, "zh-Hans", x, said("别的"))
	r.choose(1)
	r.tab(tabMessage, "原文")
	c := r.code()
	if n := c.Find("第 8999 项"); n != 1 {
		t.Errorf("found %d", n)
	}
	c.FoldAll()
	relayout(r.window)
	r.choose(0)
	if r.page.detail.exchange.ID == x.ID {
		t.Fatal("the other one is not shown")
	}
}

func TestMenuOfTheDetail(t *testing.T) {
	r := stageRequests(t, "zh-Hans", said("一"), happened(scanCode), said("二"))
	r.choose(0)
	r.more()
	r.pick("置顶保留")
	if l := r.engine.Label(3); !l.Pinned {
		t.Errorf("label %+v", l)
	}
	r.says("已置顶")
	r.engine.SetLabel(3, engine.Label{Note: "给同事看 " + rigOpenID})
	r.tick()
	r.says("备注： 给同事看")
	r.silent("已置顶")
	r.engine.edit(func(s *profile.Settings) { s.MaskIDs = true })
	r.tick()
	r.silent(rigOpenID)
	r.more()
	r.pick("与上一条同类请求比较")
	r.says("#1", "#3")
	for _, o := range r.window.Canvas().Overlays().List() {
		r.window.Canvas().Overlays().Remove(o)
	}
	r.choose(2)
	r.more()
	r.pick("与上一条同类请求比较")
	if r.toast() != "在它之前没有同类的请求" {
		t.Errorf("toast %q", r.toast())
	}
}

// more opens the menu beside the detail's buttons.
func (r *requestsRig) more() {
	r.t.Helper()
	all := r.everything()
	for i, o := range all {
		if b, ok := o.(*kit.Button); ok && b.Text() == "复制为 cURL" {
			for _, next := range all[i+1:] {
				if b, ok := next.(*kit.Button); ok && b.Text() == "" {
					r.tap(b)
					return
				}
			}
		}
	}
	r.t.Fatal("no menu beside the buttons")
}

func TestBackendOfADirectRequest(t *testing.T) {
	x := said("发往后端")
	x.Via = exchange.Direct
	x.Request.Raw = bytes.Replace(x.Request.Raw, []byte("Host: brave-fox.ngrok-free.app"), []byte("Host: api.example.com"), 1)
	x.Request.Head = bytes.Index(x.Request.Raw, []byte("\r\n\r\n")) + 4
	r := stageRequests(t, "zh-Hans", x)
	r.choose(0)
	if got := r.page.detail.base(); got != "http://api.example.com" {
		t.Errorf("base %s", got)
	}
	r.engine.edit(func(s *profile.Settings) { s.Backend = "https://api.example.com/wx?a=1" })
	r.tick()
	if got := r.page.detail.base(); got != "https://api.example.com" {
		t.Errorf("base %s", got)
	}
	if got := backendScheme("", "a:443"); got != "https://" {
		t.Errorf("scheme %s", got)
	}
}

func TestBytesInWords(t *testing.T) {
	tell := tellerIn(t, "zh-Hans")
	for n, want := range map[int64]string{0: "0 字节", 9999: "9,999 字节", 10 << 10: "10 KiB", 1<<20 - 1: "1023 KiB", 1 << 20: "1 MiB", 3 << 19: "1.5 MiB", 5 << 20: "5 MiB"} {
		if got := tell.bytes(n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}
