package engine

import (
	"errors"
	"fmt"

	"echostr/internal/exchange"
	"echostr/internal/profile"
	"echostr/internal/wechat"
)

// ErrNoExchange is a command for an exchange that is not kept any more.
var ErrNoExchange = errors.New("engine: no such exchange")

// ErrNotWhole is a request of which too little is kept to check it again.
var ErrNotWhole = exchange.ErrNotWhole

// Rechecked is what a recorded request would come to if it arrived again now.
type Rechecked struct {
	Profile string // id of the profile that it was held to; "" for none
	Opened  wechat.Opened
	Verdict exchange.Verdict
}

// Recheck checks a recorded request again, with the settings of this moment, and says why
// it does not hold if it does not. The time is that of the recording. It is held to the
// profile that has its path now, else to the one that it was recorded for. Nothing is
// answered, and the recorded exchange stays as it is.
func (e *Engine) Recheck(id int64) (Rechecked, error) {
	x, ok := e.journal.Get(id)
	if !ok {
		return Rechecked{}, ErrNoExchange
	}
	q, err := x.Received()
	if err != nil {
		return Rechecked{}, fmt.Errorf("read the request again: %w", err)
	}
	s := e.profiles.Settings()
	p, ok := s.Answering(x.Request.Path, x.Profile)
	if !ok {
		return Rechecked{Opened: wechat.Opened{Causes: wechat.Strangers(q, paths(s))}, Verdict: exchange.NotForUs}, nil
	}
	return check(s, p, q), nil
}

// check holds a request to a profile.
func check(s *profile.Settings, p profile.Profile, q *wechat.Request) Rechecked {
	a := account(p)
	r := Rechecked{Profile: p.ID, Opened: a.Open(q)}
	o := &r.Opened
	if r.Verdict = exchange.Judge(o); r.Verdict != exchange.Pass {
		d := a.Diagnose(q, o, known(s, p))
		o.Causes, o.RuledOut = d.Causes, d.RuledOut
	}
	return r
}

// paths are where the profiles' pushes arrive.
func paths(s *profile.Settings) []string {
	out := make([]string, len(s.Profiles))
	for i, p := range s.Profiles {
		out[i] = p.Path
	}
	return out
}

// account is a profile as the protocol needs it.
func account(p profile.Profile) *wechat.Account {
	return wechat.NewAccount(wechat.AccountConfig{Token: p.Token, AppID: p.AppID, Mode: p.Mode, Keys: p.AESKeys()})
}
