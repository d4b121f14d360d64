// Package words is everything that a person reads in the window, by key, in each
// language. The files are assets/i18n/<language>/*.json, flat objects of key to text;
// places in a text are {name}.
package words

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"echostr/assets"
)

// The languages.
const (
	Chinese = "zh-Hans"
	English = "en"
)

// Languages are all languages, the default first.
func Languages() []string { return []string{Chinese, English} }

// Catalogue is the words of one language. It is safe for concurrent use.
type Catalogue struct {
	language string
	texts    map[string]string
	missing  sync.Map // keys that were logged
}

// Load reads the words of a language, one of Languages.
func Load(language string) (*Catalogue, error) { return load(assets.I18n, language) }

func load(files fs.FS, language string) (*Catalogue, error) {
	names, err := fs.Glob(files, path.Join("i18n", language, "*.json"))
	if err != nil || len(names) == 0 {
		return nil, fmt.Errorf("words: no language %q", language)
	}
	c := &Catalogue{language: language, texts: map[string]string{}}
	for _, name := range names {
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("read words: %w", err)
		}
		var texts map[string]string
		if err := json.Unmarshal(data, &texts); err != nil {
			return nil, fmt.Errorf("read words: %s: %w", name, err)
		}
		for key, text := range texts {
			if _, twice := c.texts[key]; twice {
				return nil, fmt.Errorf("read words: %s: %s is in another file too", name, key)
			}
			c.texts[key] = text
		}
	}
	return c, nil
}

// Language is the catalogue's language.
func (c *Catalogue) Language() string { return c.language }

// Has says whether there are words for the key.
func (c *Catalogue) Has(key string) bool {
	_, ok := c.texts[key]
	return ok
}

// Keys are all keys, sorted.
func (c *Catalogue) Keys() []string { return slices.Sorted(maps.Keys(c.texts)) }

// T is the text of a key. args are names and values in turn, "count", 3, which fill
// the places {count}. A missing key is shown in ⟦⟧ and logged once.
func (c *Catalogue) T(key string, args ...any) string {
	text, ok := c.text(key)
	if !ok || len(args) < 2 {
		return text
	}
	return fill(text, func(name string) (string, bool) {
		for i := 0; i+1 < len(args); i += 2 {
			if args[i] == name {
				return fmt.Sprint(args[i+1]), true
			}
		}
		return "", false
	})
}

// TM is T with the values in a map.
func (c *Catalogue) TM(key string, args map[string]string) string {
	text, ok := c.text(key)
	if !ok || len(args) == 0 {
		return text
	}
	return fill(text, func(name string) (string, bool) {
		v, ok := args[name]
		return v, ok
	})
}

func (c *Catalogue) text(key string) (string, bool) {
	text, ok := c.texts[key]
	if ok {
		return text, true
	}
	if _, logged := c.missing.LoadOrStore(key, nil); !logged {
		slog.Warn("words are missing", "key", key, "language", c.language)
	}
	return "⟦" + key + "⟧", false
}

// fill replaces each {name} by its value; a place without a value stays as it is, and
// what a value brings along is not looked at again.
func fill(text string, value func(name string) (string, bool)) string {
	var out strings.Builder
	for {
		before, name, after, ok := place(text)
		if !ok {
			out.WriteString(text)
			return out.String()
		}
		out.WriteString(before)
		if v, ok := value(name); ok {
			out.WriteString(v)
		} else {
			out.WriteString("{" + name + "}")
		}
		text = after
	}
}

// place finds the first {name} in a text. Names are lower-case letters, digits and
// underscores, so that {{.Content}} is none.
func place(text string) (before, name, after string, ok bool) {
	for from := 0; ; {
		open := strings.IndexByte(text[from:], '{')
		if open < 0 {
			return "", "", "", false
		}
		open += from
		end := open + 1
		for end < len(text) && isName(text[end]) {
			end++
		}
		if end > open+1 && end < len(text) && text[end] == '}' {
			return text[:open], text[open+1 : end], text[end+1:], true
		}
		from = open + 1
	}
}

func isName(c byte) bool { return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_' }

// Places are the names in a text, in order.
func Places(text string) []string {
	var out []string
	for {
		_, name, after, ok := place(text)
		if !ok {
			return out
		}
		out, text = append(out, name), after
	}
}
