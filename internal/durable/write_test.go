package durable

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// writerEnv makes the test binary a process that writes the named file without end,
// to be killed at any moment.
const writerEnv = "DURABLE_TEST_WRITES"

func TestMain(m *testing.M) {
	if path := os.Getenv(writerEnv); path != "" {
		for i := byte(0); ; i++ {
			if err := WriteFile(path, page(i), 0o600); err != nil {
				os.Exit(1)
			}
			os.Stdout.Write([]byte{'.'})
		}
	}
	os.Exit(m.Run())
}

// page is contents that show whether they are whole.
func page(i byte) []byte { return bytes.Repeat([]byte{i}, 64<<10) }

func TestWriteFileReplaces(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.json")
	for _, want := range []string{"one", "", "three"} {
		if err := WriteFile(path, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(path)
		if err != nil || string(got) != want {
			t.Fatalf("read %q, %v; want %q", got, err, want)
		}
	}
	if names := list(t, filepath.Dir(path)); !slices.Equal(names, []string{"a.json"}) {
		t.Errorf("left in the directory: %q", names)
	}
}

func TestWriteFilePermissions(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // no such permissions
	}
	path := filepath.Join(t.TempDir(), "a.json")
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(path, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v; want 0600", info.Mode(), err)
	}
}

func TestWriteFileFollowsLink(t *testing.T) {
	dir := t.TempDir()
	target, link := filepath.Join(dir, "target"), filepath.Join(dir, "link")
	if err := os.WriteFile(target, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, link); err != nil {
		if runtime.GOOS == "windows" {
			return // links need a privilege there
		}
		t.Fatal(err)
	}
	if err := WriteFile(link, []byte("new"), 0o600); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("the link became %v, %v", info.Mode(), err)
	}
	if got, _ := os.ReadFile(target); string(got) != "new" {
		t.Errorf("target holds %q", got)
	}
}

func TestWriteFileFails(t *testing.T) {
	dir := t.TempDir()
	if err := WriteFile(filepath.Join(dir, "none", "a"), nil, 0o600); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no directory: %v", err)
	}
	path := filepath.Join(dir, "a")
	if err := os.MkdirAll(filepath.Join(path, "full"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(path, nil, 0o600); err == nil {
		t.Error("a directory was replaced")
	}
	if names := list(t, dir); !slices.Equal(names, []string{"a"}) {
		t.Errorf("left in the directory: %q", names)
	}
}

func TestSweepTakesOldLeftoversOnly(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a")
	for _, name := range []string{".a.tmp-1", ".a.tmp-2", ".b.tmp-1", "a"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	old := time.Now().Add(-2 * leftoverAge)
	for _, name := range []string{".a.tmp-1", ".b.tmp-1", "a"} {
		if err := os.Chtimes(filepath.Join(dir, name), old, old); err != nil {
			t.Fatal(err)
		}
	}
	Sweep(path)
	if got, want := list(t, dir), []string{".a.tmp-2", ".b.tmp-1", "a"}; !slices.Equal(got, want) {
		t.Errorf("left %q, want %q", got, want)
	}
}

// TestKilledWriter kills a process that writes all the time; whatever the moment,
// the file is one page of one number.
func TestKilledWriter(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	for round := range 12 {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^$")
		cmd.Env = append(os.Environ(), writerEnv+"="+path)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		beats := make([]byte, 1+round) // another moment each time
		if _, err := out.Read(beats); err != nil {
			t.Fatal(err)
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		if cmd.Wait() == nil {
			t.Fatal("the writer ended by itself")
		}
		got, err := os.ReadFile(path)
		if err != nil || len(got) != 64<<10 || !bytes.Equal(got, page(got[0])) {
			t.Fatalf("round %d: %d bytes, %v: neither old nor new", round, len(got), err)
		}
	}
}

func TestSetAside(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "settings.json")
	seen := map[string]string{}
	for _, text := range []string{"first", "second", "third"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		at, err := SetAside(path)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(at, path+".damaged-") {
			t.Errorf("set aside at %s", at)
		}
		seen[at] = text
	}
	if len(seen) != 3 {
		t.Fatalf("3 files share names: %v", seen)
	}
	for at, want := range seen {
		if got, err := os.ReadFile(at); err != nil || string(got) != want {
			t.Errorf("%s holds %q, %v; want %q", at, got, err, want)
		}
	}
	if _, err := SetAside(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("nothing to set aside: %v", err)
	}
}

func list(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestCopyAside(t *testing.T) {
	path := filepath.Join(t.TempDir(), "settings.json")
	if err := os.WriteFile(path, []byte("{dam"), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		at, err := CopyAside(path, []byte("{dam"), 0o600, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(at); err != nil || string(got) != "{dam" {
			t.Errorf("%s holds %q, %v", at, got, err)
		}
	}
	if names := list(t, filepath.Dir(path)); len(names) != 3 || names[0] != "settings.json" {
		t.Errorf("in the directory: %q", names)
	}
}
