package words

import (
	"bytes"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func sample(t *testing.T) *Catalogue {
	t.Helper()
	c, err := load(fstest.MapFS{
		"i18n/en/a.json": {Data: []byte(`{"hello":"Hello {name}, {name} and {other}!","plain":"Plain {not a place} {{.Content}}"}`)},
		"i18n/en/b.json": {Data: []byte(`{"count":"{count} of {count}"}`)},
	}, English)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestFill(t *testing.T) {
	c := sample(t)
	for _, test := range []struct{ got, want string }{
		{c.T("plain"), "Plain {not a place} {{.Content}}"},
		{c.T("plain", "content", "x"), "Plain {not a place} {{.Content}}"},
		{c.T("count", "count", 3), "3 of 3"},
		{c.T("hello", "other", "{name}", "name", "A"), "Hello A, A and {name}!"},
		{c.T("hello", "name", "A"), "Hello A, A and {other}!"},
		{c.T("hello", "name"), "Hello {name}, {name} and {other}!"},
		{c.TM("hello", map[string]string{"name": "A", "other": "B"}), "Hello A, A and B!"},
		{c.TM("hello", nil), "Hello {name}, {name} and {other}!"},
	} {
		if test.got != test.want {
			t.Errorf("%q, want %q", test.got, test.want)
		}
	}
	if got := Places("{a} {} {B} {a_1}{{.X}} {open"); !slices.Equal(got, []string{"a", "a_1"}) {
		t.Errorf("places %q", got)
	}
}

func TestMissing(t *testing.T) {
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	defer slog.SetDefault(before)
	c := sample(t)
	for range 3 {
		if got := c.T("no.such", "x", 1); got != "⟦no.such⟧" {
			t.Errorf("%q", got)
		}
	}
	if n := strings.Count(log.String(), "no.such"); n != 1 {
		t.Errorf("logged %d times: %s", n, log.String())
	}
	if c.Has("no.such") || !c.Has("plain") || c.Language() != English {
		t.Error("Has or Language")
	}
}

func TestLoadRefuses(t *testing.T) {
	for name, files := range map[string]fstest.MapFS{
		"no language": {},
		"twice":       {"i18n/en/a.json": {Data: []byte(`{"k":"1"}`)}, "i18n/en/b.json": {Data: []byte(`{"k":"1"}`)}},
		"not flat":    {"i18n/en/a.json": {Data: []byte(`{"k":{"l":"1"}}`)}},
	} {
		if _, err := load(files, English); err == nil {
			t.Errorf("%s: loaded", name)
		}
	}
	if _, err := Load("../en"); err == nil {
		t.Error("a path is no language")
	}
}

func TestMatch(t *testing.T) {
	for locale, want := range map[string]string{
		"zh": Chinese, "zh-Hans": Chinese, "zh_CN.UTF-8": Chinese, "zh-TW": Chinese, "ZH-hk": Chinese, " zh.UTF-8": Chinese,
		"en": English, "en_GB.UTF-8": English, "de-DE": English, "C": English, "POSIX": English, "": English, "zha": English,
	} {
		if got := Match(locale); got != want {
			t.Errorf("Match(%q) = %s, want %s", locale, got, want)
		}
	}
}

func BenchmarkT(b *testing.B) {
	c, err := Load(Chinese)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		c.T("cause.signature_length.text", "name", "signature", "length", 32)
	}
}
