package ui

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"echostr/internal/archive"
	"echostr/internal/engine"
	"echostr/internal/ui/kit"
)

func imported(t *testing.T, lang string) *stage {
	t.Helper()
	s := newStage(t, newFakeEngine(), lang)
	s.put(kit.NewLabel("", kit.Body), 1280, 800)
	return s
}

func TestImportReadsAFile(t *testing.T) {
	s := imported(t, "zh-Hans")
	s.deps.importFile()
	s.settle()
	s.says("导入请求", "HAR、NDJSON", "拖进窗口")
	s.press("导入")
	s.says("请填写文件路径")
	s.engine.records.imported = func(_ context.Context, path string, progress func(archive.Progress)) (engine.Imported, error) {
		progress(archive.Progress{Done: 8, Bytes: 100})
		return engine.Imported{Count: 8, First: 11, Last: 18, Passed: 5, Failed: 2, Foreign: 1}, nil
	}
	s.fill(s.pathField(), " /home/dev/a.har ")
	s.silent("请填写文件路径")
	s.press("导入")
	s.says("✓", "已导入 8 条", "通过 5 · 未通过 2 · 不是微信的 1")
	if did := s.engine.commands(); did[len(did)-1] != "import /home/dev/a.har" {
		t.Errorf("did %q", did)
	}
	s.picture("import-done")
	s.press("查看")
	if len(s.chosen) != 1 || s.chosen[0] != 18 {
		t.Errorf("turned to %v", s.chosen)
	}
	s.silent("已导入")
	if s.deps.importing != nil {
		t.Error("the dialog counts as open")
	}
}

// TestImportOfNoFile does not open a folder, nor a pipe, which nobody may ever write to.
func TestImportOfNoFile(t *testing.T) {
	s := imported(t, "zh-Hans")
	s.engine.records.places = map[string]engine.FilePlace{"/tmp/pipe": {Fault: engine.FaultFolder}}
	s.deps.importFile()
	s.settle()
	s.fill(s.pathField(), "/tmp/pipe")
	s.press("导入")
	s.settle()
	s.says(s.deps.t("transfer.fault.not_a_file"))
	for _, did := range s.engine.commands() {
		if strings.HasPrefix(did, "import") {
			t.Error(did)
		}
	}
}

func TestImportSaysWhatItSkips(t *testing.T) {
	s := imported(t, "zh-Hans")
	at := func(reason archive.Reason, value string) error {
		return fmt.Errorf("import a.har: %w", &archive.ReadError{Format: archive.HAR, Entry: 7, Line: 120, Column: 5, Reason: reason, Value: value, Err: errors.New("not shown")})
	}
	bad := func(n int) (out []*archive.ReadError) {
		for i := range n {
			out = append(out, &archive.ReadError{Format: archive.HAR, Entry: 2 * i, Line: 31 + i, Column: 9, Reason: archive.ReasonTime, Value: "today"})
		}
		return out
	}
	for _, c := range []struct {
		in   engine.Imported
		err  error
		says []string
	}{
		{engine.Imported{Count: 6, Passed: 6}, at(archive.ReasonJSON, ""), []string{"已导入 6 条", "HAR 1.2 文件在第 120 行第 5 列（第 7 条）读不下去：不是有效的 JSON"}},
		{engine.Imported{Count: 1, Failed: 1}, at(archive.ReasonEnds, ""), []string{"未通过 1", "到这里就断了"}},
		{engine.Imported{Count: 2}, at(archive.ReasonSize, ""), []string{"超出了导入的上限"}},
		{engine.Imported{Count: 4, Passed: 4, Skipped: 2, Faults: bad(2)}, nil, []string{"!", "已导入 4 条", "跳过 2 条读不懂的",
			"第 2 条（第 32 行第 9 列）：today 不是时间"}},
		{engine.Imported{Count: 5, Passed: 5, Skipped: 1234, Faults: bad(20)}, at(archive.ReasonEnds, ""), []string{"跳过 1,234 条", "第 38 条（第 50 行第 9 列）",
			"另外还有 1,214 条", "到这里就断了"}},
		{engine.Imported{Skipped: 1, Faults: bad(1)}, nil, []string{"没有导入任何请求", "跳过 1 条"}},
		{engine.Imported{}, nil, []string{"里面没有请求"}},
		{engine.Imported{Count: 3}, context.Canceled, []string{"已导入 3 条", "已取消"}},
	} {
		s.engine.records.imported = func(context.Context, string, func(archive.Progress)) (engine.Imported, error) { return c.in, c.err }
		s.deps.importFile()
		s.fill(s.pathField(), "/home/dev/a.har")
		s.press("导入")
		s.says(c.says...)
		s.picture(fmt.Sprint("import-part-", c.in.Count))
		s.press("关闭")
	}
	for _, c := range []struct {
		err  error
		says string
	}{
		{fmt.Errorf("import: %w", fs.ErrNotExist), "没有这个文件"},
		{fmt.Errorf("import: %w", fs.ErrPermission), "没有权限读这个文件"},
		{fmt.Errorf("import x: %w", archive.ErrFormat), "认不出这种文件"},
		{at(archive.ReasonType, "request.method"), "request.method 的值类型不对"},
	} {
		s.engine.fail("import", c.err)
		s.deps.importFile()
		s.fill(s.pathField(), "/home/dev/a.har")
		s.press("导入")
		s.says(c.says, "重新判定") // the form is still there
		s.press("取消")
	}
}

