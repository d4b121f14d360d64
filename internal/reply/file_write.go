package reply

import (
	"errors"
	"slices"
	"strconv"
)

// ErrText is a rule that a file cannot carry: one with bytes that are no UTF-8.
var ErrText = errors.New("reply: the rules hold a text that a file cannot carry")

// fileHead stands above the rules of a file that has no words of its own there.
const fileHead = `# Rules, from top to bottom: the first that matches answers.
# when: type, event, text, contains, matches, key, scene, from, field, all, any, not, chance; without it anything
# then: text, image, voice, video, music, news, transfer_customer_service, success, empty, raw, file, status, close, forward
#       or sequence; with delay, fault, after. Texts are templates such as {{.Content}}
# "disabled: true" switches a rule off
`

// Encode writes rules as a file, in the one form that this package writes.
func Encode(rules []Rule) ([]byte, error) {
	return (&Document{Rules: rules}).Encode()
}

// Encode writes the document anew: what its file said besides is not in it.
func (d *Document) Encode() ([]byte, error) {
	want := normalRules(d.Rules)
	for _, careful := range []bool{false, true} {
		w := yamlWriter{careful: careful}
		w.b.WriteString(fileHead)
		var top yamlNode
		top.set("version", yamlWord(strconv.Itoa(FileVersion)))
		if d.Title != "" {
			top.set("title", yamlText(d.Title))
		}
		if d.Description != "" {
			top.set("description", yamlText(d.Description))
		}
		list := yamlNode{list: []yamlNode{}, flow: len(want) == 0}
		list.list = append(list.list, ruleNodes(want)...)
		top.set("rules", list)
		w.below(&top, 0, 0, true)
		data := []byte(w.b.String())
		if back, problems := Decode("", data, Own); len(problems) == 0 && sameRules(back.Rules, want) {
			return data, nil
		}
	}
	return nil, ErrText
}

// Normal is the rule as a file has it: see When.Normal and Then.Clean.
func (r Rule) Normal() Rule {
	r.When, r.Then = r.When.Normal(), r.Then.Clean()
	return r
}

func normalRules(rules []Rule) []Rule {
	out := make([]Rule, len(rules))
	for i, r := range rules {
		out[i] = r.Normal()
	}
	return out
}

// ruleNodes are rules as they are written: without the IDs that they would get anyway.
func ruleNodes(rules []Rule) []yamlNode {
	bare := Document{Rules: slices.Clone(rules)}
	for i := range bare.Rules {
		bare.Rules[i].ID = ""
	}
	bare.nameRules()
	implied := true // all IDs or none, since those that stand take names from the others
	for i := range rules {
		implied = implied && rules[i].ID == bare.Rules[i].ID
	}
	out := make([]yamlNode, len(rules))
	for i := range rules {
		out[i] = ruleNode(&rules[i], !implied)
	}
	return out
}

func ruleNode(r *Rule, withID bool) yamlNode {
	var n yamlNode
	if withID {
		n.set("id", yamlText(r.ID))
	}
	if r.Name != "" {
		n.set("name", yamlText(r.Name))
	}
	if !r.On {
		n.set("disabled", yamlWord("true"))
	}
	if !r.When.Everything() {
		n.set("when", whenNode(&r.When))
	}
	n.set("then", thenNode(&r.Then, false))
	return n
}

// wordsNode is one text, or a list of them.
func wordsNode(words []string) yamlNode {
	if len(words) == 1 {
		return yamlText(words[0])
	}
	n := yamlNode{list: []yamlNode{}, flow: true}
	for _, w := range words {
		n.list = append(n.list, yamlText(w))
	}
	return n
}

func whenNode(w *When) yamlNode {
	n := yamlNode{flow: true}
	if len(w.Types) > 0 {
		n.set("type", wordsNode(w.Types))
	}
	if len(w.Events) > 0 {
		n.set("event", wordsNode(w.Events))
	}
	testNodes(&n, w.Tests)
	for _, l := range []struct {
		key  string
		list []When
	}{{"all", w.All}, {"any", w.Any}, {"not", w.Not}} {
		if len(l.list) == 0 {
			continue
		}
		list := yamlNode{list: []yamlNode{}, flow: true}
		for i := range l.list {
			each := whenNode(&l.list[i])
			if each.keys == nil {
				each = yamlWord(string(Any))
			}
			list.list = append(list.list, each)
		}
		n.set(l.key, list)
	}
	if w.Chance != 0 {
		n.set("chance", yamlWord(strconv.FormatFloat(w.Chance, 'f', -1, 64)+"%"))
	}
	return n
}

