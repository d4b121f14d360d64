package reply

import (
	"strings"

	"echostr/internal/wechat"
)

// subject is a message as rules look at it: every value is read once, when it is
// wanted first.
type subject struct {
	m           *wechat.Message
	kind, event string
	isEvent     bool
	values      [subjectCount]value
}

// value is one of the message's values.
type value struct {
	text   string // without blanks around it
	folded string // in lower case
	sieve  sieve
	state  uint8 // how much of the above has been made
}

// How much of a value has been made.
const (
	unread uint8 = iota
	trimmed
	folded
	sieved
)

// The places of values. Fields are read anew each time.
const (
	placeText = iota
	placeKey
	placeScene
	placeFrom
	subjectCount
)

var places = map[Subject]int{SubjectText: placeText, SubjectKey: placeKey, SubjectScene: placeScene, SubjectFrom: placeFrom}

func (s *subject) read(m *wechat.Message) {
	s.m, s.kind, s.isEvent = m, m.MsgType(), m.IsEvent()
	if s.isEvent {
		if s.event = m.Event(); s.event == "" {
			s.event = m.InfoType()
		}
	}
}

// forget makes room for another message. What a sieve holds is no text.
func (s *subject) forget() {
	s.m, s.kind, s.event, s.isEvent = nil, "", "", false
	for i := range s.values {
		v := &s.values[i]
		v.text, v.folded, v.state = "", "", unread
	}
}

// sceneOfSubscribe is what WeChat puts before the scene of somebody who was no follower.
const sceneOfSubscribe = "qrscene_"

// text is a value without the blanks around it.
func (s *subject) text(place int) string {
	v := &s.values[place]
	if v.state == unread {
		v.text, v.state = strings.TrimSpace(s.raw(place)), trimmed
	}
	return v.text
}

func (s *subject) raw(place int) string {
	switch place {
	case placeText:
		if strings.EqualFold(s.kind, "voice") {
			return s.m.Get("Recognition")
		}
		return s.m.Get("Content")
	case placeFrom:
		return s.m.FromUserName()
	}
	if !s.isEvent {
		return ""
	}
	key := s.m.EventKey()
	if place == placeKey {
		return key
	}
	switch {
	case strings.EqualFold(s.event, "SCAN"):
		return key
	case strings.EqualFold(s.event, "subscribe") && strings.HasPrefix(key, sceneOfSubscribe):
		return key[len(sceneOfSubscribe):]
	}
	return ""
}

// folded is a value in lower case.
func (s *subject) folded(place int) string {
	v := &s.values[place]
	if v.state < folded {
		v.folded, v.state = strings.ToLower(s.text(place)), folded
	}
	return v.folded
}

// sieved is the sieve of a value in lower case, of an OpenID as it came.
func (s *subject) sieved(place int) *sieve {
	v := &s.values[place]
	if v.state < sieved {
		v.sieve = sieve{}
		if place == placeFrom {
			v.sieve.add(s.text(place))
		} else {
			v.sieve.add(s.folded(place))
		}
		v.state = sieved
	}
	return &v.sieve
}

// fold is a word as values are compared with it.
func fold(text string) string { return strings.ToLower(strings.TrimSpace(text)) }
