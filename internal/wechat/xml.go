package wechat

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ParseXML reads a push or reply: one root element of any name, its elements as
// nodes. It is a reader of its own, because encoding/xml costs twenty times as much
// and cannot say where in the body it stopped.
//
// It is more tolerant than XML where a push has been seen or may be expected to be
// wrong: control characters stand as they came, line ends are kept, names and the
// inside of attributes are not looked into. It is stricter where leniency would hide
// something: document types are refused, so there is nothing to expand, and so is
// text beside elements. Errors are *SyntaxError.
func ParseXML(body string) (*Message, error) {
	x := xmlReader{s: body, in: -1}
	if err := x.document(); err != nil {
		return nil, err
	}
	return &Message{Format: XML, Nodes: x.nodes}, nil
}

type xmlReader struct {
	s     string
	i     int
	root  string
	nodes []Node
	in    int32 // the innermost open element; -1 for the root
	depth int   // how many elements are open, without the root
}

func (x *xmlReader) fail(at int, p Syntax, what string) *SyntaxError {
	return syntaxAt(XML, x.s, at, p, what)
}

func (x *xmlReader) document() error {
	if at, problem := invalidAt(x.s); problem != "" {
		return x.fail(at, problem, "")
	}
	x.i = len(x.s) - len(strings.TrimPrefix(x.s, byteOrderMark))
	if err := x.misc(); err != nil {
		return err
	}
	if x.i >= len(x.s) {
		return x.fail(x.i, SyntaxEmpty, "")
	}
	if x.s[x.i] != '<' {
		return x.fail(x.i, SyntaxNoRoot, firstRune(x.s[x.i:]))
	}
	name, empty, err := x.startTag()
	if err != nil {
		return err
	}
	x.root = name
	if !empty {
		x.nodes = make([]Node, 0, min(strings.Count(x.s, "</"), maxNodes))
		if err := x.content(); err != nil {
			return err
		}
	}
	if err := x.misc(); err != nil {
		return err
	}
	if x.i < len(x.s) {
		return x.fail(x.i, SyntaxTrailing, firstRune(x.s[x.i:]))
	}
	return nil
}

// content reads up to and with the end tag of the root.
func (x *xmlReader) content() error {
	for {
		at := x.i
		text, err := x.text()
		if err != nil {
			return err
		}
		if x.i+len("<") >= len(x.s) {
			return x.fail(len(x.s), SyntaxEnd, x.inside())
		}
		if strings.HasPrefix(x.s[x.i:], "</") {
			done, err := x.endTag(at, text)
			if done || err != nil {
				return err
			}
			continue
		}
		if x.in >= 0 { // an element within: it is no leaf
			x.nodes[x.in].Kind = Inner
		}
		if strings.TrimSpace(text) != "" {
			return x.mixed(at)
		}
		if err := x.element(); err != nil {
			return err
		}
	}
}

// element reads a start tag; a simple leaf is finished at once.
func (x *xmlReader) element() error {
	at := x.i
	name, empty, err := x.startTag()
	if err != nil {
		return err
	}
	if len(x.nodes) >= maxNodes {
		return x.fail(at, SyntaxCount, strconv.Itoa(maxNodes))
	}
	if x.depth >= maxDepth {
		return x.fail(at, SyntaxDepth, strconv.Itoa(maxDepth))
	}
	x.nodes = append(x.nodes, Node{Name: name, Parent: x.in})
	if !empty {
		x.in = int32(len(x.nodes) - 1)
		x.depth++
	}
	return nil
}

// endTag closes the innermost element; text is what stood before the tag, from before
// on.
func (x *xmlReader) endTag(before int, text string) (done bool, err error) {
	at := x.i
	end := strings.IndexByte(x.s[at:], '>')
	if end < 0 {
		return false, x.fail(len(x.s), SyntaxEnd, x.inside())
	}
	name := strings.TrimRight(x.s[at+2:at+end], " \t\r\n")
	if name != x.inside() {
		return false, x.fail(at, SyntaxTag, "</"+name+">")
	}
	x.i = at + end + 1
	switch {
	case x.in >= 0 && x.nodes[x.in].Kind == Text:
		x.nodes[x.in].Value = text
	case strings.TrimSpace(text) != "":
		return false, x.mixed(before)
	}
	if x.in < 0 {
		return true, nil
	}
	x.in = x.nodes[x.in].Parent
	x.depth--
	return false, nil
}

// mixed is the error of text beside elements; it finds the text's first character,
// past blanks, comments and the like.
func (x *xmlReader) mixed(at int) error {
	for at < len(x.s) {
		rest := x.s[at:]
		r, n := utf8.DecodeRuneInString(rest)
		switch {
		case strings.HasPrefix(rest, "<!--"):
			at += len("<!--") + strings.Index(rest[len("<!--"):], "-->") + len("-->")
		case strings.HasPrefix(rest, "<?"):
			at += len("<?") + strings.Index(rest[len("<?"):], "?>") + len("?>")
		case strings.HasPrefix(rest, "<![CDATA["):
			at += len("<![CDATA[")
		case strings.HasPrefix(rest, "]]>"):
			at += len("]]>")
		case unicode.IsSpace(r):
			at += n
		default:
			return x.fail(at, SyntaxCharacter, rest[:n])
		}
	}
	return x.fail(len(x.s), SyntaxEnd, x.inside())
}

// inside is the name of the innermost open element.
func (x *xmlReader) inside() string {
	if x.in >= 0 {
		return x.nodes[x.in].Name
	}
	return x.root
}

