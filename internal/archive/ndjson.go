package archive

import (
	"encoding/json"
	"fmt"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// ndjsonVersion is that of the lines. A reader takes lines of its own version and of
// earlier ones, and passes over members that it does not know.
const ndjsonVersion = 1

// ndjsonKind stands in the first line, by which the format is known.
const ndjsonKind = "exchanges"

// ndjsonHead is the first line.
type ndjsonHead struct {
	Echostr  string                 `json:"echostr"` // ndjsonKind
	Version  int                    `json:"version"`
	Creator  string                 `json:"creator,omitempty"`
	Redacted bool                   `json:"redacted,omitempty"`
	Accounts map[string]testAccount `json:"accounts,omitempty"` // what redacted requests verify with, by profile
}

// testAccount is an account of aliases.
type testAccount struct {
	Token string      `json:"token"`
	AppID string      `json:"appId,omitempty"`
	Mode  wechat.Mode `json:"mode"`
	Keys  []string    `json:"encodingAESKeys,omitempty"`
}

// ndjsonLine is one exchange. Nothing is left out but a Token in force that is not an
// alias: who may read requests need not be able to forge them.
type ndjsonLine struct {
	ID       int64     `json:"id"`
	Time     time.Time `json:"time"`
	Duration int64     `json:"durationNs,omitempty"`
	Profile  string    `json:"profile,omitempty"`
	Via      string    `json:"via"`
	Remote   blob      `json:"remote,omitempty"`
	Test     bool      `json:"test,omitempty"`
	Origin   int64     `json:"origin,omitempty"`
	First    int64     `json:"first,omitempty"`
	Attempt  int       `json:"attempt,omitempty"`

	Timings *ndjsonTimings `json:"timingsNs,omitempty"`

	Request  ndjsonRequest   `json:"request"`
	Response *ndjsonResponse `json:"response,omitempty"`

	Verdict string       `json:"verdict"`
	Opened  ndjsonOpened `json:"opened"`
	Rule    blob         `json:"rule,omitempty"`
	RuleID  blob         `json:"ruleId,omitempty"`
	Reply   string       `json:"reply,omitempty"`

	Special *ndjsonSpecial `json:"special,omitempty"`
}

// ndjsonTimings are the moments of a request's way, in nanoseconds after its time.
type ndjsonTimings struct {
	Received  time.Duration `json:"received,omitempty"`
	Verified  time.Duration `json:"verified,omitempty"`
	Decided   time.Duration `json:"decided,omitempty"`
	Built     time.Duration `json:"built,omitempty"`
	Delivered time.Duration `json:"delivered,omitempty"`
}

type ndjsonRequest struct {
	Method blob  `json:"method,omitempty"`
	Target blob  `json:"target,omitempty"`
	Path   blob  `json:"path,omitempty"`
	Query  blob  `json:"query,omitempty"`
	Proto  blob  `json:"proto,omitempty"`
	Raw    blob  `json:"raw"`
	Head   int   `json:"head"` // bytes of raw
	Size   int64 `json:"size,omitempty"`
	Cut    bool  `json:"cut,omitempty"`
}

type ndjsonResponse struct {
	Status int  `json:"status"`
	Raw    blob `json:"raw"`
	Head   int  `json:"head"`
}

type ndjsonOpened struct {
	Kind      string           `json:"kind"`
	Check     *ndjsonCheck     `json:"check,omitempty"`
	Echo      blob             `json:"echo,omitempty"`
	Encrypted bool             `json:"encrypted,omitempty"`
	Envelope  *ndjsonEnvelope  `json:"envelope,omitempty"`
	Plain     *blob            `json:"plain,omitempty"`
	Message   *ndjsonMessage   `json:"message,omitempty"` // only where the bodies do not tell
	Causes    []ndjsonCause    `json:"causes,omitempty"`
	RuledOut  []wechat.CauseID `json:"ruledOut,omitempty"`
}

type ndjsonCheck struct {
	Scheme    uint8  `json:"scheme"` // 1 signature, 2 msg_signature
	Token     string `json:"token,omitempty"`
	Timestamp blob   `json:"timestamp"`
	Nonce     blob   `json:"nonce"`
	Encrypt   blob   `json:"encrypt,omitempty"`
	Given     blob   `json:"given"`
	Computed  string `json:"computed"`
	OK        bool   `json:"ok"`
}

type ndjsonEnvelope struct {
	Random  blob `json:"random"`
	Length  int  `json:"length"`
	AppID   blob `json:"appId"`
	Padding int  `json:"padding"`
	Cipher  int  `json:"cipher"`
	Key     int  `json:"key"`
}

type ndjsonMessage struct {
	None   bool         `json:"none,omitempty"` // there is none, though a body reads as one
	Format uint8        `json:"format,omitempty"`
	Nodes  []ndjsonNode `json:"nodes,omitempty"`
}

type ndjsonNode struct {
	Name   blob  `json:"n"`
	Value  blob  `json:"v,omitempty"`
	Parent int32 `json:"p"`
	Kind   uint8 `json:"k,omitempty"`
}

type ndjsonCause struct {
	ID      wechat.CauseID  `json:"id"`
	Warning bool            `json:"warning,omitempty"`
	Args    map[string]blob `json:"args,omitempty"`
	Fix     *ndjsonFix      `json:"fix,omitempty"`
}

type ndjsonFix struct {
	Kind  wechat.FixKind `json:"kind"`
	Value blob           `json:"value"`
}

type ndjsonWriter struct{ *output }

func (w *ndjsonWriter) line(v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

func (w *ndjsonWriter) begin() error {
	h := ndjsonHead{Echostr: ndjsonKind, Version: ndjsonVersion, Creator: w.Version, Redacted: !w.Unredacted}
	if h.Redacted {
		h.Accounts = map[string]testAccount{}
		for id, a := range w.test {
			h.Accounts[id] = testAccount{a.Token, a.AppID, a.Mode, a.Keys}
		}
	}
	return w.line(h)
}

func (w *ndjsonWriter) add(x *exchange.Exchange) (bool, error) {
	l := lineOf(x)
	if w.Unredacted {
		l.hideSecrets()
	}
	return true, w.line(l)
}

func (w *ndjsonWriter) end() error { return nil }

// hideSecrets takes out what echostr knows beyond the request itself: the Token that it
// was held to, and the secrets that a diagnosis proposes.
func (l *ndjsonLine) hideSecrets() {
	if l.Opened.Check != nil {
		l.Opened.Check.Token = ""
	}
	for i := range l.Opened.Causes {
		if f := l.Opened.Causes[i].Fix; f != nil && (f.Kind == wechat.SetToken || f.Kind == wechat.SetAESKey) {
			f.Value = ""
		}
	}
}

// names turns what String writes back into a value.
func named8[T ~uint8](s string, all ...T) (T, error) {
	for _, v := range all {
		if any(v).(fmt.Stringer).String() == s {
			return v, nil
		}
	}
	return 0, flawed(ReasonWord, s, "unknown value %q", s)
}

var errRange = flawed(ReasonLength, "", "a length is out of range")

// exchange is the exchange of a line.
func (l *ndjsonLine) exchange() (*exchange.Exchange, error) {
	x := &exchange.Exchange{ID: l.ID, Time: l.Time, Duration: time.Duration(l.Duration), Profile: l.Profile, Remote: string(l.Remote),
		Test: l.Test, Origin: l.Origin, First: l.First, Attempt: l.Attempt, Rule: string(l.Rule), RuleID: string(l.RuleID), Reply: l.Reply}
	if l.Timings != nil {
		x.Timings = exchange.Timings(*l.Timings)
	}
	if err := timely(x); err != nil {
		return nil, err
	}
	r := &l.Request
	x.Request = exchange.Request{Method: string(r.Method), Target: string(r.Target), Path: string(r.Path), Query: string(r.Query),
		Proto: string(r.Proto), Raw: []byte(r.Raw), Head: r.Head, Size: r.Size, Cut: r.Cut}
	if r.Head < 0 || r.Head > len(r.Raw) {
		return nil, errRange
	}
	if a := l.Response; a != nil {
		if a.Head < 0 || a.Head > len(a.Raw) {
			return nil, errRange
		}
		x.Response = exchange.Response{Status: a.Status, Raw: []byte(a.Raw), Head: a.Head}
	}
	var err error
	if x.Via, err = named8(l.Via, exchange.Local, exchange.Tunnel, exchange.Direct); err != nil {
		return nil, fmt.Errorf("via: %w", err)
	}
	if x.Verdict, err = named8(l.Verdict, exchange.NotForUs, exchange.Pass, exchange.Fail); err != nil {
		return nil, fmt.Errorf("verdict: %w", err)
	}
	if x.Opened, err = l.Opened.opened(x); err != nil {
		return nil, err
	}
	if x.Special, err = l.Special.special(); err != nil {
		return nil, err
	}
	return x, nil
}
