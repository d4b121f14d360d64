package assets

import (
	"bytes"
	"encoding/json"
	"image/png"
	"io/fs"
	"path"
	"strings"
	"testing"
)

func TestIcon(t *testing.T) {
	img, err := png.Decode(bytes.NewReader(IconPNG))
	if err != nil {
		t.Fatal(err)
	}
	if s := img.Bounds().Size(); s.X != 512 || s.Y != 512 {
		t.Errorf("the icon is %v", s)
	}
	if _, _, _, a := img.At(0, 0).RGBA(); a != 0 {
		t.Error("the corner of the icon is not transparent")
	}
	if !bytes.Contains(IconSVG, []byte("<svg")) {
		t.Error("the drawing is no SVG")
	}
}

func TestFonts(t *testing.T) {
	for name, font := range map[string][]byte{"regular": FontRegular, "bold": FontBold, "mono": FontMono} {
		if !bytes.HasPrefix(font, []byte("OTTO")) || len(font) < 1<<20 {
			t.Errorf("%s is %d bytes and begins with %q", name, len(font), font[:4])
		}
	}
	for _, want := range []string{"SIL OPEN FONT LICENSE", "Reserved Font Name 'Source'", "DISCLAIMER"} {
		if !strings.Contains(FontLicence, want) {
			t.Errorf("the licence lacks %q", want)
		}
	}
}

// words reads every file of a language into one map.
func words(t *testing.T, language string) map[string]string {
	t.Helper()
	files, err := fs.Glob(I18n, path.Join("i18n", language, "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: %d files, %v", language, len(files), err)
	}
	all := map[string]string{}
	for _, file := range files {
		data, err := I18n.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		some := map[string]string{}
		if err := json.Unmarshal(data, &some); err != nil {
			t.Errorf("%s: %v", file, err)
		}
		for k, v := range some {
			if _, twice := all[k]; twice {
				t.Errorf("%s: %s is in two files", file, k)
			}
			all[k] = v
		}
	}
	return all
}

// TestLanguagesAgree holds both languages to the same keys.
func TestLanguagesAgree(t *testing.T) {
	zh, en := words(t, "zh-Hans"), words(t, "en")
	for k, v := range zh {
		if en[k] == "" || v == "" {
			t.Errorf("%s is %q in zh-Hans and %q in en", k, v, en[k])
		}
	}
	for k := range en {
		if _, ok := zh[k]; !ok {
			t.Errorf("zh-Hans lacks %s", k)
		}
	}
}
