package ui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"echostr/internal/archive"
	"echostr/internal/engine"
	"echostr/internal/exchange"
	"echostr/internal/ui/kit"
	"echostr/internal/wechat"
)

// exported opens the export's dialog over three requests.
func exported(t *testing.T, lang string, s engine.Selection) *stage {
	t.Helper()
	f := newFakeEngine()
	f.add(said("你好"), said("再见"), verification(rigToken, "other"))
	st := newStage(t, f, lang)
	st.put(kit.NewLabel("", kit.Body), 1280, 800)
	st.deps.export(s)
	st.settle()
	relayout(st.window)
	return st
}

// pathField is the field of the dialog, which lies on top.
func (s *stage) pathField() *kit.Field {
	s.t.Helper()
	for _, o := range slices.Backward(s.everything()) {
		if f, ok := o.(*kit.Field); ok {
			return f
		}
	}
	s.t.Fatalf("no field; the window says: %s", s.said())
	return nil
}

// entry taps the line of a list that says the words.
func (s *stage) entry(words string) {
	s.t.Helper()
	for _, o := range s.everything() {
		if strings.HasSuffix(fmt.Sprintf("%T", o), ".rowItem") && strings.HasPrefix(readIn(visibleTree(o, nil)), words) {
			s.tap(o)
			return
		}
	}
	s.t.Fatalf("no line %q; the window says: %s", words, s.said())
}

// turn taps the switch with the words.
func (s *stage) turn(words string) {
	s.t.Helper()
	for _, o := range s.everything() {
		if w, ok := o.(*kit.Switch); ok && w.Text() == words {
			s.tap(w)
			return
		}
	}
	s.t.Fatalf("no switch %q; the window says: %s", words, s.said())
}

func TestExportWritesWhatWasChosen(t *testing.T) {
	s := exported(t, "zh-Hans", engine.Selection{IDs: []int64{1, 3}, Filter: exchange.Filter{Text: "你好"}})
	s.says("导出请求", "选中的 2 条", "筛选结果 1 条", "全部 3 条", "HAR 1.2", "Postman", "脱敏", "仍能通过验签")
	if p := s.pathField().Text(); p != "/home/dev/Downloads/echostr-20261120-140322.har" {
		t.Errorf("the path begins as %s", p)
	}
	var got engine.ExportRequest
	s.engine.records.exported = func(_ context.Context, path string, r engine.ExportRequest) (archive.Summary, error) {
		got = r
		r.Progress(archive.Progress{Done: 1, Total: 2, Learning: true})
		r.Progress(archive.Progress{Done: 2, Total: 2, Bytes: 999})
		return archive.Summary{Exchanges: 1, Skipped: 1, Bytes: 20_000,
			Accounts: map[string]wechat.AccountConfig{"demo0001": {Token: "TestToken7"}}}, nil
	}
	s.entry("Go 测试")
	if p := s.pathField().Text(); p != "/home/dev/Downloads/echostr-20261120-140322_test.go" {
		t.Errorf("for Go the path is %s", p)
	}
	s.press("导出")
	s.says("已导出 1 条，19 KiB", "_test.go", "跳过 1 条", "demo · Token TestToken7")
	if len(got.IDs) != 2 || got.Format != archive.GoTest || got.Unredacted || got.Version != "0.1.0" {
		t.Errorf("exported %+v", got)
	}
	s.picture("export-done")
	s.press("复制路径")
	if s.copies[0] != "/home/dev/Downloads/echostr-20261120-140322_test.go" {
		t.Errorf("copied %q", s.copies)
	}
	s.press("关闭")
	s.silent("已导出")
}

func TestExportOfAFilter(t *testing.T) {
	s := exported(t, "en", engine.Selection{Filter: exchange.Filter{Text: "再见"}})
	s.says("Filtered 1", "All 3")
	s.engine.records.exported = func(_ context.Context, _ string, r engine.ExportRequest) (archive.Summary, error) {
		if r.IDs != nil || !r.Filter.Empty() || !r.Unredacted {
			t.Errorf("exported %+v", r)
		}
		return archive.Summary{Exchanges: 3, Bytes: 5}, nil
	}
	for _, o := range s.everything() {
		if w, ok := o.(*kit.Segmented); ok {
			w.Choose(1)
		}
	}
	s.silent("pose as WeChat")
	s.turn("Redact")
	s.says("Whoever gets it can pose as WeChat")
	s.press("Export")
	s.says("Exported: 3", "Whoever gets it can pose as WeChat")
}

func TestExportAsksBeforeItReplaces(t *testing.T) {
	s := exported(t, "zh-Hans", engine.Selection{})
	const old = "/home/dev/old.har"
	s.engine.records.places = map[string]engine.FilePlace{
		old:           {Exists: true, Size: 2048, Time: fakeClock},
		"/nowhere/x":  {Fault: engine.FaultMissing},
		"/home/dev":   {Fault: engine.FaultFolder},
		"/home/dev/ ": {Fault: engine.FaultDenied},
	}
	wrote := 0
	s.engine.records.exported = func(_ context.Context, path string, _ engine.ExportRequest) (archive.Summary, error) {
		wrote++
		return archive.Summary{Exchanges: 3, Bytes: 7}, nil
	}
	s.fill(s.pathField(), "/nowhere/x")
	s.pass(editPause)
	s.says("文件夹不存在")
	s.press("导出")
	s.fill(s.pathField(), "/home/dev")
	s.press("导出")
	s.says("这是一个文件夹")
	s.fill(s.pathField(), old)
	s.pass(editPause)
	s.says("这里已有同名文件", "2,048 字节", "2026-11-20 14:03")
	s.press("导出")
	s.says("覆盖已有的文件？", "old.har 已经存在")
	s.picture("export-replace")
	s.press("取消")
	if wrote != 0 {
		t.Error("it wrote without an answer")
	}
	s.press("导出")
	s.press("覆盖")
	s.says("已导出 3 条", old)
	if wrote != 1 {
		t.Errorf("it wrote %d times", wrote)
	}
}

