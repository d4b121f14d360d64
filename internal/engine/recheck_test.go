package engine

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/profile"
	"echostr/internal/simulate"
	"echostr/internal/wechat"
)

// last is the newest exchange.
func last(t *testing.T, e *Engine) *exchange.Exchange {
	t.Helper()
	x, ok := e.Exchange(e.Snapshot().Counts.Last)
	if !ok {
		t.Fatal("nothing was recorded")
	}
	return x
}

// recheck is Recheck of the newest exchange, which has to work and to leave it alone.
func recheck(t *testing.T, e *Engine) Rechecked {
	t.Helper()
	x := last(t, e)
	before := fmt.Sprintf("%+v", *x)
	r, err := e.Recheck(x.ID)
	if err != nil {
		t.Fatal(err)
	}
	if after := fmt.Sprintf("%+v", *x); after != before {
		t.Errorf("the recorded exchange was changed:\n%s\n%s", before, after)
	}
	return r
}

// edit changes the active profile.
func edit(t *testing.T, e *Engine, change func(*profile.Profile)) {
	t.Helper()
	if err := e.EditProfile(t.Context(), e.Snapshot().Active().ID, change); err != nil {
		t.Fatal(err)
	}
}

// TestRecheckAfterAFix applies each kind of fix to a request that failed, as it was
// captured, and finds that the very same request passes.
func TestRecheckAfterAFix(t *testing.T) {
	const key, app = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "wx5823bf96d3bd56c7"
	for _, test := range []struct {
		name  string
		spoil func(*profile.Profile)
		cause wechat.CauseID
		fix   wechat.FixKind
		apply func(p *profile.Profile, value string)
	}{
		{"token", func(p *profile.Profile) { p.Token = "aaaaa" }, wechat.TokenCase, wechat.SetToken,
			func(p *profile.Profile, v string) { p.Token = v }},
		{"mode", func(p *profile.Profile) { p.Mode = wechat.Plain }, wechat.ModePlainExpected, wechat.SetMode,
			func(p *profile.Profile, v string) { p.Mode, _ = wechat.ParseMode(v) }},
		{"app id", func(p *profile.Profile) { p.AppID = "wx0000000000000000" }, wechat.AppIDMismatch, wechat.SetAppID,
			func(p *profile.Profile, v string) { p.AppID = v }},
	} {
		t.Run(test.name, func(t *testing.T) {
			e := open(t, nil)
			good := func(p *profile.Profile) { p.Token, p.Mode, p.EncodingAESKey, p.AppID = "AAAAA", wechat.Safe, key, app }
			edit(t, e, good)
			edit(t, e, test.spoil)
			sendSealed(t, e, key, app)
			x := last(t, e)
			if x.Cause() != test.cause {
				t.Fatalf("cause %s of %+v", x.Cause(), x.Opened.Causes)
			}
			if r := recheck(t, e); r.Verdict != exchange.Fail || r.Opened.Causes[0].ID != test.cause || !slices.Equal(r.Opened.RuledOut, x.Opened.RuledOut) {
				t.Errorf("before the fix: %s %+v, ruled out %v and %v", r.Verdict, r.Opened.Causes, r.Opened.RuledOut, x.Opened.RuledOut)
			}
			fix := x.Opened.Causes[0].Fix
			if fix == nil || fix.Kind != test.fix {
				t.Fatalf("fix %+v", fix)
			}
			edit(t, e, func(p *profile.Profile) { test.apply(p, fix.Value) })
			r := recheck(t, e)
			if r.Verdict != exchange.Pass || r.Opened.Message.Get("Content") != "你好" || r.Profile != e.Snapshot().Active().ID || r.Opened.RuledOut != nil {
				t.Errorf("after the fix: %s %+v", r.Verdict, r.Opened.Causes)
			}
			if x.Verdict != exchange.Fail {
				t.Errorf("the recorded verdict became %s", x.Verdict)
			}
		})
	}
}

// sendSealed sends an encrypted text push of Token AAAAA to the active profile.
func sendSealed(t *testing.T, e *Engine, key, app string) {
	t.Helper()
	now := time.Now()
	p, err := simulate.TextPush("AAAAA", "oUser", "gh_1", "你好", now)
	if err != nil {
		t.Fatal(err)
	}
	k, err := wechat.ParseKey(key)
	if err != nil {
		t.Fatal(err)
	}
	if p, err = p.Seal(wechat.Safe, "AAAAA", app, "gh_1", k, now); err != nil {
		t.Fatal(err)
	}
	post(t, e.Snapshot().LocalURL()+"?"+p.Query, strings.NewReader(p.Body))
}

// post sends a body; one that is no string comes chunked.
func post(t *testing.T, url string, body io.Reader) {
	t.Helper()
	res, err := http.Post(url, "text/xml", body)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
}

