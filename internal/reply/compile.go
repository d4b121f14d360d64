package reply

import (
	"errors"
	"strings"

	"echostr/internal/wechat"
)

// maxRules is how many rules a list may have.
const maxRules = 1000

// Compile makes rules ready. Rules that are off or have a problem that is more than a
// warning are left out of the Set; problems are told of every rule, also of those that
// are off.
func Compile(rules []Rule) (*Set, []Problem) {
	set := &Set{}
	var problems []Problem
	seen := map[string]bool{}
	covered := false // a rule above takes everything
	for i, r := range rules {
		c, found := compile(r)
		switch {
		case i >= maxRules:
			found = append(found, Problem{Field: FieldID, ID: "too_many"})
		case r.ID == "":
			found = append(found, Problem{Field: FieldID, ID: "empty"})
		case seen[r.ID]:
			found = append(found, Problem{Field: FieldID, ID: "duplicate", Args: map[string]string{"id": r.ID}})
		case covered && r.On:
			found = append(found, Problem{Field: FieldType, ID: "unreachable", Warning: true})
		}
		seen[r.ID] = true
		for _, p := range found {
			p.Index, p.RuleID = i, r.ID
			problems = append(problems, p)
		}
		if !r.On || Blocks(found) {
			continue
		}
		set.rules = append(set.rules, c)
		covered = covered || c.when.all()
	}
	return set, problems
}

func compile(r Rule) (compiled, []Problem) {
	when, problems := newCondition(r.When)
	c := compiled{id: r.ID, name: r.Name, when: when}
	make, known := kinds[r.Then.Kind]
	if !known {
		return c, append(problems, Problem{Field: FieldKind, ID: "unknown", Args: map[string]string{"kind": r.Then.Kind}})
	}
	then, found := make(r.Then)
	c.then = then
	return c, append(problems, found...)
}

// kinds makes the action of each kind of answer.
var kinds = map[string]func(Then) (action, []Problem){
	KindText:    newTextAction,
	KindSuccess: func(Then) (action, []Problem) { return fixed{wechat.ReplySuccess}, nil },
	KindEmpty:   func(Then) (action, []Problem) { return fixed{wechat.ReplyEmpty}, nil },
}

// fixed answers the same every time.
type fixed struct{ kind wechat.ReplyType }

func (f fixed) reply(*wechat.Message) (wechat.Reply, error) {
	return wechat.Reply{Type: f.kind}, nil
}

// ErrEmpty is a template that made no text: WeChat tells the person that the account
// is out of order when a text reply is empty.
var ErrEmpty = errors.New("reply: the template makes no text")

// textAction answers with a text made from a template.
type textAction struct{ text *Template }

func (t textAction) reply(m *wechat.Message) (wechat.Reply, error) {
	text, err := t.text.Text(m)
	if err == nil && strings.TrimSpace(text) == "" {
		err = ErrEmpty
	}
	return wechat.Reply{Type: wechat.ReplyText, Content: text}, err
}

func newTextAction(t Then) (action, []Problem) {
	text, problems := ParseTemplate(t.Text)
	return textAction{text}, problems
}
