package ui

import (
	"slices"
	"strings"
	"testing"

	"echostr/internal/engine"
	"echostr/internal/exchange"
	"echostr/internal/profile"
	"echostr/internal/simulate"
	"echostr/internal/wechat"
)

func TestReplayForm(t *testing.T) {
	r := stageReplay(t, "zh-Hans", said("你好"))
	r.open()
	r.word("编辑后发送")
	e := r.dialog.what.(*replayWhat).edit
	r.write(r.line(e.table, "Content").text, "再见 <b>\n]]>")
	r.press("发送")
	q := r.last()
	if q.How != engine.Resign || q.KeepSignature || q.Message == nil {
		t.Fatalf("asked %+v", q)
	}
	m, err := wechat.Parse(*q.Message)
	if err != nil || m.Get("Content") != "再见 <b>\n]]>" || m.MsgID() != "6272960105994287618" {
		t.Errorf("sent %s %v", *q.Message, err)
	}
	if !strings.Contains(*q.Message, "<CreateTime>1763618768</CreateTime>") || !strings.Contains(*q.Message, "<MsgType><![CDATA[text]]></MsgType>") {
		t.Errorf("the notation has changed: %s", *q.Message)
	}

	// A row more, with a path, and one less.
	r.press("+ 添加字段")
	fresh := e.table.lines[len(e.table.lines)-1]
	r.fill(fresh.name, "ScanCodeInfo.ScanType")
	r.fill(fresh.value, "qrcode")
	e.table.remove(r.line(e.table, "MsgId"))
	r.line(e.table, "MsgType").value.Focus()
	r.altUp()
	r.word("报文 · 文本")
	if text := e.text.editor.Text(); !strings.Contains(text, "<ScanCodeInfo><ScanType><![CDATA[qrcode]]></ScanType></ScanCodeInfo>") ||
		strings.Contains(text, "MsgId") || strings.Index(text, "MsgType") > strings.Index(text, "CreateTime") {
		t.Errorf("as text: %s", text)
	}
	r.write(e.text.editor, "<xml><A>1</A><B><C>2</C></B></xml>")
	r.word("报文 · 表单")
	if got := e.table.pairs(); len(got) != 2 || got[1].name != "B.C" || got[1].value != "2" {
		t.Errorf("as a form again: %+v", got)
	}

	// The signature as it was.
	r.word("换新的签名")
	r.says("查询参数保持原样")
	r.press("发送")
	if q := r.last(); !q.KeepSignature || *q.Message != "<xml><A>1</A><B><C>2</C></B></xml>" {
		t.Errorf("asked %+v", q)
	}
}

func TestReplayFormFaults(t *testing.T) {
	r := stageReplay(t, "zh-Hans", said("你好"))
	r.open()
	r.word("编辑后发送")
	e := r.dialog.what.(*replayWhat).edit
	r.fill(r.line(e.table, "Content").name, "Con tent")
	r.says("第 5 行：“Con tent”不能作为字段名")
	r.press("发送")
	r.word("报文 · 文本") // does not let it go over
	r.says("第 5 行：“Con tent”不能作为字段名", "+ 添加字段")
	if r.sends() != 0 {
		t.Error("sent")
	}
	r.fill(e.table.lines[4].name, "Content")
	r.silent("不能作为字段名")
	r.press("发送")
	if r.sends() != 1 {
		t.Error("not sent after the fault was mended")
	}
}

// TestReplayTextFaults breaks the XML: the place is named, the caret goes there, and nothing
// is sent.
func TestReplayTextFaults(t *testing.T) {
	r := stageReplay(t, "zh-Hans", said("你好"))
	r.open()
	r.word("编辑后发送")
	r.word("报文 · 文本")
	e := r.dialog.what.(*replayWhat).edit
	r.write(e.text.editor, "<xml>\n<A>1</B>\n</xml>")
	r.silent("第 2 行")
	r.pass(editPause)
	r.says("XML 第 2 行第 5 列：标签写错了或没有配对")
	r.press("发送")
	if r.sends() != 0 {
		t.Error("sent")
	}
	if row, col := e.text.editor.Entry.CursorRow, e.text.editor.Entry.CursorColumn; row != 1 || col != 4 {
		t.Errorf("the caret stands at %d:%d", row, col)
	}
	r.word("报文 · 表单")
	r.says("XML 第 2 行")
	if e.now() != editText {
		t.Error("went over to the form with broken text")
	}
	r.write(e.text.editor, `{"MsgType":"text"`)
	r.ctrlEnter()
	r.says("JSON 第 1 行第 18 列：报文到这里就断了")
	r.write(e.text.editor, `{"MsgType":"text"}`)
	r.ctrlEnter()
	if r.sends() != 1 {
		t.Error("not sent once it was right")
	}
	r.silent("第 1 行")
}

