package words

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func catalogues(t *testing.T) map[string]*Catalogue {
	t.Helper()
	out := map[string]*Catalogue{}
	for _, language := range Languages() {
		c, err := Load(language) // fails when a key is in two files
		if err != nil {
			t.Fatal(err)
		}
		out[language] = c
	}
	return out
}

func TestSameKeysAndPlaces(t *testing.T) {
	all := catalogues(t)
	for _, a := range Languages() {
		for _, b := range Languages() {
			for _, key := range all[a].Keys() {
				if !all[b].Has(key) {
					t.Errorf("%s is in %s but not in %s", key, a, b)
					continue
				}
				x, y := Places(all[a].texts[key]), Places(all[b].texts[key])
				slices.Sort(x)
				slices.Sort(y)
				if !slices.Equal(slices.Compact(x), slices.Compact(y)) {
					t.Errorf("%s has places %q in %s and %q in %s", key, x, a, y, b)
				}
			}
		}
	}
}

var keyForm = regexp.MustCompile(`^[a-z0-9_]+(\.[a-z0-9_-]+)*$`)

func TestTexts(t *testing.T) {
	for language, c := range catalogues(t) {
		for key, text := range c.texts {
			switch {
			case strings.TrimSpace(text) == "" || strings.TrimRight(text, " \n") != text:
				t.Errorf("%s: %s is empty or ends with blanks: %q", language, key, text)
			case !keyForm.MatchString(key):
				t.Errorf("%s: %s is no key", language, key)
			case strings.ContainsRune(text, '\ufffd') || strings.ContainsAny(text, "\t\r"):
				t.Errorf("%s: %s has odd characters: %q", language, key, text)
			}
		}
	}
}

// TestFilesAgree holds the two languages to the same files, so that a text is found
// where its translation is.
// TestPlainQuotes keeps curly marks out of English: the Chinese font draws them as wide
// as a character.
func TestPlainQuotes(t *testing.T) {
	en := catalogues(t)["en"]
	for _, key := range en.Keys() {
		if text := en.texts[key]; strings.ContainsAny(text, "‘’“”") {
			t.Errorf("%s has curly quotation marks: %s", key, text)
		}
	}
}

func TestFilesAgree(t *testing.T) {
	files := map[string][]string{}
	for _, language := range Languages() {
		entries, err := os.ReadDir(filepath.Join("..", "..", "assets", "i18n", language))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			files[language] = append(files[language], e.Name())
		}
	}
	if !slices.Equal(files[Chinese], files[English]) {
		t.Errorf("files: %q", files)
	}
}

// TestEveryCauseHasWords reads the identifiers from the protocol's source, so that a
// new one without words fails here.
func TestEveryCauseHasWords(t *testing.T) {
	all := catalogues(t)
	ids := constants(t, filepath.Join("..", "wechat", "cause.go"), "CauseID")
	problems := constants(t, filepath.Join("..", "wechat", "syntax.go"), "Syntax")
	if len(ids) < 40 || len(problems) < 10 {
		t.Fatalf("found %d causes, %d kinds of syntax errors", len(ids), len(problems))
	}
	for language, c := range all {
		for _, id := range ids {
			for _, part := range []string{".title", ".text"} {
				if !c.Has("cause." + id + part) {
					t.Errorf("%s: no words for cause.%s%s", language, id, part)
				}
			}
		}
		for _, id := range problems {
			if !c.Has("syntax." + id) {
				t.Errorf("%s: no words for syntax.%s", language, id)
			}
		}
	}
}

// constants are the values of a file's string constants of one type.
func constants(t *testing.T, file, kind string) (out []string) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(f, func(n ast.Node) bool {
		v, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if name, ok := v.Type.(*ast.Ident); ok && name.Name == kind {
			for _, x := range v.Values {
				s, err := strconv.Unquote(x.(*ast.BasicLit).Value)
				if err != nil {
					t.Fatal(err)
				}
				out = append(out, s)
			}
		}
		return true
	})
	return out
}

// TestKeysInSource looks up every key that the window and the program name literally:
// the first argument of a call of t, T or TM. One that ends with a dot is the
// beginning of a key that is put together.
func TestKeysInSource(t *testing.T) {
	all := catalogues(t)
	used := map[string]token.Position{}
	for _, root := range []string{filepath.Join("..", "ui"), filepath.Join("..", "..", "app")} {
		err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			return keysIn(path, used)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(used) == 0 {
		t.Fatal("no key is named anywhere")
	}
	for key, at := range used {
		for language, c := range all {
			begins := func(k string) bool { return strings.HasPrefix(k, key) }
			if strings.HasSuffix(key, ".") && slices.ContainsFunc(c.Keys(), begins) {
				continue
			}
			if !c.Has(key) {
				t.Errorf("%s: no words for %s in %s", at, key, language)
			}
		}
	}
}

// keysIn gathers the literal keys of one source file.
func keysIn(path string, used map[string]token.Position) error {
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, path, nil, 0)
	if err != nil {
		return err
	}
	ast.Inspect(f, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) == 0 {
			return true
		}
		name := ""
		switch fn := call.Fun.(type) {
		case *ast.SelectorExpr:
			name = fn.Sel.Name
		case *ast.Ident:
			name = fn.Name
		}
		if name != "t" && name != "T" && name != "TM" {
			return true
		}
		for arg := call.Args[0]; ; {
			if sum, ok := arg.(*ast.BinaryExpr); ok { // "cause." + id + ".title"
				arg = sum.X
				continue
			}
			if s, ok := arg.(*ast.BasicLit); ok && s.Kind == token.STRING {
				if key, err := strconv.Unquote(s.Value); err == nil {
					used[key] = set.Position(s.Pos())
				}
			}
			return true
		}
	})
	return nil
}
