package ui

import (
	"strings"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/words"
)

// teller turns exchanges into the words that a person reads. It keeps nothing and may be
// used from any goroutine.
type teller struct {
	words *words.Catalogue
	mask  bool // OpenIDs and the Token are masked, for screen sharing
}

func (t teller) t(key string, args ...any) string { return t.words.T(key, args...) }

// guard is text as it may be shown: with the exchange's OpenIDs masked if they shall be.
func (t teller) guard(x *exchange.Exchange, text string) string {
	if !t.mask {
		return text
	}
	return maskIDs(text, openIDs(x))
}

// who is an OpenID in a sentence.
func (t teller) who(id string) string {
	if t.mask {
		return maskID(id)
	}
	return shortID(id)
}

// clock is the time of day, as in the list.
func clock(at time.Time) string { return at.Local().Format("15:04:05") }

// oneLine is text on one line, no longer than a row can show.
func oneLine(s string) string {
	const most = 300
	if len(s) > 4*most {
		s = s[:4*most]
	}
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "\uFFFD")), " ")
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return s
}
