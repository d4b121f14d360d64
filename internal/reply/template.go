package reply

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"text/template"
	"text/template/parse"

	"echostr/internal/wechat"
)

// The limits of templates, bytes.
const (
	MaxTemplate = 64 << 10 // of a template's own text
	MaxOutput   = 64 << 10 // of what it makes
)

// ErrOutput is a template whose text grew beyond MaxOutput, or that ran too long.
var ErrOutput = errors.New("reply: the template makes too much text")

// Template is a reply's text with places for the message's elements. It is immutable
// and safe for concurrent use.
//
// A text with nothing but plain places, which most are, is kept as a list of parts;
// anything else runs as a text/template. Both give the same text.
type Template struct {
	parts []part
	full  *template.Template // nil when parts say it all
}

// part is a literal or, when path is not empty, an element of the message.
type part struct{ literal, path string }

// ParseTemplate makes a template ready. The problems are of FieldReply.
func ParseTemplate(text string) (*Template, []Problem) {
	if len(text) > MaxTemplate {
		return nil, []Problem{{Field: FieldReply, ID: "too_long",
			Args: map[string]string{"size": strconv.Itoa(len(text)), "limit": strconv.Itoa(MaxTemplate)}}}
	}
	if strings.TrimSpace(text) == "" {
		return nil, []Problem{{Field: FieldReply, ID: "empty"}}
	}
	t, err := parseFull(text)
	if err != nil {
		return nil, []Problem{templateProblem(text, err)}
	}
	out := &Template{full: t}
	if parts, plain := plainParts(t); plain {
		out = &Template{parts: parts}
	}
	rewrite(t)
	var problems []Problem
	if n := out.literalBytes(); n > wechat.MaxTextReply {
		problems = []Problem{{Field: FieldReply, ID: "reply_long", Warning: true,
			Args: map[string]string{"size": strconv.Itoa(n), "limit": strconv.Itoa(wechat.MaxTextReply)}}}
	}
	return out, problems
}

// Text is the reply to m.
func (t *Template) Text(m *wechat.Message) (string, error) {
	if t.full != nil {
		w := limited{left: MaxOutput, writes: maxWrites}
		if err := t.full.Execute(&w, &root{m: m}); err != nil {
			return "", fmt.Errorf("make reply: %w", err)
		}
		return w.text.String(), nil
	}
	if len(t.parts) == 1 && t.parts[0].path == "" {
		return t.parts[0].literal, nil
	}
	var b []byte
	for _, p := range t.parts {
		s := p.literal
		if p.path != "" {
			s = m.Get(p.path)
		}
		if len(b)+len(s) > MaxOutput {
			return "", fmt.Errorf("make reply: %w", ErrOutput)
		}
		b = append(b, s...)
	}
	return string(b), nil
}

// literalBytes is how long the reply is at least, as far as that is plain to see.
func (t *Template) literalBytes() (n int) {
	for _, p := range t.parts {
		n += len(p.literal)
	}
	return n
}

// plainParts are the parts of a template that is only text and single elements.
func plainParts(t *template.Template) (parts []part, plain bool) {
	if t.Tree == nil || len(t.Templates()) > 1 {
		return nil, false
	}
	for _, n := range t.Root.Nodes {
		switch n := n.(type) {
		case *parse.TextNode:
			parts = append(parts, part{literal: string(n.Text)})
		case *parse.ActionNode:
			f := onlyField(n.Pipe)
			if f == nil {
				return nil, false
			}
			parts = append(parts, part{path: strings.Join(f.Ident, ".")})
		default:
			return nil, false
		}
	}
	return parts, true
}

// onlyField is the element that a pipe consists of, nil when it is anything else.
func onlyField(p *parse.PipeNode) *parse.FieldNode {
	if len(p.Decl) > 0 || len(p.Cmds) != 1 || len(p.Cmds[0].Args) != 1 {
		return nil
	}
	f, _ := p.Cmds[0].Args[0].(*parse.FieldNode)
	return f
}
