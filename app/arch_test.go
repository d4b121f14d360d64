// Outside of package main, so that the names of this test leave those of the program alone.

package main_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
)

const (
	module  = "echostr/"
	fyne    = "fyne.io/"
	fyneApp = "fyne.io/fyne/v2/app"
)

// row is what the design says about one package. Paths are relative to the module.
type row struct {
	// level orders the packages: test files may import rows of their own level and of those below.
	level int
	// may lists the rows that files other than tests may import.
	may []string
	// fyne: may import Fyne. Whatever lies below the window may not, not even through a module of others.
	fyne bool
	// runs: may import fyne.io/fyne/v2/app, which pulls in the real window.
	runs bool
	// never lists packages, with all that lies under them, that files other than tests must not import.
	never []string
	// standin: a server of other people played for tests, or the tests of the whole. Only test files, its own
	// subdirectories and other stand-ins may import it; itself it may import any row of its level and below.
	standin bool
}

var (
	// outside are the ways out of the process; the window leaves them to the engine.
	outside = []string{"os", "net", "database/sql", "syscall"}
	// protocol is what every service may speak of.
	protocol = []string{"internal/exchange", "internal/wechat"}
	// keeping is what the services that keep files may use besides.
	keeping = append([]string{"internal/durable"}, protocol...)
)

// design is the table of the architecture: who may import whom. Change both together.
//
//	app → ui → engine → {callback, simulate, platform, tunnel, reply, journal, profile} → {exchange, wechat}
//	      ui → kit → assets,  words → assets,  {journal, profile, reply} → durable
//
// ui, and app's reports without a window, name the services' plain values (a tunnel's state, a profile's fields)
// but reach what they do only through the engine: neither knows the journal, the callback server or ngrok.
var design = map[string]row{
	"assets":           {level: 0},
	"internal/durable": {level: 0, never: []string{"net", "database/sql"}},
	"internal/wechat":  {level: 0, never: outside},

	"internal/exchange": {level: 1, may: []string{"internal/wechat"}, never: outside},
	"internal/words":    {level: 1, may: []string{"assets"}, never: outside},
	"internal/ui/kit":   {level: 1, may: []string{"assets"}, fyne: true, never: outside},

	"internal/compare": {level: 2, may: protocol, never: outside},

	"internal/wechat/worked": {level: 1, may: []string{"internal/wechat"}, never: outside},

	// archive is proven against the callback server itself, so it stands beside it.
	"internal/archive": {level: 3, may: keeping},

	// callback answers by rule, so it names reply's set and outcome.
	"internal/callback": {level: 3, may: append([]string{"internal/reply"}, protocol...)},
	"internal/journal":  {level: 2, may: keeping},
	"internal/platform": {level: 2, may: protocol},
	"internal/profile":  {level: 2, may: keeping},
	"internal/reply":    {level: 2, may: keeping},
	"internal/simulate": {level: 2, may: protocol},
	"internal/tunnel":   {level: 2, may: protocol},

	"internal/tunnel/external": {level: 3, may: []string{"internal/tunnel"}},
	"internal/tunnel/ngrok":    {level: 3, may: []string{"internal/tunnel"}},
	"internal/tunnel/ssh":      {level: 3, may: []string{"internal/tunnel"}},

	"internal/tunnel/ngrok/ngroktest": {level: 3, standin: true},
	"internal/tunnel/tunneltest":      {level: 3, standin: true},
	"internal/platform/platformtest":  {level: 3, standin: true},

	"internal/engine": {level: 4, may: []string{
		"internal/exchange", "internal/wechat", "internal/archive", "internal/compare",
		"internal/callback", "internal/journal", "internal/platform", "internal/profile", "internal/reply",
		"internal/simulate", "internal/tunnel",
		"internal/tunnel/external", "internal/tunnel/ngrok", "internal/tunnel/ssh",
	}},

	"internal/ui": {level: 5, fyne: true, never: outside, may: []string{
		"assets", "internal/words", "internal/ui/kit", "internal/engine",
		"internal/exchange", "internal/wechat", "internal/wechat/worked", "internal/archive", "internal/compare",
		"internal/platform", "internal/profile", "internal/reply", "internal/simulate", "internal/tunnel",
	}},

	"app": {level: 6, fyne: true, runs: true, may: []string{
		"assets", "internal/words", "internal/profile", "internal/engine", "internal/ui",
		"internal/archive", "internal/exchange", "internal/reply", "internal/wechat", "internal/wechat/worked", "internal/tunnel", // what the reports without a window print
	}},

	"internal/ui/windowtest":     {level: 6, fyne: true, runs: true, standin: true},
	"internal/ui/windowtest/xwd": {level: 0, standin: true},
}

// toplevel is all that may lie in the repository's root, besides dot-files. bin and shots are git-ignored output.
var toplevel = []string{
	"app", "assets", "bin", "internal", "shots",
	"FyneApp.toml", "LICENSE", "Makefile", "README.md", "go.mod", "go.sum",
}