// TestRecheckOfAChunkedBody finds the message without its framing.
func TestRecheckOfAChunkedBody(t *testing.T) {
	e := open(t, nil)
	p, err := simulate.TextPush("AAAAA", "oUser", "gh_1", strings.Repeat("长", 3000), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	edit(t, e, func(p *profile.Profile) { p.Token = "aaaaa" })
	post(t, e.Snapshot().LocalURL()+"?"+p.Query, io.MultiReader(strings.NewReader(p.Body[:100]), strings.NewReader(p.Body[100:])))
	if raw := last(t, e).Request.Raw; !bytes.Contains(raw, []byte("Transfer-Encoding: chunked")) {
		t.Fatalf("not chunked: %.300s", raw)
	}
	if r := recheck(t, e); r.Verdict != exchange.Fail || r.Opened.Causes[0].ID != wechat.TokenCase {
		t.Errorf("%s %+v", r.Verdict, r.Opened.Causes)
	}
	edit(t, e, func(p *profile.Profile) { p.Token = "AAAAA" })
	if r := recheck(t, e); r.Verdict != exchange.Pass || r.Opened.Message.Get("Content") != strings.Repeat("长", 3000) {
		t.Errorf("%s %+v", r.Verdict, r.Opened.Causes)
	}
}

// TestRecheckGoesByPath holds a request to the profile that has its path now.
func TestRecheckGoesByPath(t *testing.T) {
	e := open(t, nil)
	first := e.Snapshot().Active()
	second, err := e.AddProfile(t.Context(), "shop")
	if err != nil {
		t.Fatal(err)
	}
	shop := e.Snapshot().Active()
	if err := e.ShowProfile(t.Context(), first.ID); err != nil {
		t.Fatal(err)
	}
	verify(t, e, shop.Token)
	x := last(t, e)
	if x.Cause() != wechat.TokenOtherProfile || len(x.Opened.RuledOut) == 0 {
		t.Fatalf("cause %s, ruled out %v", x.Cause(), x.Opened.RuledOut)
	}
	err = e.EditSettings(t.Context(), func(s *profile.Settings) error {
		a, b := s.Edit(first.ID), s.Edit(second)
		a.Path, b.Path = b.Path, a.Path
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if r := recheck(t, e); r.Verdict != exchange.Pass || r.Profile != second {
		t.Errorf("%s with %s: %+v", r.Verdict, r.Profile, r.Opened.Causes)
	}
	edit(t, e, func(p *profile.Profile) { p.Path = "/elsewhere" })
	if err := e.RemoveProfile(t.Context(), second); err != nil {
		t.Fatal(err)
	}
	if r := recheck(t, e); r.Verdict != exchange.Fail || r.Profile != first.ID {
		t.Errorf("without its path: %s with %s", r.Verdict, r.Profile)
	}
}

// TestRecheckOfStrangers looks at a request that reached nobody.
func TestRecheckOfStrangers(t *testing.T) {
	e := open(t, nil)
	url := strings.Replace(e.Snapshot().LocalURL(), "/wx/demo", "/wx/demoo", 1)
	ts := fmt.Sprint(time.Now().Unix())
	res, err := http.Get(url + "?signature=" + wechat.Sign("AAAAA", ts, "1") + "&timestamp=" + ts + "&nonce=1&echostr=1")
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if r := recheck(t, e); r.Verdict != exchange.NotForUs || r.Opened.Causes[0].ID != wechat.WrongPath || r.Profile != "" {
		t.Errorf("%s %+v", r.Verdict, r.Opened.Causes)
	}
	edit(t, e, func(p *profile.Profile) { p.Path = "/wx/demoo" })
	if r := recheck(t, e); r.Verdict != exchange.Pass {
		t.Errorf("after the path was corrected: %s %+v", r.Verdict, r.Opened.Causes)
	}
}

func TestRecheckRefuses(t *testing.T) {
	e := open(t, nil)
	if _, err := e.Recheck(42); !errors.Is(err, ErrNoExchange) {
		t.Errorf("an unknown exchange: %v", err)
	}
	x := &exchange.Exchange{Request: exchange.Request{Method: "POST", Raw: []byte("POST / HTTP/1.1\r\n\r\nab"), Cut: true}}
	if _, err := x.Received(); !errors.Is(err, ErrNotWhole) {
		t.Errorf("a request that was not kept whole: %v", err)
	}
	x.Request = exchange.Request{Raw: []byte("\x16\x03\x01")}
	if _, err := x.Received(); err == nil {
		t.Error("what is no HTTP was read")
	}
}

// TestRecheckOfACutBody keeps to what was cut: it fails for that now as then.
func TestRecheckOfACutBody(t *testing.T) {
	e := open(t, nil)
	c, err := net.Dial("tcp", e.Snapshot().Server.Addr)
	if err != nil {
		t.Fatal(err)
	}
	ts := fmt.Sprint(time.Now().Unix())
	fmt.Fprintf(c, "POST /wx/demo?signature=%s&timestamp=%s&nonce=1 HTTP/1.0\r\nContent-Length: 100\r\n\r\n<xml>", wechat.Sign("AAAAA", ts, "1"), ts)
	c.(*net.TCPConn).CloseWrite()
	if _, err := io.ReadAll(io.LimitReader(c, 1<<16)); err != nil {
		t.Fatal(err)
	}
	c.Close()
	await(t, e, "the cut request", func(s *Snapshot) bool { return s.Counts.Failed == 1 })
	if r := recheck(t, e); r.Verdict != exchange.Fail || r.Opened.Causes[0].ID != wechat.BodyCut {
		t.Errorf("%s %+v", r.Verdict, r.Opened.Causes)
	}
}