// testNodes adds tests, which are in the order of When.Normal.
func testNodes(n *yamlNode, tests []Test) {
	fields := yamlNode{flow: true}
	for len(tests) > 0 {
		t := tests[0]
		same := 1
		for same < len(tests) && tests[same].Subject == t.Subject && tests[same].Path == t.Path {
			same++
		}
		run := tests[:same]
		tests = tests[same:]
		if t.Subject == SubjectText {
			for _, each := range run {
				key := string(SubjectText)
				if each.Op != Equals {
					key = keyOf(each.Op)
				}
				n.set(key, wordsNode(each.Words))
			}
			continue
		}
		value := wordsNode(t.Words)
		if same > 1 || t.Op != Equals {
			value = yamlNode{flow: true}
			for _, each := range run {
				value.set(keyOf(each.Op), wordsNode(each.Words))
			}
		}
		if t.Subject == SubjectField {
			fields.set(t.Path, value)
		} else {
			n.set(string(t.Subject), value)
		}
	}
	if fields.keys != nil {
		n.set(string(SubjectField), fields)
	}
}

func keyOf(op Op) string {
	for _, o := range opKeys {
		if o.op == op {
			return o.key
		}
	}
	return string(op)
}

func thenNode(t *Then, inside bool) yamlNode {
	simple := t.Delay == Delay{} && t.Fault == FaultNone && len(t.After) == 0
	bare := slices.Contains(bareKinds, t.Kind) && (t.Kind != KindTransfer || t.Account == "")
	if bare && simple {
		return yamlWord(t.Kind)
	}
	n := yamlNode{flow: inside}
	if bare {
		n.set(replyKey, yamlWord(t.Kind))
	} else {
		kindNode(&n, t)
	}
	if t.Delay != (Delay{}) {
		n.set("delay", yamlWord(t.Delay.String()))
	}
	if t.Fault != FaultNone {
		n.set("fault", yamlWord(string(t.Fault)))
	}
	if len(t.After) > 0 {
		n.set("after", thenNodes(t.After))
	}
	return n
}

func thenNodes(list []Then) yamlNode {
	n := yamlNode{list: []yamlNode{}, flow: len(list) == 0}
	for i := range list {
		n.list = append(n.list, thenNode(&list[i], true))
	}
	return n
}

func kindNode(n *yamlNode, t *Then) {
	switch t.Kind {
	case KindNews:
		list := yamlNode{list: []yamlNode{}, flow: len(t.Articles) == 0}
		for i := range t.Articles {
			var a yamlNode
			for _, p := range articleParts {
				if text := *p.of(&t.Articles[i]); text != "" {
					a.set(p.key, yamlText(text))
				}
			}
			list.list = append(list.list, a)
		}
		n.set(KindNews, list)
	case KindSequence:
		n.set(KindSequence, thenNodes(t.Steps))
		if t.Again != "" {
			n.set("again", yamlWord(string(t.Again)))
		}
		if t.Per != "" {
			n.set("per", yamlWord(string(t.Per)))
		}
	case KindFile:
		n.set(KindFile, yamlText(t.File))
	case KindStatus:
		n.set(KindStatus, yamlWord(strconv.Itoa(t.Status)))
		if t.Text != "" {
			n.set("body", yamlText(t.Text))
		}
	default:
		var m yamlNode
		for _, p := range partsOf[t.Kind] {
			if text := *p.of(t); text != "" {
				m.set(p.key, yamlText(text))
			}
		}
		parts := partsOf[t.Kind]
		if len(parts) > 0 && slices.Contains(shortKinds, t.Kind) && (len(m.keys) == 0 || len(m.keys) == 1 && m.keys[0] == parts[0].key) {
			m = yamlText(*parts[0].of(t))
		} else if len(m.keys) == 0 {
			m = yamlWord("{}")
		}
		n.set(t.Kind, m)
	}
}