// listed is one package as the go command describes it.
type listed struct {
	ImportPath   string
	Imports      []string
	TestImports  []string
	XTestImports []string
}

func TestArchitecture(t *testing.T) {
	const headless = "ci,migrated_fynedo"
	t.Run("linux", func(t *testing.T) {
		packages := list(t, "linux", headless, "-deps")
		report(t, faults(design, packages))
		report(t, reaching(design, packages))
	})
	// What only other systems import need not be on this machine: -e names the import all the same.
	for _, system := range []string{"darwin", "windows"} {
		t.Run(system, func(t *testing.T) { report(t, faults(design, list(t, system, headless, "-e"))) })
	}
	t.Run("real driver", func(t *testing.T) { report(t, faults(design, list(t, "linux", "migrated_fynedo", "-e"))) })
	// The tests that open the real window may do so wherever they stand.
	t.Run("window", func(t *testing.T) {
		free := maps.Clone(design)
		for name, r := range free {
			r.runs = true
			free[name] = r
		}
		report(t, faults(free, list(t, "linux", "migrated_fynedo,window", "-e")))
	})
}

func TestTopLevel(t *testing.T) {
	entries, err := os.ReadDir("..")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if name := entry.Name(); !strings.HasPrefix(name, ".") && !slices.Contains(toplevel, name) {
			t.Errorf("%s in the root: move it below one of %v, or add it to toplevel", name, toplevel)
		}
	}
}

func report(t *testing.T, faults []string) {
	t.Helper()
	for _, fault := range faults {
		t.Error(fault)
	}
}

// list asks the go command, without network and cgo, for every package of the module as built for system with
// tags. The flag -deps adds all that they depend on, -e goes on where something is missing.
func list(t *testing.T, system, tags, flag string) []listed {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", "list", flag, "-tags", tags,
		"-json=ImportPath,Imports,TestImports,XTestImports", "./...")
	command.Dir = ".."
	command.Env = append(os.Environ(), "CGO_ENABLED=0", "GOPROXY=off", "GOOS="+system)
	var complaint bytes.Buffer
	command.Stderr = &complaint
	output, err := command.Output()
	if err != nil {
		t.Fatalf("go list for %s: %v\n%s", system, err, complaint.Bytes())
	}
	var packages []listed
	imports := 0
	for decoder := json.NewDecoder(bytes.NewReader(output)); ; {
		var p listed
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("read go list: %v", err)
		}
		packages = append(packages, p)
		imports += len(p.Imports)
	}
	if imports == 0 {
		t.Fatal("go list named no import")
	}
	return packages
}

// faults returns a sentence for each import in our packages that table does not allow.
func faults(table map[string]row, packages []listed) []string {
	var found []string
	for _, p := range packages {
		name, ours := strings.CutPrefix(p.ImportPath, module)
		if !ours {
			continue
		}
		own, ok := find(table, name)
		if !ok {
			found = append(found, name+" is not in the table: say in app/arch_test.go which packages it may import, and in the architecture what it is for")
			continue
		}
		for _, path := range p.Imports {
			if why := own.refuses(table, name, path); why != "" {
				found = append(found, fmt.Sprintf("%s imports %s: %s", name, path, why))
			}
		}
		for _, path := range slices.Concat(p.TestImports, p.XTestImports) {
			if why := own.refusesInTest(table, path); why != "" {
				found = append(found, fmt.Sprintf("a test of %s imports %s: %s", name, path, why))
			}
		}
	}
	return found
}

// find returns the row of a package; what lies below a stand-in (a command that serves it) shares its row.
func find(table map[string]row, name string) (row, bool) {
	if r, ok := table[name]; ok {
		return r, true
	}
	for parent := path.Dir(name); parent != "."; parent = path.Dir(parent) {
		if r := table[parent]; r.standin {
			return r, true
		}
	}
	return row{}, false
}

// refuses says why the package name, of row r, may not import path outside of tests; "" if it may.
func (r row) refuses(table map[string]row, name, path string) string {
	for _, banned := range r.never {
		if path == banned || strings.HasPrefix(path, banned+"/") && path != "net/url" {
			return "the table keeps " + banned + " from it; let a package below do it"
		}
	}
	other, ours := strings.CutPrefix(path, module)
	switch {
	case !ours || r.standin:
		return r.refusesInTest(table, path)
	case standsIn(table, other):
		return "a stand-in is for tests"
	case !slices.Contains(r.may, other):
		return fmt.Sprintf("the table allows only %v; turn the dependency round, or change table and architecture together", r.may)
	}
	return ""
}

// refusesInTest says why a test of a package of row r may not import path; "" if it may.
func (r row) refusesInTest(table map[string]row, path string) string {
	if other, ours := strings.CutPrefix(path, module); ours {
		if to, ok := find(table, other); ok && to.level > r.level && !to.standin {
			return "it lies above"
		}
		return ""
	}
	switch {
	case strings.HasPrefix(path, fyne) && !r.fyne:
		return "nothing below the window knows Fyne"
	case path == fyneApp && !r.runs:
		return "only app opens the real window"
	}
	return ""
}

