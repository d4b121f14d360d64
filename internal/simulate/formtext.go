package simulate

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"echostr/internal/wechat"
)

// branch is a step on the way to a value: a name, or the number of one of several.
type branch struct {
	name  string // of a number: that of what it numbers
	index int    // 0 for a name
	row   int    // of its value; -1 where it has none
	below []*branch
}

// numbered says whether it stands for several of its name.
func (b *branch) numbered() bool { return len(b.below) > 0 && b.below[0].index > 0 }

// Text is the message of the rows, in the notation of the form, one element a line in XML
// as WeChat does. Rows of one structure come together where its first stands. A row with
// neither path nor value is left out. The error is a *FormError.
func (f Form) Text() (string, error) {
	top := &branch{row: -1}
	for i, r := range f.Rows {
		if r.Path == "" && r.Value == "" {
			continue
		}
		if err := f.plant(top, i, r.Path); err != nil {
			return "", err
		}
	}
	var b bytes.Buffer
	if f.Format == wechat.JSON {
		if err := top.check(); err != nil {
			return "", err
		}
		f.object(&b, top)
		return b.String(), nil
	}
	root := f.Root
	if root == "" {
		root = "xml"
	}
	b.WriteString("<" + root + ">")
	for _, c := range top.below {
		f.element(&b, c)
		b.WriteByte('\n')
	}
	b.WriteString("</" + root + ">")
	return b.String(), nil
}

// plant puts row i under top. A path that was there before gets a second value in XML.
func (f Form) plant(top *branch, i int, path string) error {
	steps, err := f.steps(i, path)
	if err != nil {
		return err
	}
	at := top
	for n, s := range steps {
		last := n == len(steps)-1
		next := at.child(s, last)
		if next == nil {
			next = &branch{name: s.name, index: s.index, row: -1}
			if s.index > 0 {
				next.name = at.name
			}
			at.below = append(at.below, next)
		}
		if last {
			next.row = i
		}
		at = next
	}
	return nil
}

// child is where a step leads; nil where a new branch is wanted: a value never takes the
// place of another, nor goes into one.
func (b *branch) child(s step, last bool) *branch {
	for _, c := range b.below {
		if c.is(s) && (!last || c.row < 0 && len(c.below) == 0) && (last || c.row < 0) {
			return c
		}
	}
	return nil
}

func (b *branch) is(s step) bool {
	return b.index == s.index && (s.index > 0 || b.name == s.name)
}

// step is a name, or a number from 1.
type step struct {
	name  string
	index int
}

// steps takes the path of row i apart.
func (f Form) steps(i int, path string) ([]step, error) {
	var out []step
	for {
		name, rest := cutName(path)
		switch {
		case name == "":
			return nil, &FormError{Row: i, Problem: FormNoName, What: path}
		case f.Format == wechat.XML && !elementName(name):
			return nil, &FormError{Row: i, Problem: FormName, What: name}
		}
		out = append(out, step{name: name})
		for strings.HasPrefix(rest, "[") {
			number, after, ok := strings.Cut(rest[1:], "]")
			n, err := strconv.ParseUint(number, 10, 31)
			if !ok || err != nil || n == 0 {
				return nil, &FormError{Row: i, Problem: FormIndex, What: name + rest}
			}
			out, rest = append(out, step{index: int(n)}), after
		}
		if rest == "" {
			return out, nil
		}
		if rest[0] != '.' {
			return nil, &FormError{Row: i, Problem: FormIndex, What: name + rest}
		}
		path = rest[1:]
	}
}

// cutName is the first name of a path and what follows it.
func cutName(path string) (name, rest string) {
	var b strings.Builder
	for i := 0; i < len(path); i++ {
		switch path[i] {
		case '.', '[':
			return b.String(), path[i:]
		case '\\':
			if i++; i == len(path) {
				return b.String(), ""
			}
		}
		b.WriteByte(path[i])
	}
	return b.String(), ""
}

// elementName says whether XML lets an element have the name.
func elementName(s string) bool {
	for i, r := range s {
		switch {
		case r == '_' || r == ':' || unicode.IsLetter(r):
		case i > 0 && (r == '-' || r == '.' || unicode.IsDigit(r)):
		default:
			return false
		}
	}
	return s != "" && utf8.ValidString(s)
}

func (f Form) element(b *bytes.Buffer, n *branch) {
	if n.numbered() {
		for _, c := range n.below {
			f.element(b, c)
		}
		return
	}
	b.WriteString("<" + n.name + ">")
	switch {
	case n.row < 0:
		for _, c := range n.below {
			f.element(b, c)
		}
	case f.bare(n.row):
		b.WriteString(xmlText.Replace(f.Rows[n.row].Value))
	default:
		b.WriteString("<![CDATA[" + strings.ReplaceAll(f.Rows[n.row].Value, "]]>", "]]]]><![CDATA[>") + "]]>")
	}
	b.WriteString("</" + n.name + ">")
}

var xmlText = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#13;")

// bare says whether a value is written without CDATA; blanks at its ends would be lost so.
func (f Form) bare(row int) bool {
	r := &f.Rows[row]
	return r.Bare && strings.TrimSpace(r.Value) == r.Value
}

// check says what JSON cannot hold: a name twice, or with a number here and without there.
func (b *branch) check() error {
	seen := map[step]bool{}
	for _, c := range b.below {
		s := step{c.name, c.index}
		if seen[s] {
			return &FormError{Row: c.last(), Problem: FormTwice, What: c.name}
		}
		seen[s] = true
		if (c.index > 0) != b.numbered() {
			return &FormError{Row: c.last(), Problem: FormMixed, What: b.name}
		}
		if err := c.check(); err != nil {
			return err
		}
	}
	return nil
}

// last is the last row that stands under b.
func (b *branch) last() int {
	row := b.row
	for _, c := range b.below {
		row = max(row, c.last())
	}
	return row
}

func (f Form) object(b *bytes.Buffer, n *branch) {
	b.WriteByte('{')
	for i, c := range n.below {
		if i > 0 {
			b.WriteByte(',')
		}
		quote(b, c.name)
		b.WriteByte(':')
		f.value(b, c)
	}
	b.WriteByte('}')
}

func (f Form) value(b *bytes.Buffer, n *branch) {
	switch {
	case n.row >= 0:
		r := &f.Rows[n.row]
		if r.Bare && json.Valid([]byte(r.Value)) {
			b.WriteString(r.Value)
		} else {
			quote(b, r.Value)
		}
		return
	case !n.numbered():
		f.object(b, n)
		return
	}
	b.WriteByte('[')
	for i, c := range n.below {
		if i > 0 {
			b.WriteByte(',')
		}
		f.value(b, c)
	}
	b.WriteByte(']')
}

// quote writes a JSON string; unlike json.Marshal it leaves <, > and & alone.
func quote(b *bytes.Buffer, s string) {
	at := b.Len()
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil { // it has none for strings
		b.Truncate(at)
		return
	}
	b.Truncate(b.Len() - 1) // the line end
}

// PlainNumber says whether WeChat writes the element's number without CDATA, and without
// quotes in JSON.
func PlainNumber(name, value string) bool {
	if value == "" || strings.Trim(value, "0123456789.-") != "" {
		return false
	}
	switch name {
	case "CreateTime", "MsgId", "MsgID", "Location_X", "Location_Y", "Scale", "Count":
		return true
	}
	return false
}