func TestReplayRaw(t *testing.T) {
	r := stageReplay(t, "zh-Hans", said("你好"))
	r.open()
	r.word("编辑后发送")
	r.word("原始请求")
	e := r.dialog.what.(*replayWhat).edit
	before := simulate.PartsOf(r.engine.exchanges[0])
	r.press("发送")
	if q := r.last(); q.How != engine.Edited || q.Parts.Target != before.Target || string(q.Parts.Body) != string(before.Body) ||
		!slices.Equal(q.Parts.Fields, before.Fields) {
		t.Errorf("without an edit: %+v", q.Parts)
	}
	r.fill(e.rawAt.method, "PUT")
	r.fill(e.rawAt.path, "wx")
	r.press("发送")
	r.says("路径要以 / 开头")
	r.fill(e.rawAt.path, "/wx")
	r.fill(r.line(e.rawAt.query, "nonce").value, "a b")
	r.line(e.rawAt.query, "openid")
	e.rawAt.query.remove(r.line(e.rawAt.query, "openid"))
	r.fill(r.line(e.rawAt.fields, "User-Agent").value, "curl")
	r.write(e.rawAt.body, "<xml>broken")
	r.press("发送")
	q := r.last()
	if q.Parts.Method != "PUT" || !strings.HasPrefix(q.Parts.Target, "/wx?signature=") || !strings.HasSuffix(q.Parts.Target, "&nonce=a+b") ||
		string(q.Parts.Body) != "<xml>broken" || !slices.Contains(q.Parts.Fields, exchange.Field{Name: "User-Agent", Value: "curl"}) {
		t.Errorf("asked %+v", q.Parts)
	}
	if w, err := q.Parts.Wire(); err != nil || !strings.Contains(string(w.Raw), "Content-Length: 11\r\n") {
		t.Errorf("%s %v", w.Raw, err)
	}
	sends := r.sends()
	r.fill(r.line(e.rawAt.fields, "User-Agent").name, "User Agent")
	r.press("发送")
	r.says("请求头的名称不能是“User Agent”")
	if r.sends() != sends {
		t.Error("sent with a header that is none")
	}
}

// TestReplayLongMessages edits what an editor can take, and sends the rest unchanged.
func TestReplayLongMessages(t *testing.T) {
	long := strings.Repeat("字", 5000) // in one field, and in one line
	r := stageReplay(t, "zh-Hans", said(long))
	r.open()
	r.word("编辑后发送")
	r.says("5,000 个字符，不能在这里改")
	e := r.dialog.what.(*replayWhat).edit
	r.fill(r.line(e.table, "MsgId").value, "7")
	r.press("发送")
	if m, err := wechat.Parse(*r.last().Message); err != nil || m.Get("Content") != long || m.MsgID() != "7" {
		t.Errorf("a long value was changed: %v", err)
	}
	r.word("报文 · 文本")
	r.says("太长，或有不可见的字符")
	r.word("原始请求")
	r.says("不能在这里改，照原样发送")
	r.press("发送")
	if q := r.last(); string(q.Parts.Body) != textBody(long) {
		t.Error("a long body was changed")
	}

	many := "<MsgType><![CDATA[text]]></MsgType>"
	for range 100 {
		many += "<A><![CDATA[" + strings.Repeat("a", 100) + "]]></A>"
	}
	r = stageReplay(t, "zh-Hans", happened(many))
	r.open()
	r.word("编辑后发送") // too many rows for a form, too long a line for an editor
	r.press("分行后编辑")
	e = r.dialog.what.(*replayWhat).edit
	if e.now() != editText || strings.Count(e.text.editor.Text(), "\n") < 100 {
		t.Errorf("as text: %.200s", e.text.editor.Text())
	}
	r.word("报文 · 表单")
	r.says("太多了，不能用表单编辑")
	r.press("发送")
	if m, err := wechat.Parse(*r.last().Message); err != nil || len(m.Nodes) != 104 {
		t.Errorf("sent %v", err)
	}
}

// TestReplayMasked shows no OpenID while the screen is shared, unless asked to.
func TestReplayMasked(t *testing.T) {
	r := stageReplay(t, "zh-Hans", said("你好"))
	r.engine.edit(func(s *profile.Settings) { s.MaskIDs = true })
	r.open()
	look := func(where string) {
		t.Helper()
		if strings.Contains(r.said(), rigOpenID) {
			t.Errorf("%s shows the OpenID", where)
		}
	}
	look("as it was")
	r.word("重新签名")
	look("signed again")
	r.word("编辑后发送")
	look("the form")
	r.word("报文 · 文本")
	look("the text")
	r.word("原始请求")
	look("the raw request")
	r.press("发送")
	if q := r.last(); !strings.Contains(string(q.Parts.Body), rigOpenID) {
		t.Error("a mask was sent")
	}
}

// TestRawDraftSpelling: what is not edited of a query stays as it was spelled.
func TestRawDraftSpelling(t *testing.T) {
	const target = "/wx?flag&a=1&&=&%61b=%20+&empty=&other"
	raw := "GET " + target + " HTTP/1.0\r\n\r\n"
	x := &exchange.Exchange{Request: exchange.Request{Method: "GET", Target: target, Proto: "HTTP/1.0", Raw: []byte(raw), Head: len(raw)}}
	r := newRawDraft(x)
	if got := r.request().Target; got != target {
		t.Errorf("untouched: %s", got)
	}
	r.query[1].value = "2 3"
	if got := r.request().Target; got != "/wx?flag&a=2+3&%61b=%20+&empty=&other" {
		t.Errorf("one edited: %s", got)
	}
	r.query[0].name, r.query[4].value = "sign", "x"
	r.query = append(r.query, pair{name: "new", from: -1})
	if got := r.request().Target; got != "/wx?sign&a=2+3&%61b=%20+&empty=&other=x&new=" {
		t.Errorf("more edited: %s", got)
	}
}
