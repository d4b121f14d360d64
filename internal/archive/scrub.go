package archive

import (
	"strings"
	"unicode/utf8"

	"echostr/internal/wechat"
)

// depth is how many encodings within each other are looked through.
const depth = 3

// scrub puts aliases in place of the originals in s, also of those that are encoded.
func (a *aliases) scrub(s string) string { return a.layer(s, depth) }

func (a *aliases) layer(s string, depth int) string {
	s = a.replace(s)
	if depth == 0 || a.find.least == 0 {
		return s
	}
	within := func(plain string) string {
		if !legible(plain) { // most of what decodes was never encoded
			return a.replace(plain)
		}
		return a.layer(plain, depth-1)
	}
	for _, c := range codecs {
		s = c(s, a.find.least, within)
	}
	return s
}

// legible says whether s is text throughout, within which something may be encoded again.
func legible(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' && s[i] != '\n' && s[i] != '\r' && s[i] != '\t' || s[i] == 0x7f {
			return false
		}
	}
	return utf8.ValidString(s)
}

// texts calls f with s and with everything of at least so many bytes that is encoded in it.
func texts(s string, least int, f func(plain string)) { layers(s, depth, least, f) }

func layers(s string, depth, least int, f func(string)) {
	f(s)
	if depth == 0 {
		return
	}
	for _, c := range codecs {
		c(s, least, func(plain string) string {
			if legible(plain) {
				layers(plain, depth-1, least, f)
			} else {
				f(plain)
			}
			return plain
		})
	}
}

// longName is from which length on the name of an element is looked into: WeChat's own are
// shorter, or hold no original; an object with OpenIDs for names is not its.
const longName = 16

// message is scrub for the body of a message. Its form is kept where its values can be
// replaced in place; else it is written anew. sealed gives leaves other values, by path,
// and those are not looked into.
func (a *aliases) message(text string, sealed map[string]string) string {
	m, err := wechat.Parse(text)
	if err != nil {
		return a.scrub(text)
	}
	want := &wechat.Message{Format: m.Format, Nodes: append([]wechat.Node(nil), m.Nodes...)}
	held := text // with stand-ins for what is not looked into
	stands := map[string]string{}
	for i := range want.Nodes {
		n := &want.Nodes[i]
		if len(n.Name) >= longName {
			n.Name = a.scrub(n.Name)
		}
		other, ok := "", false
		if n.Parent < 0 {
			other, ok = sealed[n.Name]
		}
		switch {
		case ok && n.Value != "":
			stand := "echostr.held." + n.Name
			held, stands[stand] = strings.ReplaceAll(held, n.Value, stand), other
			n.Value = other
		case n.Kind == wechat.Number: // stays one: no original is a number
		case n.Kind == wechat.Text:
			n.Value = a.scrub(n.Value)
		}
	}
	held = a.scrub(held)
	for stand, value := range stands {
		held = strings.ReplaceAll(held, stand, value)
	}
	if got, err := wechat.Parse(held); err == nil && sameNodes(got, want) {
		return held
	}
	return string(want.Append(nil))
}

func sameNodes(a, b *wechat.Message) bool {
	if len(a.Nodes) != len(b.Nodes) {
		return false
	}
	for i := range a.Nodes {
		if a.Nodes[i] != b.Nodes[i] {
			return false
		}
	}
	return true
}