func TestExportSaysWhyNot(t *testing.T) {
	s := exported(t, "zh-Hans", engine.Selection{})
	for _, c := range []struct {
		err  error
		says string
	}{
		{fmt.Errorf("export: %w", &fs.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}), "磁盘已满"},
		{fmt.Errorf("export: %w", fs.ErrPermission), "没有权限写到这里"},
		{fmt.Errorf("export: %w", syscall.EROFS), "只读"},
		{errors.New("the moon is full"), "the moon is full"},
	} {
		s.engine.records.exported = func(context.Context, string, engine.ExportRequest) (archive.Summary, error) {
			return archive.Summary{}, c.err
		}
		s.press("导出")
		s.says(c.says, "脱敏") // the form is back
	}
}

// TestExportIsCancelled presses cancel while the engine writes, and closes the dialog so.
func TestExportIsCancelled(t *testing.T) {
	for _, how := range []string{"button", "escape"} {
		s := exported(t, "zh-Hans", engine.Selection{})
		under := make(chan struct{})
		s.engine.records.exported = func(ctx context.Context, _ string, r engine.ExportRequest) (archive.Summary, error) {
			r.Progress(archive.Progress{Done: 1, Total: 3, Bytes: 100})
			close(under)
			<-ctx.Done()
			return archive.Summary{}, ctx.Err()
		}
		s.button("导出").OnTapped()
		deadline := time.After(10 * time.Second)
		for posted := 0; posted < 2; { // where the file goes, then the progress
			select {
			case f := <-s.queue:
				f()
				posted++
			case <-deadline:
				t.Fatal("nothing is written")
			}
		}
		<-under
		relayout(s.window)
		s.says("正在导出：1 / 3 条")
		s.picture("export-progress")
		if how == "button" {
			s.press("取消")
			s.says("已取消，没有留下文件", "脱敏")
		} else {
			s.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
			s.settle()
			s.silent("导出")
		}
	}
}

func TestExportToTheClipboard(t *testing.T) {
	s := exported(t, "zh-Hans", engine.Selection{IDs: []int64{1}})
	if !s.button("复制到剪贴板").Disabled() {
		t.Error("a HAR can be copied")
	}
	s.entry("cURL")
	much := 1 << 20
	s.engine.records.written = func(_ context.Context, w io.Writer, r engine.ExportRequest) (archive.Summary, error) {
		for range 2 {
			if _, err := io.WriteString(w, strings.Repeat("x", much)); err != nil {
				return archive.Summary{}, fmt.Errorf("write exchange 1: %w", err)
			}
		}
		return archive.Summary{Exchanges: 1, Bytes: int64(2 * much)}, nil
	}
	s.press("复制到剪贴板")
	s.says("内容超过 1 MiB，放不进剪贴板")
	much = 8
	s.press("复制到剪贴板")
	if len(s.copies) != 1 || s.copies[0] != strings.Repeat("x", 16) || s.toast() != "已复制 1 条（16 字节）" {
		t.Errorf("copied %q, says %q", s.copies, s.toast())
	}
	s.silent("导出请求")
}

func TestExportOfNothing(t *testing.T) {
	s := newStage(t, newFakeEngine(), "zh-Hans")
	s.put(kit.NewLabel("", kit.Body), 1280, 800)
	s.deps.export(engine.Selection{})
	s.settle()
	s.says("全部 0 条")
	if !s.button("导出").Disabled() {
		t.Error("nothing can be exported")
	}
}

// TestTransferPictures draws both dialogs in both languages and themes, at three sizes.
func TestTransferPictures(t *testing.T) {
	for _, lang := range []string{"zh-Hans", "en"} {
		for _, theme := range []string{"light", "dark"} {
			f := newFakeEngine()
			f.set(func(s *engine.Snapshot) { s.Settings.Language, s.Settings.Theme = lang, theme })
			f.add(said("你好"), said("再见"))
			o := open(t, f)
			for _, width := range []float32{960, 1280, 1920} {
				o.resize(width, width*5/8)
				for name, show := range map[string]func(){
					"export": func() { o.deps.export(engine.Selection{IDs: []int64{1}, Filter: exchange.Filter{Text: "你好"}}) },
					"import": func() { o.deps.importFile() },
				} {
					show()
					o.settle()
					relayout(o.window)
					if said := o.said(); strings.Contains(said, "⟦") {
						t.Errorf("words are missing: %s", said)
					}
					o.picture(fmt.Sprintf("%s-%s-%s-%v", name, lang, theme, width))
					o.window.Canvas().Unfocus()
					o.key(fyne.KeyEscape)
				}
			}
		}
	}
}