func standsIn(table map[string]row, name string) bool {
	r, _ := find(table, name)
	return r.standin
}

// reaching returns a sentence for each of our packages that gets Fyne through others' modules without being
// allowed it. packages are ours and all dependencies, each after those that it imports.
func reaching(table map[string]row, packages []listed) []string {
	var found []string
	through := map[string]string{}
	for _, p := range packages {
		for _, path := range p.Imports {
			if _, reaches := through[path]; reaches || strings.HasPrefix(path, fyne) {
				through[p.ImportPath] = path
			}
		}
		name, ours := strings.CutPrefix(p.ImportPath, module)
		own, _ := find(table, name)
		if path, reaches := through[p.ImportPath]; ours && reaches && !own.fyne {
			found = append(found, fmt.Sprintf("%s gets Fyne through %s", name, path))
		}
	}
	return found
}

// TestFaults holds the checks themselves to what they have to notice.
func TestFaults(t *testing.T) {
	for _, c := range []struct {
		name  string
		p     listed
		fault string // part of the one fault, or "" for none
	}{
		{"engine to journal", listed{ImportPath: "internal/engine", Imports: []string{"echostr/internal/journal", "os", "net/http"}}, ""},
		{"ui to its address type", listed{ImportPath: "internal/ui", Imports: []string{"net/url", "fyne.io/fyne/v2/widget"}}, ""},
		{"a test to a stand-in", listed{ImportPath: "internal/engine", TestImports: []string{"echostr/internal/platform/platformtest"}}, ""},
		{"a test to a neighbour", listed{ImportPath: "internal/callback", XTestImports: []string{"echostr/internal/simulate"}}, ""},
		{"a stand-in's command", listed{ImportPath: "internal/platform/platformtest/serve", Imports: []string{"echostr/internal/platform/platformtest"}}, ""},
		{"app opens the window", listed{ImportPath: "app", Imports: []string{fyneApp}}, ""},

		{"unknown package", listed{ImportPath: "internal/common"}, "not in the table"},
		{"upwards", listed{ImportPath: "internal/wechat", Imports: []string{"echostr/internal/exchange"}}, "allows only"},
		{"to a neighbour", listed{ImportPath: "internal/reply", Imports: []string{"echostr/internal/journal"}}, "allows only"},
		{"ui past the engine", listed{ImportPath: "internal/ui", Imports: []string{"echostr/internal/journal"}}, "allows only"},
		{"a test upwards", listed{ImportPath: "internal/profile", TestImports: []string{"echostr/internal/engine"}}, "lies above"},
		{"a stand-in in the program", listed{ImportPath: "internal/engine", Imports: []string{"echostr/internal/tunnel/ngrok/ngroktest"}}, "for tests"},
		{"ui to the file system", listed{ImportPath: "internal/ui", Imports: []string{"os"}}, "keeps os"},
		{"ui to a program", listed{ImportPath: "internal/ui", Imports: []string{"os/exec"}}, "keeps os"},
		{"ui to the network", listed{ImportPath: "internal/ui/kit", Imports: []string{"net/http"}}, "keeps net"},
		{"Fyne below the window", listed{ImportPath: "internal/engine", Imports: []string{"fyne.io/fyne/v2"}}, "knows Fyne"},
		{"Fyne in a test below", listed{ImportPath: "internal/reply", TestImports: []string{"fyne.io/fyne/v2/test"}}, "knows Fyne"},
		{"ui opens the window", listed{ImportPath: "internal/ui", Imports: []string{fyneApp}}, "only app"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.p.ImportPath = module + c.p.ImportPath
			got := faults(design, []listed{c.p})
			if c.fault == "" && len(got) > 0 {
				t.Errorf("faults %q, want none", got)
			}
			if c.fault != "" && (len(got) != 1 || !strings.Contains(got[0], c.fault)) {
				t.Errorf("faults %q, want one with %q", got, c.fault)
			}
		})
	}
	got := reaching(design, []listed{
		{ImportPath: "example.org/dialog", Imports: []string{"fyne.io/fyne/v2"}},
		{ImportPath: "echostr/internal/reply", Imports: []string{"example.org/dialog"}},
		{ImportPath: "echostr/internal/ui", Imports: []string{"example.org/dialog"}},
	})
	if len(got) != 1 || !strings.HasPrefix(got[0], "internal/reply gets Fyne") {
		t.Errorf("reaching %q, want internal/reply alone", got)
	}
}

// TestDesign holds the table to itself: it names only its own rows, and never one above.
func TestDesign(t *testing.T) {
	for name, r := range design {
		for _, other := range r.may {
			to, ok := design[other]
			if !ok || to.level >= r.level {
				t.Errorf("%s may import %s, which is no row of a lower level", name, other)
			}
		}
	}
}