func TestImportFromTheClipboard(t *testing.T) {
	s := imported(t, "en")
	s.deps.importFile()
	s.press("From the clipboard")
	s.says("There is no text on the clipboard")
	s.pasted = "curl -X POST http://127.0.0.1:8787/wx/demo"
	s.press("From the clipboard")
	s.says("cURL commands cannot be imported")
	s.pasted = "GET /wx/demo HTTP/1.1\nHost: x\n\n"
	s.engine.records.imported = func(context.Context, string, func(archive.Progress)) (engine.Imported, error) {
		return engine.Imported{Count: 1, Foreign: 1, First: 4, Last: 4}, nil
	}
	s.press("From the clipboard")
	s.says("Imported: 1", "not WeChat's 1")
	if did := s.engine.commands(); did[len(did)-1] != "import from "+s.pasted {
		t.Errorf("did %q", did)
	}
	s.press("Import another")
	s.says("From the clipboard")
}

// TestImportOfDroppedFiles: files that were dropped are read at once, one after the other.
func TestImportOfDroppedFiles(t *testing.T) {
	s := imported(t, "zh-Hans")
	s.engine.records.imported = func(_ context.Context, path string, _ func(archive.Progress)) (engine.Imported, error) {
		if strings.HasSuffix(path, "b.txt") {
			return engine.Imported{}, archive.ErrFormat
		}
		return engine.Imported{Count: 4, Passed: 4, Last: 9}, nil
	}
	web, err := storage.ParseURI("https://example.com/a.har")
	if err != nil {
		t.Fatal(err)
	}
	s.deps.dropped(pathsOf([]fyne.URI{web}))
	s.silent("导入")
	s.deps.dropped(pathsOf([]fyne.URI{storage.NewFileURI("/home/dev/a.har"), web, storage.NewFileURI("/home/dev/b.txt")}))
	s.settle()
	s.says("已导入 4 条", "a.har：4 条", "b.txt：0 条", "认不出这种文件")
	s.picture("import-dropped")
	s.deps.dropped([]string{"/home/dev/c.har"}) // into the dialog that is open
	s.settle()
	s.silent("b.txt")
	s.press("关闭")
	s.silent("导入")
}

func TestImportIsCancelled(t *testing.T) {
	s := imported(t, "zh-Hans")
	s.engine.records.imported = func(ctx context.Context, _ string, progress func(archive.Progress)) (engine.Imported, error) {
		progress(archive.Progress{Done: 64, Bytes: 512})
		<-ctx.Done()
		return engine.Imported{Count: 64, Passed: 64, Last: 64}, ctx.Err()
	}
	s.engine.records.places = map[string]engine.FilePlace{"/home/dev/a.har": {Exists: true, Size: 1024}}
	s.deps.dropped([]string{"/home/dev/a.har"})
	(<-s.queue)() // the progress
	relayout(s.window)
	s.says("正在导入：64 条，512 字节")
	s.picture("import-progress")
	s.deps.dropped([]string{"/home/dev/b.har"}) // its hands are full
	s.press("取消")
	s.says("已导入 64 条", "已取消")
}