// startTag reads "<name …>" or "<name …/>".
func (x *xmlReader) startTag() (name string, empty bool, err error) {
	at := x.i
	i := at + 1
	for i < len(x.s) && isNameByte(x.s[i], i == at+1) {
		i++
	}
	if name = x.s[at+1 : i]; name == "" {
		if i >= len(x.s) {
			return "", false, x.fail(i, SyntaxEnd, "")
		}
		return "", false, x.fail(at, SyntaxTag, "<"+firstRune(x.s[i:]))
	}
	for { // attributes
		for i < len(x.s) && isBlank(x.s[i]) {
			i++
		}
		switch {
		case i >= len(x.s):
			return "", false, x.fail(i, SyntaxEnd, name)
		case x.s[i] == '>':
			x.i = i + 1
			return name, false, nil
		case x.s[i] == '/' && i+1 == len(x.s):
			return "", false, x.fail(i+1, SyntaxEnd, name)
		case x.s[i] == '/' && x.s[i+1] == '>':
			x.i = i + 2
			return name, true, nil
		}
		next, err := x.attribute(i, name)
		if err != nil {
			return "", false, err
		}
		i = next
	}
}

// attribute reads over name="value".
func (x *xmlReader) attribute(i int, tag string) (int, error) {
	at := i
	for i < len(x.s) && isNameByte(x.s[i], false) {
		i++
	}
	if i == at {
		return 0, x.fail(at, SyntaxTag, "<"+tag)
	}
	for i < len(x.s) && isBlank(x.s[i]) {
		i++
	}
	if i < len(x.s) && x.s[i] != '=' {
		return 0, x.fail(i, SyntaxTag, "<"+tag)
	}
	for i++; i < len(x.s) && isBlank(x.s[i]); i++ {
	}
	if i >= len(x.s) {
		return 0, x.fail(len(x.s), SyntaxEnd, tag)
	}
	if x.s[i] != '"' && x.s[i] != '\'' {
		return 0, x.fail(i, SyntaxTag, "<"+tag)
	}
	end := strings.IndexByte(x.s[i+1:], x.s[i])
	if end < 0 {
		return 0, x.fail(len(x.s), SyntaxEnd, tag)
	}
	return i + 1 + end + 1, nil
}

// text reads character data, CDATA, comments and instructions up to the next tag. A
// lone run of either is a piece of the body and costs nothing. Blanks beside a CDATA
// section are the writer's indentation and no part of the value.
func (x *xmlReader) text() (string, error) {
	var first string
	var more []byte
	sealed := false // a CDATA section was there
	add := func(s string) {
		switch {
		case s == "":
		case first == "" && more == nil:
			first = s
		default:
			if more == nil {
				more = append(more, first...)
			}
			more = append(more, s...)
		}
	}
	for {
		rest := x.s[x.i:]
		n := strings.IndexByte(rest, '<')
		if n < 0 {
			n = len(rest)
		}
		if n > 0 {
			s, err := x.unescape(x.i, rest[:n])
			if err != nil {
				return "", err
			}
			if !sealed || !blank(rest[:n]) {
				add(s)
			}
			x.i += n
			rest = rest[n:]
		}
		switch {
		case strings.HasPrefix(rest, "<![CDATA["):
			end := strings.Index(rest, "]]>")
			if end < 0 {
				return "", x.fail(len(x.s), SyntaxEnd, "<![CDATA[")
			}
			if !sealed && more == nil && blank(first) {
				first = ""
			}
			sealed = true
			add(rest[len("<![CDATA["):end])
			x.i += end + 3
		case strings.HasPrefix(rest, "<!"), strings.HasPrefix(rest, "<?"):
			if err := x.aside(); err != nil {
				return "", err
			}
		default:
			if more != nil {
				return string(more), nil
			}
			return first, nil
		}
	}
}

// blank says whether s is nothing but blanks.
func blank(s string) bool {
	for i := range len(s) {
		if !isBlank(s[i]) {
			return false
		}
	}
	return true
}

// misc reads over blanks, comments and instructions around the root.
func (x *xmlReader) misc() error {
	for {
		for x.i < len(x.s) && isBlank(x.s[x.i]) {
			x.i++
		}
		rest := x.s[x.i:]
		if !strings.HasPrefix(rest, "<?") && !strings.HasPrefix(rest, "<!") {
			return nil
		}
		if err := x.aside(); err != nil {
			return err
		}
	}
}

// aside reads over a comment or an instruction, and refuses a document type.
func (x *xmlReader) aside() error {
	rest := x.s[x.i:]
	opening, closing := "<?", "?>"
	switch {
	case strings.HasPrefix(rest, "<!--"):
		opening, closing = "<!--", "-->"
	case len(rest) >= 9 && strings.EqualFold(rest[:9], "<!DOCTYPE"):
		return x.fail(x.i, SyntaxDoctype, "")
	case strings.HasPrefix("<!--", rest), strings.HasPrefix("<![CDATA[", rest), strings.HasPrefix("<!DOCTYPE", rest):
		return x.fail(len(x.s), SyntaxEnd, rest)
	case strings.HasPrefix(rest, "<!"):
		return x.fail(x.i, SyntaxTag, "<!")
	}
	end := strings.Index(rest[len(opening):], closing)
	if end < 0 {
		return x.fail(len(x.s), SyntaxEnd, opening)
	}
	x.i += len(opening) + end + len(closing)
	return nil
}

// isNameByte takes every byte of a multi-byte rune: field names are WeChat's affair.
func isNameByte(c byte, first bool) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == ':' || c >= 0x80 ||
		!first && (c >= '0' && c <= '9' || c == '-' || c == '.')
}
