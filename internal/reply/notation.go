package reply

import (
	"errors"
	"strings"
)

// notation is what an answer is written in.
type notation uint8

const (
	none notation = iota
	inXML
	inJSON
)

// notationOf is that of a text, by how it begins.
func notationOf(text string) notation {
	switch text = strings.TrimLeft(text, " \t\r\n\ufeff"); {
	case strings.HasPrefix(text, "<"):
		return inXML
	case strings.HasPrefix(text, "{{"): // may become anything
		return none
	case strings.HasPrefix(text, "{"), strings.HasPrefix(text, "["):
		return inJSON
	}
	return none
}

func (n notation) contentType() string {
	switch n {
	case inXML:
		return "text/xml; charset=utf-8"
	case inJSON:
		return "application/json; charset=utf-8"
	}
	return "text/plain; charset=utf-8"
}

// ErrPlace is a value in a place where no escaping makes it safe, such as the name of an
// element.
var ErrPlace = errors.New("reply: a value cannot stand here: put it between tags or quotes")

// spot is the kind of place at which a text stands.
type spot uint8

const (
	between    spot = iota // XML: between tags. JSON: outside of strings
	behindOpen             // XML: behind "<", of what is not known yet
	inTag
	inSingle // XML: an attribute's value in '
	inDouble // XML: one in "; JSON: a string
	inCDATA
	inComment
	afterBackslash // JSON: in a string
)

// position follows a text to know at which spot it stands.
type position struct {
	notation notation
	spot     spot
	seen     int // bytes of the text
	from     int // where the CDATA section, comment or tag began
}

// follow goes on to the end of the text.
func (p *position) follow(text string) {
	for ; p.seen < len(text); p.seen++ {
		if p.notation == inXML {
			p.xml(text)
		} else {
			p.json(text[p.seen])
		}
	}
}

const (
	cdataBegin   = "<![CDATA["
	commentBegin = "<!--"
)

func (p *position) xml(text string) {
	c := text[p.seen]
	switch p.spot {
	case between:
		if c == '<' {
			p.spot, p.from = behindOpen, p.seen
		}
	case behindOpen:
		switch begun := text[p.from : p.seen+1]; {
		case begun == cdataBegin:
			p.spot, p.from = inCDATA, p.seen+1
		case begun == commentBegin:
			p.spot, p.from = inComment, p.seen+1
		case strings.HasPrefix(cdataBegin, begun), strings.HasPrefix(commentBegin, begun):
		default:
			p.spot = inTag
			p.tag(c)
		}
	case inTag:
		p.tag(c)
	case inSingle:
		if c == '\'' {
			p.spot = inTag
		}
	case inDouble:
		if c == '"' {
			p.spot = inTag
		}
	case inCDATA:
		if c == '>' && strings.HasSuffix(text[p.from:p.seen], "]]") {
			p.spot = between
		}
	case inComment:
		if c == '>' && strings.HasSuffix(text[p.from:p.seen], "--") {
			p.spot = between
		}
	}
}

func (p *position) tag(c byte) {
	switch c {
	case '"':
		p.spot = inDouble
	case '\'':
		p.spot = inSingle
	case '>':
		p.spot = between
	}
}

func (p *position) json(c byte) {
	switch {
	case p.spot == afterBackslash:
		p.spot = inDouble
	case p.spot == inDouble && c == '\\':
		p.spot = afterBackslash
	case p.spot == inDouble && c == '"':
		p.spot = between
	case p.spot == between && c == '"':
		p.spot = inDouble
	}
}
