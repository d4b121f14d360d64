package wechat

import "encoding/json"

// Tree is the message as nested maps: a string for each leaf, a map[string]any for
// inner elements, an []any for JSON's arrays and where a name repeats within its
// parent. JSON's numbers are json.Number, so that nothing is rounded; its words are
// true, false and nil.
func (m *Message) Tree() map[string]any {
	if m == nil {
		return nil
	}
	return m.branch(-1)
}

func (m *Message) branch(parent int32) map[string]any {
	out := map[string]any{}
	var repeated map[string]bool // told apart from a value that is a list itself
	for i := int(parent) + 1; i < len(m.Nodes) && m.Nodes[i].Parent >= parent; i++ {
		n := m.Nodes[i]
		if n.Parent != parent {
			continue
		}
		v := m.value(i)
		have, twice := out[n.Name]
		switch {
		case !twice:
			out[n.Name] = v
		case repeated[n.Name]:
			out[n.Name] = append(have.([]any), v)
		default:
			out[n.Name] = []any{have, v}
			if repeated == nil {
				repeated = map[string]bool{}
			}
			repeated[n.Name] = true
		}
	}
	return out
}

func (m *Message) value(i int) any {
	n := m.Nodes[i]
	switch n.Kind {
	case Inner:
		return m.branch(int32(i))
	case Items:
		list := []any{}
		for j := i + 1; j < len(m.Nodes) && m.Nodes[j].Parent >= int32(i); j++ {
			if m.Nodes[j].Parent == int32(i) {
				list = append(list, m.value(j))
			}
		}
		return list
	case Number:
		return json.Number(n.Value)
	case Word:
		switch n.Value {
		case "true":
			return true
		case "false":
			return false
		}
		return nil
	}
	return n.Value
}
