package wechat

import "strings"

// Format is the notation of a body.
type Format uint8

// The notations that WeChat pushes in.
const (
	XML Format = iota
	JSON
)

// String is "xml" or "json".
func (f Format) String() string {
	if f == JSON {
		return "json"
	}
	return "xml"
}

// Node is one element of a message. Nodes stand in document order; Parent is the
// index of the enclosing node, -1 at the top. A node with children is Inner and
// has no Value of its own.
type Node struct {
	Name   string
	Value  string
	Parent int32
	Kind   NodeKind
}

// NodeKind tells leaves from structures, and JSON's kinds of leaf from each other.
type NodeKind uint8

// The kinds of nodes. XML has Text and Inner only.
const (
	Text   NodeKind = iota
	Number          // a JSON number, digit for digit as it came
	Word            // true, false or null
	Inner           // has children
	Items           // a JSON array: its items are nodes of the same Name
)

// Message is a push or a reply as a list of its elements: everything that came is
// kept, known or not, in order, repeated or nested. A Message is not changed after
// it was made and may be shared among goroutines.
type Message struct {
	Format Format
	Nodes  []Node
}

// Get is the value of the first element at a path such as "Content" or
// "ScanCodeInfo.ScanType"; "" when there is none.
func (m *Message) Get(path string) string {
	v, _ := m.Lookup(path)
	return v
}

// Lookup is Get that also tells an empty element from a missing one.
func (m *Message) Lookup(path string) (string, bool) {
	if m == nil {
		return "", false
	}
	parent := int32(-1)
	for {
		name, rest, deeper := strings.Cut(path, ".")
		i := m.child(parent, name)
		if i < 0 {
			return "", false
		}
		if m.Nodes[i].Kind == Items { // the first item stands for the array
			if i = m.child(int32(i), name); i < 0 {
				return "", false
			}
		}
		if !deeper {
			return m.Nodes[i].Value, true
		}
		parent, path = int32(i), rest
	}
}

// child is the first node of that name under parent; -1 when there is none. What lies
// within parent follows it without a gap, so the search ends with it.
func (m *Message) child(parent int32, name string) int {
	for i := int(parent) + 1; i < len(m.Nodes) && m.Nodes[i].Parent >= parent; i++ {
		if m.Nodes[i].Parent == parent && m.Nodes[i].Name == name {
			return i
		}
	}
	return -1
}

// The elements that every kind of push has or may have.

// ToUserName is the account's original id (gh_…).
func (m *Message) ToUserName() string { return m.Get("ToUserName") }

// FromUserName is the sender's OpenID.
func (m *Message) FromUserName() string { return m.Get("FromUserName") }

// MsgType is text, image, …, or event.
func (m *Message) MsgType() string { return m.Get("MsgType") }

// Event is the event's name as it came; WeChat mixes cases (CLICK, subscribe), so
// compare without case.
func (m *Message) Event() string { return m.Get("Event") }

// EventKey is the key of a menu, a scene and the like.
func (m *Message) EventKey() string { return m.Get("EventKey") }

// InfoType stands in for MsgType in the open platform's pushes.
func (m *Message) InfoType() string { return m.Get("InfoType") }

// IsEvent tells events and open-platform notices from messages of a user.
func (m *Message) IsEvent() bool {
	return strings.EqualFold(m.MsgType(), "event") || m.MsgType() == "" && m.InfoType() != ""
}

// MsgID is MsgId, or MsgID as some events spell it; "" when there is none. It has
// up to 64 bits and is kept as text.
func (m *Message) MsgID() string {
	if id := m.Get("MsgId"); id != "" {
		return id
	}
	return m.Get("MsgID")
}

// RetryKey is the same for WeChat's repeated deliveries of one push: MsgId for
// messages, FromUserName+CreateTime+Event+EventKey for events. "" when the push
// has too little to tell.
func (m *Message) RetryKey() string {
	if m == nil {
		return ""
	}
	if !m.IsEvent() {
		if id := m.MsgID(); id != "" {
			return "m:" + id
		}
	}
	from, at := m.FromUserName(), m.Get("CreateTime")
	if from == "" || at == "" {
		return ""
	}
	return "e:" + from + ":" + at + ":" + strings.ToLower(m.Event()) + ":" + m.EventKey()
}

// Leaf is one value with its dotted path.
type Leaf struct {
	Path, Value string
}

// Leaves are all values in document order, inner names joined with dots; structures
// without content count as empty values.
func (m *Message) Leaves() []Leaf {
	if m == nil {
		return nil
	}
	out := make([]Leaf, 0, len(m.Nodes))
	for i, n := range m.Nodes {
		if i+1 < len(m.Nodes) && m.Nodes[i+1].Parent == int32(i) { // it has children
			continue
		}
		out = append(out, Leaf{m.path(i), n.Value})
	}
	return out
}

func (m *Message) path(i int) string {
	n := m.Nodes[i]
	if n.Parent < 0 {
		return n.Name
	}
	if m.Nodes[n.Parent].Kind == Items { // the array has the name already
		return m.path(int(n.Parent))
	}
	return m.path(int(n.Parent)) + "." + n.Name
}
