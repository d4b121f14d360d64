package exchange

import (
	"slices"
	"strings"
	"unicode"
)

// Known are the values that completions offer for the keys that have no fixed ones, in order:
// see Seen.
type Known map[Key][]KnownValue

// KnownValue is one value, and what it is called where a person reads it; the label may be "".
type KnownValue struct{ Value, Label string }

// Completion is a way to go on with a query: Text in place of the bytes from Replace[0] to
// before Replace[1]. A key comes with its colon, a value with a blank behind it.
type Completion struct {
	Text    string
	Replace [2]int
	Key     Key    // that Text is, or has a value of
	Value   string // as it is, without quotes; "" where Text is a key
	Label   string // of the value, if it has one
	// Guess marks what goes beyond the characters typed: a value for a word without a key.
	Guess bool
}

// completionMax is how many completions there are at most.
const completionMax = 10

// Complete are the ways to go on at a place of a text, in bytes: keys and values that begin
// with what stands before the place; then values that contain it, or whose label does.
func Complete(text string, cursor int, known Known) []Completion {
	cursor = max(0, min(cursor, len(text)))
	at := token{span: span{cursor, cursor}}
	for _, t := range lex(text) {
		if t.from <= cursor && cursor <= t.to {
			at = t
		}
	}
	if at.after > 0 && cursor >= at.after {
		key, ok := keyOf(Fold(at.key.of(text)))
		if !ok {
			return nil
		}
		return completeValue(text, cursor, at, key, known)
	}
	return completeWord(text, cursor, at, known)
}

// completeWord offers keys for the beginning of one, and values that are called as the word
// begins.
func completeWord(text string, cursor int, at token, known Known) (out []Completion) {
	begin := at.from
	if at.not && cursor > at.from {
		begin += len(text[at.from:]) - len(strings.TrimLeft(text[at.from:], "-－"))
		if begin > at.to { // a lone sign takes the next character with it
			begin = at.to
		}
	}
	if begin > cursor || len(at.values) > 0 && at.values[0].quoted {
		return nil
	}
	place := [2]int{begin, max(cursor, at.to)}
	if at.after > 0 {
		place[1] = at.after
	}
	word := Fold(text[begin:cursor])
	for _, k := range Keys() {
		if strings.HasPrefix(string(k), word) && !(at.after > 0 && string(k) == word) {
			out = append(out, Completion{Text: string(k) + ":", Replace: place, Key: k})
		}
	}
	if at.after > 0 || len([]rune(word)) < 2 {
		return limited(out)
	}
	for _, k := range Keys() {
		for _, v := range valuesOf(k, known) {
			if strings.HasPrefix(Fold(v.Value), word) || strings.HasPrefix(Fold(v.Label), word) {
				c := valueCompletion(k, v, place)
				c.Text, c.Guess = string(k)+":"+c.Text, true
				out = append(out, c)
			}
		}
	}
	return limited(out)
}

// completeValue offers values for the one at the cursor.
func completeValue(text string, cursor int, at token, key Key, known Known) []Completion {
	place := [2]int{cursor, cursor}
	var taken []string
	for _, v := range at.values {
		if v.from <= cursor && cursor <= v.to {
			place = [2]int{v.from, v.to}
		} else {
			taken = append(taken, Fold(v.text))
		}
	}
	typed := text[place[0]:cursor]
	typed = strings.TrimLeft(typed, "\"“＂")
	word := Fold(typed)
	var begins, contains, labelled []Completion
	for _, v := range valuesOf(key, known) {
		value, label := Fold(v.Value), Fold(v.Label)
		switch {
		case slices.Contains(taken, value):
		case strings.HasPrefix(value, word):
			begins = append(begins, valueCompletion(key, v, place))
		case strings.Contains(value, word):
			contains = append(contains, valueCompletion(key, v, place))
		case strings.Contains(label, word):
			labelled = append(labelled, valueCompletion(key, v, place))
		}
	}
	out := slices.Concat(begins, contains, labelled)
	if len(out) == 1 && Fold(out[0].Value) == word && cursor == place[1] {
		return nil // it stands there already
	}
	for i := range out { // a blank that is there already is not doubled
		if r := strings.TrimLeftFunc(text[place[1]:], unicode.IsSpace); len(r) < len(text)-place[1] || strings.HasPrefix(text[place[1]:], ",") {
			out[i].Text = strings.TrimSuffix(out[i].Text, " ")
		}
	}
	return limited(out)
}

func limited(out []Completion) []Completion { return out[:min(len(out), completionMax)] }

func valueCompletion(key Key, v KnownValue, place [2]int) Completion {
	return Completion{Text: quoteIf(needsQuotes(key, v.Value), v.Value, true) + " ", Replace: place, Key: key, Value: v.Value, Label: v.Label}
}

// valuesOf are a key's values: its fixed ones with the labels that are known, those that are
// known, and some that are useful.
func valuesOf(key Key, known Known) []KnownValue {
	var out []KnownValue
	has := map[string]bool{}
	add := func(v KnownValue) {
		if f := Fold(v.Value); f != "" && !has[f] {
			has[f] = true
			out = append(out, v)
		}
	}
	fixed := key.Fixed()
	for _, v := range fixed {
		label := ""
		for _, k := range known[key] {
			if k.Value == v {
				label = k.Label
			}
		}
		add(KnownValue{v, label})
	}
	if fixed == nil {
		for _, v := range known[key] {
			add(v)
		}
	}
	for _, v := range useful[key] {
		add(KnownValue{Value: v})
	}
	return out
}

// useful are values to begin with.
var useful = map[Key][]string{
	KeyStatus:  {">=400", "4xx", "5xx", "200", "403", "404"},
	KeySlow:    {">500ms", ">1s", ">2s", ">5s"},
	KeyAttempt: {">1", "2", "3"},
	KeySince:   {"5m", "10m", "1h", "today", "yesterday"},
	KeyUntil:   {"5m", "10m", "1h", "today", "yesterday"},
	KeyType:    MsgTypes(),
	KeyEvent:   EventNames(),
}
