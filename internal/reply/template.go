package reply

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"text/template"
	"text/template/parse"

	"echostr/internal/wechat"
)

// The limits of templates, bytes.
const (
	MaxTemplate = 64 << 10 // of a template's own text
	MaxOutput   = 64 << 10 // of what it makes
)

// Template is a reply's text with places for the message's elements. It is immutable
// and safe for concurrent use.
//
// A text with nothing but plain places, which most are, is kept as a list of parts;
// anything else runs as a text/template. Both give the same text.
type Template struct {
	parts []literal
	full  *template.Template // nil when parts say it all
	// notation is what the text is written in, and what is put into it escaped for.
	notation notation
	machines sync.Pool // of *machine
}

// literal is a text or, when path is not empty, an element of the message.
type literal struct{ text, path string }

// ParseTemplate makes a template of plain text ready. The problems are of FieldReply.
func ParseTemplate(text string) (*Template, []Problem) {
	if strings.TrimSpace(text) == "" {
		return nil, []Problem{{Field: FieldReply, ID: "empty"}}
	}
	t, problems := newTemplate(text, none)
	return t, append(problems, t.tooLong()...)
}

// tooLong warns of a text that WeChat may not deliver.
func (t *Template) tooLong() []Problem {
	n := t.literalBytes()
	if n <= wechat.MaxTextReply {
		return nil
	}
	return []Problem{{Field: FieldReply, ID: "reply_long", Warning: true,
		Args: map[string]string{"size": strconv.Itoa(n), "limit": strconv.Itoa(wechat.MaxTextReply)}}}
}

func newTemplate(text string, n notation) (*Template, []Problem) {
	if len(text) > MaxTemplate {
		return nil, []Problem{{Field: FieldReply, ID: "too_long",
			Args: map[string]string{"size": strconv.Itoa(len(text)), "limit": strconv.Itoa(MaxTemplate)}}}
	}
	t, err := parseFull(text)
	if err != nil {
		return nil, []Problem{templateProblem(text, err)}
	}
	out := &Template{full: t, notation: n}
	if parts, plain := plainParts(t); plain && (n == none || len(parts) == 1 && parts[0].path == "") {
		return &Template{parts: parts}, nil
	}
	rewrite(t, n != none)
	return out, nil
}

// Text is the reply to m, with nothing around it.
func (t *Template) Text(m *wechat.Message) (string, error) {
	return t.text(&run{m: m, env: &nothing, count: Count{1, 1}, random: randomOf(nil)})
}

func (t *Template) text(r *run) (string, error) {
	if t.full != nil {
		return t.execute(r)
	}
	if len(t.parts) == 1 && t.parts[0].path == "" {
		return t.parts[0].text, nil
	}
	var b []byte
	for _, p := range t.parts {
		s := p.text
		if p.path != "" {
			s = r.m.Get(p.path)
		}
		if len(b)+len(s) > MaxOutput {
			return "", fmt.Errorf("make reply: %w", ErrOutput)
		}
		b = append(b, s...)
	}
	return string(b), nil
}

func (t *Template) execute(r *run) (string, error) {
	x, _ := t.machines.Get().(*machine)
	if x == nil {
		x = newMachine(t.notation)
		clone, err := t.full.Clone()
		if err != nil {
			return "", fmt.Errorf("make reply: %w", err)
		}
		x.template = clone.Funcs(x.functions())
	}
	defer t.machines.Put(x)
	x.begin(r)
	defer x.end()
	if err := x.template.Execute(&x.out, &root{m: r.m}); err != nil {
		return "", fmt.Errorf("make reply: %w", err)
	}
	return x.out.text.String(), nil
}

// literalBytes is how long the reply is at least, as far as that is plain to see.
func (t *Template) literalBytes() (n int) {
	if t == nil {
		return 0
	}
	for _, p := range t.parts {
		n += len(p.text)
	}
	return n
}

// plainParts are the parts of a template that is only text and single elements.
func plainParts(t *template.Template) (parts []literal, plain bool) {
	if t.Tree == nil || len(t.Templates()) > 1 {
		return nil, false
	}
	for _, n := range t.Root.Nodes {
		switch n := n.(type) {
		case *parse.TextNode:
			parts = append(parts, literal{text: string(n.Text)})
		case *parse.ActionNode:
			f := onlyField(n.Pipe)
			if f == nil {
				return nil, false
			}
			parts = append(parts, literal{path: strings.Join(f.Ident, ".")})
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
