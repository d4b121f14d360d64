package kit

import (
	"encoding/json"
	"sort"
	"strconv"
	"strings"
)

// outline is what a text consists of, in the order of the text: XML's elements, or JSON's
// members and items. What is malformed is outlined as far as it can be read.
type outline struct {
	syntax Syntax
	text   string
	nodes  []node
}

// node is one element or member. Offsets are bytes of the text.
type node struct {
	name     string
	parent   int32 // -1 at the top
	item     int32 // place in a JSON array, from 0; -1 for members and elements
	from, to int32 // all of it, tags or name included
	in, out  int32 // its value
	inner    bool  // has children
}

// outlineDepth is how deep an outline goes; a path is as long as its element is deep.
const outlineDepth = 200

func newOutline(text string, s Syntax) *outline {
	o := &outline{syntax: s, text: text}
	switch s {
	case SyntaxXML:
		o.readXML()
	case SyntaxJSON:
		o.readJSON()
	}
	return o
}

func (o *outline) add(n node) int32 {
	if n.parent >= 0 {
		o.nodes[n.parent].inner = true
	}
	o.nodes = append(o.nodes, n)
	return int32(len(o.nodes) - 1)
}

// readXML takes tags as they stand; comments, CDATA and processing instructions are
// passed over. Elements that are not closed are left open, and that ends the reading.
func (o *outline) readXML() {
	s, in, depth := o.text, int32(-1), 0
	for i := 0; ; {
		n := strings.IndexByte(s[i:], '<')
		if n < 0 {
			return
		}
		i += n
		end := ">"
		switch {
		case strings.HasPrefix(s[i:], "<!--"):
			end = "-->"
		case strings.HasPrefix(s[i:], "<![CDATA["):
			end = "]]>"
		}
		n = strings.Index(s[i:], end)
		if n < 0 {
			return
		}
		from, to := i, i+n+len(end)
		i = to
		switch tag := s[from:to]; {
		case tag[1] == '!' || tag[1] == '?':
		case tag[1] == '/':
			if in < 0 || strings.TrimSpace(tag[2:len(tag)-1]) != o.nodes[in].name {
				return
			}
			o.nodes[in].out, o.nodes[in].to = int32(from), int32(to)
			in = o.nodes[in].parent
			depth--
		default:
			name, _, _ := strings.Cut(strings.TrimSuffix(tag[1:len(tag)-1], "/"), " ")
			at := o.add(node{name: strings.TrimSpace(name), parent: in, item: -1, from: int32(from), to: int32(to), in: int32(to), out: int32(to)})
			if !strings.HasSuffix(tag, "/>") {
				o.nodes[at].to = 0 // until it is closed
				in = at
				if depth++; depth > outlineDepth {
					return
				}
			}
		}
	}
}

// readJSON takes brackets, strings and what stands between them.
func (o *outline) readJSON() {
	s, in := o.text, int32(-1)
	name, named := "", -1 // a member's name and where it begins, once its colon has come
	items := []int32{}    // for each open bracket: how many items, or -1 in an object
	key, keyAt := "", -1  // the last string, which may turn out to be a name
	begin := func(at int) int32 {
		n := node{parent: in, item: -1, from: int32(at), in: int32(at)}
		if named >= 0 {
			n.name, n.from = name, int32(named)
			named = -1
		} else if len(items) > 0 && items[len(items)-1] >= 0 {
			n.item = items[len(items)-1]
			items[len(items)-1]++
		}
		return o.add(n)
	}
	value := func(from, to int) {
		at := begin(from)
		o.nodes[at].out, o.nodes[at].to = int32(to), int32(to)
	}
	for i := 0; i < len(s); {
		c := s[i]
		if keyAt >= 0 && c != ':' && !strings.ContainsRune(" \t\r\n", rune(c)) {
			return // a name without a colon
		}
		switch c {
		case ' ', '\t', '\r', '\n', ',':
			i++
		case ':':
			if keyAt < 0 {
				return
			}
			name, named, keyAt = key, keyAt, -1
			i++
		case '{', '[':
			if len(items) == outlineDepth {
				return
			}
			in = begin(i)
			first := int32(-1)
			if c == '[' {
				first = 0
			}
			items = append(items, first)
			i++
		case '}', ']':
			i++
			if in < 0 || named >= 0 || (c == ']') != (items[len(items)-1] >= 0) {
				return
			}
			o.nodes[in].out, o.nodes[in].to = int32(i), int32(i)
			in, items = o.nodes[in].parent, items[:len(items)-1]
		case '"':
			from := i
			for i++; i < len(s) && s[i] != '"'; i++ {
				if s[i] == '\\' {
					i++
				}
			}
			if i = min(i+1, len(s)); len(items) > 0 && items[len(items)-1] < 0 && named < 0 {
				key, keyAt = unquoted(s[from:i]), from
			} else {
				value(from, i)
			}
		default:
			from := i
			for i < len(s) && !strings.ContainsRune(" \t\r\n,:{}[]\"", rune(s[i])) {
				i++
			}
			value(from, i)
		}
	}
}

// unquoted is a JSON string's text, or the string as it stands where it is malformed.
func unquoted(s string) string {
	if !strings.Contains(s, `\`) && len(s) > 1 {
		return s[1 : len(s)-1]
	}
	var out string
	if json.Unmarshal([]byte(s), &out) == nil {
		return out
	}
	return strings.Trim(s, `"`)
}

// at is the node that a line, the bytes from..to, is about: the first that begins in it,
// else the innermost that goes on through it; -1 for none.
func (o *outline) at(from, to int) int32 {
	i := int32(sort.Search(len(o.nodes), func(i int) bool { return int(o.nodes[i].from) >= from }))
	if int(i) < len(o.nodes) && int(o.nodes[i].from) < to {
		return i
	}
	for i--; i >= 0 && o.nodes[i].to > 0 && int(o.nodes[i].to) <= from; {
		i = o.nodes[i].parent
	}
	return i
}

// path is the way to a node, names with dots between and items in brackets. XML's root,
// which has the same name in every message, is left out; its own path is "".
func (o *outline) path(i int32) string {
	n := o.nodes[i]
	if n.parent < 0 {
		return ""
	}
	above := o.path(n.parent)
	switch {
	case n.item >= 0:
		return above + "[" + strconv.Itoa(int(n.item)) + "]"
	case n.name == "" || strings.ContainsAny(n.name, " .[]\""):
		return above + "[" + strconv.Quote(n.name) + "]"
	case above == "":
		return n.name
	}
	return above + "." + n.name
}

// value is what a node holds: the text of a leaf, or all that stands within it.
func (o *outline) value(i int32) string {
	n := o.nodes[i]
	if n.out < n.in || n.to == 0 {
		return ""
	}
	s := o.text[n.in:n.out]
	switch {
	case n.inner:
		return strings.TrimSpace(s)
	case o.syntax == SyntaxJSON && strings.HasPrefix(s, `"`):
		return unquoted(s)
	case o.syntax == SyntaxXML:
		return xmlText(s)
	}
	return s
}

// xmlText is the text of an element without children.
func xmlText(s string) string {
	const open, shut = "<![CDATA[", "]]>"
	var b strings.Builder
	for s != "" {
		before, rest, _ := strings.Cut(s, open)
		if strings.TrimSpace(before) != "" || rest == "" && b.Len() == 0 {
			b.WriteString(xmlEntities.Replace(before))
		}
		data, after, _ := strings.Cut(rest, shut)
		b.WriteString(data)
		s = after
	}
	return b.String()
}

var xmlEntities = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`, "&apos;", "'", "&amp;", "&")
