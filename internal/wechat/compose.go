package wechat

import "strings"

// Append writes the message in its notation, one element a line in XML as WeChat does.
// Reading it again gives the same nodes, except for what XML cannot hold: control
// characters and bytes that are not UTF-8 become U+FFFD. Names are taken as they are.
func (m *Message) Append(dst []byte) []byte {
	c := composer{m: m, dst: dst}
	if m.Format == JSON {
		c.object(-1)
		return c.dst
	}
	c.dst = append(c.dst, "<xml>"...)
	c.elements(-1)
	return append(c.dst, "</xml>"...)
}

type composer struct {
	m   *Message
	dst []byte
}

// children calls f with the index of every node right under parent, in order.
func (m *Message) children(parent int32, f func(i int)) {
	for i := int(parent) + 1; i < len(m.Nodes) && m.Nodes[i].Parent >= parent; i++ {
		if m.Nodes[i].Parent == parent {
			f(i)
		}
	}
}

// plainNumbers are the elements whose numbers WeChat writes without CDATA.
var plainNumbers = map[string]bool{"CreateTime": true, "MsgId": true, "MsgID": true, "Location_X": true, "Location_Y": true, "Scale": true, "Count": true}

func (c *composer) elements(parent int32) {
	c.m.children(parent, func(i int) {
		switch n := &c.m.Nodes[i]; {
		case n.Kind == Inner || n.Kind == Items:
			c.dst = append(append(append(c.dst, '<'), n.Name...), '>')
			c.elements(int32(i))
			c.dst = append(append(append(c.dst, "</"...), n.Name...), '>')
		case plainNumbers[n.Name] && n.Value != "" && strings.Trim(n.Value, "0123456789.-") == "":
			c.dst = append(append(append(c.dst, '<'), n.Name...), '>')
			c.dst = append(c.dst, n.Value...)
			c.dst = append(append(append(c.dst, "</"...), n.Name...), '>')
		default:
			c.dst = appendElement(c.dst, n.Name, n.Value)
		}
		if parent < 0 {
			c.dst = append(c.dst, '\n')
		}
	})
}

func (c *composer) object(parent int32) {
	c.dst = append(c.dst, '{')
	first := true
	c.m.children(parent, func(i int) {
		if !first {
			c.dst = append(c.dst, ',')
		}
		first = false
		c.dst = append(appendQuoted(c.dst, c.m.Nodes[i].Name), ':')
		c.value(i)
	})
	c.dst = append(c.dst, '}')
}

func (c *composer) value(i int) {
	switch n := &c.m.Nodes[i]; n.Kind {
	case Inner:
		c.object(int32(i))
	case Items:
		c.dst = append(c.dst, '[')
		first := true
		c.m.children(int32(i), func(k int) {
			if !first {
				c.dst = append(c.dst, ',')
			}
			first = false
			c.value(k)
		})
		c.dst = append(c.dst, ']')
	case Number, Word:
		c.dst = append(c.dst, n.Value...)
	default:
		c.dst = appendQuoted(c.dst, n.Value)
	}
}
