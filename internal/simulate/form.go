package simulate

import (
	"fmt"
	"strconv"
	"strings"

	"echostr/internal/wechat"
)

// Form is a message as rows that a person can edit: one for each value, in order.
type Form struct {
	Format wechat.Format
	Root   string // name of XML's outermost element; "" is xml
	Rows   []FormRow
}

// FormRow is one value of a message.
type FormRow struct {
	// Path is where it stands: "Content", "ScanCodeInfo.ScanType", and with a number from 1
	// where a name repeats or is an array's: "PicList.item[2].PicMd5Sum". A backslash takes
	// the meaning of the dot, bracket or backslash behind it.
	Path  string
	Value string
	// Bare values are written without CDATA, as WeChat does with numbers; in JSON without
	// quotes, as long as they are JSON so.
	Bare bool
}

// FormError is a row that no message can have.
type FormError struct {
	Row     int // from 0
	Problem FormProblem
	What    string // the name concerned, if any
}

// FormProblem is a stable identifier.
type FormProblem string

// What can be wrong with a row.
const (
	FormNoName FormProblem = "no_name" // a path with an empty name in it
	FormName   FormProblem = "name"    // a name that no XML element can have
	FormIndex  FormProblem = "index"   // brackets that hold no number from 1
	FormTwice  FormProblem = "twice"   // a name that JSON would have twice in one place
	FormMixed  FormProblem = "mixed"   // a JSON name with a number here and without one there
)

// Error implements error.
func (e *FormError) Error() string {
	return fmt.Sprintf("simulate: row %d of the message: %s %q", e.Row+1, e.Problem, e.What)
}

// FormOf takes a message apart. The error is a *wechat.SyntaxError.
func FormOf(text string) (Form, error) {
	m, err := wechat.Parse(text)
	if err != nil {
		return Form{}, err
	}
	f := Form{Format: m.Format}
	var bare []bool
	if m.Format == wechat.XML {
		f.Root, bare = xmlNotation(text)
	}
	numbers := countSiblings(m)
	paths := make([]string, len(m.Nodes))
	for i := range m.Nodes {
		n := &m.Nodes[i]
		if n.Parent >= 0 {
			paths[i] = paths[n.Parent]
		}
		if n.Parent < 0 || m.Nodes[n.Parent].Kind != wechat.Items {
			if paths[i] != "" {
				paths[i] += "."
			}
			paths[i] += pathName.Replace(n.Name)
		}
		if numbers[i] > 0 {
			paths[i] += "[" + strconv.Itoa(numbers[i]) + "]"
		}
		if i+1 < len(m.Nodes) && m.Nodes[i+1].Parent == int32(i) {
			continue // it has children
		}
		row := FormRow{Path: paths[i], Value: n.Value, Bare: n.Kind == wechat.Number || n.Kind == wechat.Word}
		switch {
		case m.Format == wechat.XML:
			if len(f.Rows) < len(bare) {
				row.Bare = bare[len(f.Rows)]
			}
		case n.Kind == wechat.Inner:
			row.Value, row.Bare = "{}", true
		case n.Kind == wechat.Items:
			row.Value, row.Bare = "[]", true
		}
		f.Rows = append(f.Rows, row)
	}
	return f, nil
}

// pathName is a name as it stands in a path.
var pathName = strings.NewReplacer(`\`, `\\`, `.`, `\.`, `[`, `\[`)

// countSiblings numbers, from 1, the nodes that share their name with a sibling, and the
// items of arrays; the others have 0.
func countSiblings(m *wechat.Message) []int {
	type key struct {
		parent int32
		name   string
	}
	all := map[key]int{}
	for _, n := range m.Nodes {
		all[key{n.Parent, n.Name}]++
	}
	seen := map[key]int{}
	out := make([]int, len(m.Nodes))
	for i, n := range m.Nodes {
		k := key{n.Parent, n.Name}
		if all[k] > 1 || n.Parent >= 0 && m.Nodes[n.Parent].Kind == wechat.Items {
			seen[k]++
			out[i] = seen[k]
		}
	}
	return out
}

// xmlNotation is the name of the outermost element of XML that parses, and for every leaf,
// in order, whether its value is written without CDATA.
func xmlNotation(s string) (root string, bare []bool) {
	depth, leaf, cdata, empty := 0, false, false, true
	for {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			return root, bare
		}
		if strings.TrimSpace(s[:i]) != "" {
			empty = false
		}
		s = s[i:]
		end := ">"
		switch {
		case strings.HasPrefix(s, "<!--"):
			end = "-->"
		case strings.HasPrefix(s, "<![CDATA["):
			end, cdata = "]]>", true
		case strings.HasPrefix(s, "<?"):
			end = "?>"
		case strings.HasPrefix(s, "</"):
			if depth--; leaf && depth > 0 {
				bare = append(bare, !cdata && !empty)
			}
			leaf = false
		default:
			tag := s[:tagEnd(s)]
			if root == "" {
				root = strings.TrimRight(strings.FieldsFunc(tag[1:], func(r rune) bool { return strings.ContainsRune(" \t\r\n>", r) })[0], "/")
			}
			if strings.HasSuffix(tag, "/>") {
				if leaf = false; depth > 0 {
					bare = append(bare, false)
				}
			} else {
				depth++
				leaf, cdata, empty = true, false, true
			}
			s = s[len(tag):]
			continue
		}
		if i = strings.Index(s, end); i < 0 {
			return root, bare
		}
		s = s[i+len(end):]
	}
}

// tagEnd is where a start tag ends; a ">" between quotes does not end it.
func tagEnd(s string) int {
	quote := byte(0)
	for i := range len(s) {
		switch c := s[i]; {
		case quote != 0 && c == quote:
			quote = 0
		case quote != 0:
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return i + 1
		}
	}
	return len(s)
}
