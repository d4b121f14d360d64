package ui

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"echostr/internal/engine"
)

// fyneButton is a button of Fyne's own with the words.
func (s *stage) fyneButton(words string) *widget.Button {
	s.t.Helper()
	for _, o := range s.everything() {
		if b, ok := o.(*widget.Button); ok && b.Text == words {
			return b
		}
	}
	s.t.Fatalf("no button %q; the window says: %s", words, s.said())
	return nil
}

// TestExportChoosesAFolder: Escape leaves the chooser alone, and a choice keeps the name.
func TestExportChoosesAFolder(t *testing.T) {
	s := exported(t, "zh-Hans", engine.Selection{})
	if err := speakFyne(s.deps.words); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	s.fill(s.pathField(), filepath.Join(dir, "mine.har"))
	s.window.Canvas().Unfocus()
	s.press("选择…")
	s.says("选择存放的文件夹", "上一级")
	s.picture("export-choose")
	s.key(fyne.KeyEscape)
	s.silent("选择存放的文件夹")
	s.says("导出请求")

	other := t.TempDir()
	s.fill(s.pathField(), filepath.Join(other, "mine.har"))
	s.press("选择…")
	s.tap(s.fyneButton("存到这里"))
	s.silent("选择存放的文件夹")
	if path := s.pathField().Text(); path != filepath.Join(other, "mine.har") {
		t.Errorf("the path is %s", path)
	}
	s.window.Canvas().Unfocus()
	s.key(fyne.KeyEscape)
	s.silent("导出请求")
}

// TestImportChoosesAFile takes the path of what was chosen.
func TestImportChoosesAFile(t *testing.T) {
	s := imported(t, "en")
	if err := speakFyne(s.deps.words); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "some.har")
	if err := os.WriteFile(path, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	got := ""
	s.deps.chooseFile(filepath.Dir(path), func(p string) { got = p })
	s.settle()
	s.says("Choose a file to import", "some")
	for _, o := range s.everything() {
		if strings.HasSuffix(fmt.Sprintf("%T", o), ".fileDialogItem") && strings.Contains(solid(readIn(visibleTree(o, nil))), "some.har") {
			s.tap(o)
		}
	}
	s.tap(s.fyneButton("Import this file"))
	if got != path {
		t.Errorf("chosen: %q, want %q", got, path)
	}
}
