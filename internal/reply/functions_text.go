package reply

import (
	"strings"
	"time"
	"unicode/utf8"
)

// time is seconds since 1970, such as CreateTime, as a text.
func (x *machine) time(seconds any, layout ...string) (string, error) {
	n, err := whole64(seconds)
	if err != nil {
		return "", err
	}
	return x.spend(time.Unix(n, 0).In(x.r.now().Location()).Format(layoutOf(layout)))
}

// truncate is the first n characters, with "…" for the others.
func (x *machine) truncate(n, v any) (string, error) {
	most, err := whole64(n)
	if err != nil {
		return "", err
	}
	s := textOf(v)
	if int64(utf8.RuneCountInString(s)) <= most {
		return x.spend(s)
	}
	at := 0
	for i := range s {
		if most <= 0 {
			break
		}
		most--
		_, size := utf8.DecodeRuneInString(s[i:])
		at = i + size
	}
	return x.spend(s[:at] + "…")
}

// grown bounds what replacing makes before it is made.
func grown(s string, times, more int) bool { return more > 0 && len(s)+times*more > MaxOutput }

func (x *machine) replace(from, to, v any) (string, error) {
	old, fresh, s := textOf(from), textOf(to), textOf(v)
	if grown(s, strings.Count(s, old), len(fresh)-len(old)) {
		return "", ErrOutput
	}
	return x.spend(strings.ReplaceAll(s, old, fresh))
}

// maxItems is how many parts split makes.
const maxItems = 1000

// split is the parts of a text between separators; the rest beyond maxItems is one.
func (x *machine) split(v, separator any) ([]any, error) {
	s := textOf(v)
	if _, err := x.spend(s); err != nil {
		return nil, err
	}
	var out []any
	for _, part := range strings.SplitN(s, textOf(separator), maxItems) {
		out = append(out, part)
	}
	return out, nil
}

func (x *machine) join(list, separator any) (string, error) {
	between := textOf(separator)
	var b strings.Builder
	for i, v := range listOf(list) {
		if i > 0 {
			b.WriteString(between)
		}
		b.WriteString(textOf(v))
		if b.Len() > MaxOutput {
			return "", ErrOutput
		}
	}
	return x.spend(b.String())
}

func (x *machine) repeat(n, v any) (string, error) {
	times, err := whole64(n)
	if err != nil {
		return "", err
	}
	s := textOf(v)
	switch {
	case times <= 0 || s == "":
		return "", nil
	case times > MaxOutput || times*int64(len(s)) > MaxOutput:
		return "", ErrOutput
	}
	return x.spend(strings.Repeat(s, int(times)))
}

// listOf is a value as a list: "" has no items, what is no list is its own only item.
func listOf(v any) []any {
	switch v := v.(type) {
	case []any:
		return v
	case nil:
		return nil
	case string:
		if v == "" {
			return nil
		}
	}
	return []any{v}
}
