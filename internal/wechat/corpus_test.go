package wechat

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestCorpus reads every sample of the directory that ECHOSTR_CORPUS names into the
// fields that its index gives, and opens each push, in clear and sealed. Without the
// directory there are no samples beyond our own.
func TestCorpus(t *testing.T) {
	for _, s := range samples(t) {
		t.Run(s.File, func(t *testing.T) {
			m := parsed(t, s.body)
			if m.Format.String() != s.Format {
				t.Errorf("format %s, want %s", m.Format, s.Format)
			}
			compareFields(t, "", s.Fields, m.Tree(), m.Format)
			if s.Direction != "push" {
				return
			}
			sealed := referenceEncrypt(t, goodKey, s.body, goodAppID, referencePad(s.body, goodAppID, 32))
			for _, mode := range []Mode{Plain, Compatible, Safe} {
				d := goodPost()
				d.config, d.body = config(mode), s.body
				if mode == Safe {
					d = goodSafe(t)
					d.seal(sealed, safeXML)
				}
				if o, causes := d.open(); !o.OK() || leaves(o.Message) != leaves(m) {
					t.Errorf("%s: %+v", mode, causes)
				}
			}
		})
	}
}

type sample struct {
	File, Format, Direction string
	Fields                  map[string]any
	body                    string
}

func samples(t *testing.T) []sample {
	t.Helper()
	own := []sample{{File: "text.xml", Format: "xml", Direction: "push", body: textXML, Fields: map[string]any{
		"MsgType": "text", "Content": "你好, WeChat", "MsgId": "24536789012345678", "CreateTime": "1714036504",
		"ToUserName": "gh_97417a04a28d", "FromUserName": "o9AgO5Kd5ggOC-bXrbNODIiE3bGY"}}}
	dir := os.Getenv("ECHOSTR_CORPUS")
	if dir == "" {
		return own
	}
	index, err := os.Open(filepath.Join(dir, "messages", "index.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer index.Close()
	d := json.NewDecoder(index)
	d.UseNumber()
	var out []sample
	if err := d.Decode(&out); err != nil {
		t.Fatal(err)
	}
	for i := range out {
		b, err := os.ReadFile(filepath.Join(dir, "messages", out[i].File))
		if err != nil {
			t.Fatal(err)
		}
		out[i].body = string(b)
	}
	return append(own, out...)
}

// compareFields holds a tree to the index, which keeps the last of an XML element
// that repeats, and writes every XML value as text.
func compareFields(t *testing.T, path string, want, got any, f Format) {
	t.Helper()
	if list, ok := got.([]any); ok && f == XML {
		got = list[len(list)-1]
	}
	switch want := want.(type) {
	case map[string]any:
		got, ok := got.(map[string]any)
		if !ok && len(want) == 0 { // an empty element says not what it would hold
			return
		}
		if !ok || len(got) != len(want) {
			t.Errorf("%s: %v, want %v", path, got, want)
			return
		}
		for name := range want {
			if _, ok := got[name]; !ok {
				t.Errorf("%s.%s is missing", path, name)
				continue
			}
			compareFields(t, path+"."+name, want[name], got[name], f)
		}
	case []any:
		got, ok := got.([]any)
		if !ok || len(got) != len(want) {
			t.Errorf("%s: %v, want %v", path, got, want)
			return
		}
		for i := range want {
			compareFields(t, fmt.Sprintf("%s[%d]", path, i), want[i], got[i], f)
		}
	case nil:
		if got != nil && got != "" {
			t.Errorf("%s: %v, want nothing", path, got)
		}
	default:
		// The index is without the blanks around a value; we keep them.
		if strings.TrimSpace(fmt.Sprint(got)) != strings.TrimSpace(fmt.Sprint(want)) {
			t.Errorf("%s: %v, want %v", path, got, want)
		}
	}
}
