package exchange

import (
	"fmt"
	"strings"
	"time"
)

// Query is what somebody looks for: terms that must all hold. A term is a free word, which
// must occur in an exchange (see AppendText), or a key with values, one of which it must have,
// such as type:image,voice; a minus in front turns a term around. The zero Query takes all.
type Query struct {
	terms []term
}

type term struct {
	key    Key
	not    bool
	values []value
}

// value is one of a term's values; a free word has one.
type value struct {
	text   string // without quotes
	quoted bool
	test   test // nil for a free word
	moves  bool // what it takes changes as time goes by
}

// QueryError is a place in a query that cannot be understood. Args fill its words: "key",
// "value", "like" (what may have been meant, or "") and "all" (what there is, with blanks
// between).
type QueryError struct {
	Offset, Length int // bytes of the text
	ID             string
	Args           map[string]string
}

// The identifiers of a QueryError.
const (
	UnknownKey   = "unknown_key"
	UnknownValue = "unknown_value" // of a key that has only certain ones
	BadStatus    = "bad_status"
	BadDuration  = "bad_duration"
	BadTime      = "bad_time"
	BadAttempt   = "bad_attempt"
	OpenQuote    = "open_quote"
)

// Error implements error.
func (e *QueryError) Error() string {
	return fmt.Sprintf("exchange: query: %s at byte %d: %s %q", e.ID, e.Offset, e.Args["key"], e.Args["value"])
}

// ParseQuery reads a query. now is what times such as since:10m are counted from; its location
// is theirs. A key without a value, as it stands while somebody types, is no condition.
// Full-width colons, commas, quotes and minus signs count as the plain ones.
func ParseQuery(text string, now time.Time) (Query, *QueryError) {
	var q Query
	for _, t := range lex(text) {
		one := term{not: t.not}
		if t.after > 0 {
			name := Fold(t.key.of(text))
			key, ok := keyOf(name)
			if !ok {
				var names []string
				for _, k := range Keys() {
					names = append(names, string(k))
				}
				return Query{}, &QueryError{Offset: t.key.from, Length: t.key.to - t.key.from, ID: UnknownKey,
					Args: map[string]string{"key": t.key.of(text), "value": text[t.key.from:t.to], "like": nearest(name, names)}}
			}
			one.key = key
		}
		for _, v := range t.values {
			if Fold(v.text) == "" {
				continue
			}
			w := value{text: v.text, quoted: v.quoted}
			if one.key != Word {
				var err *QueryError
				if w.test, w.moves, err = compile(one.key, v, now); err != nil {
					return Query{}, err
				}
			}
			one.values = append(one.values, w)
		}
		if len(one.values) > 0 {
			q.terms = append(q.terms, one)
		}
	}
	return q, nil
}

// plainWords takes a text as free words whatever stands in it.
func plainWords(text string) Query {
	var q Query
	for _, word := range strings.Fields(text) {
		if Fold(word) != "" {
			q.terms = append(q.terms, term{values: []value{{text: word}}})
		}
	}
	return q
}

// String is the query in its plainest form; parsing it gives the same query.
func (q Query) String() string {
	var b strings.Builder
	for i, t := range q.terms {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(t.String())
	}
	return b.String()
}

func (t term) String() string {
	var b strings.Builder
	if t.not {
		b.WriteByte('-')
	}
	if t.key == Word {
		b.WriteString(quoteIf(false, t.values[0].text, false))
		return b.String()
	}
	b.WriteString(string(t.key) + ":")
	for i, v := range t.values {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(quoteIf(v.quoted, v.text, true))
	}
	return b.String()
}

// Empty says whether the query takes all.
func (q Query) Empty() bool { return len(q.terms) == 0 }

// Moves says whether what the query takes changes as time goes by, as with since:10m.
func (q Query) Moves() bool {
	for _, t := range q.terms {
		for _, v := range t.values {
			if v.moves {
				return true
			}
		}
	}
	return false
}

// Terms are the query's terms, each as a text of its own.
func (q Query) Terms() []string {
	out := make([]string, len(q.terms))
	for i, t := range q.terms {
		out[i] = t.String()
	}
	return out
}

// Rename replaces the values of a key by others, none or several for each; a value for which
// it gives none stays. What it gives is meant whole.
func (q Query) Rename(key Key, names func(value string, whole bool) []string) Query {
	out := Query{terms: make([]term, len(q.terms))}
	for i, t := range q.terms {
		if t.key == key {
			var values []value
			for _, v := range t.values {
				others := names(v.text, v.quoted)
				if len(others) == 0 {
					values = append(values, v)
				}
				for _, name := range others {
					values = append(values, value{text: name, quoted: true, test: nameTest(key, Fold(name), true)})
				}
			}
			t.values = values
		}
		out.terms[i] = t
	}
	return out
}

// With is a text with one term more: what it had for the same key, turned around or not as the
// new one, is replaced. The value is meant whole if it is a name. A text that cannot be read
// keeps all that it has.
func With(text string, key Key, name string, not bool) string {
	one := term{key: key, not: not, values: []value{{text: name, quoted: needsQuotes(key, name)}}}.String()
	q, err := ParseQuery(text, time.Time{})
	if err != nil {
		return strings.TrimSpace(text) + " " + one
	}
	var out []string
	for _, t := range q.terms {
		if t.key != key || t.not != not {
			out = append(out, t.String())
		}
	}
	return strings.Join(append(out, one), " ")
}

// Quote is a text in quotes, to be looked for as it stands.
func Quote(text string) string { return quoteIf(true, text, false) }

// needsQuotes says whether a name has to be quoted to be meant whole.
func needsQuotes(key Key, name string) bool {
	switch key {
	case KeyRule, KeyProfile, KeyPath, KeyNote:
		return true
	case KeyType, KeyEvent:
		return !wholeNames[Fold(name)]
	}
	return false
}
