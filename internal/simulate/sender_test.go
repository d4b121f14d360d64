package simulate

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"echostr/internal/wechat"
)

const key43 = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"

// TestSend holds what goes out to what WeChat sends, and to what the protocol says.
func TestSend(t *testing.T) {
	var got *http.Request
	var body string
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		got, body = r, string(b)
		io.WriteString(w, r.URL.Query().Get("echostr"))
	}))
	defer srv.Close()
	now := time.Unix(1714036504, 0)
	s := &Sender{Mark: "m1"}

	v, err := Verification("AAAAA", now)
	if err != nil {
		t.Fatal(err)
	}
	a, err := s.Send(t.Context(), srv.URL+"/wx/demo", v)
	if err != nil {
		t.Fatal(err)
	}
	q := got.URL.Query()
	if a.Status != 200 || string(a.Body) != v.Echo || len(v.Echo) != 19 {
		t.Errorf("answer %d %q, want the echostr %q", a.Status, a.Body, v.Echo)
	}
	if got.Proto != "HTTP/1.0" || got.UserAgent() != "Mozilla/4.0" || got.Header.Get("X-Echostr-Test") != "m1" || got.Host == "" {
		t.Errorf("sent %s %v host %q", got.Proto, got.Header, got.Host)
	}
	if want := wechat.Sign("AAAAA", "1714036504", q.Get("nonce")); q.Get("signature") != want || len(q.Get("nonce")) != 9 {
		t.Errorf("signature %s, want %s", q.Get("signature"), want)
	}

	p, err := TextPush("AAAAA", "oUser", "gh_1", "a]]>b", now)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Send(t.Context(), srv.URL+"/wx/demo", p); err != nil {
		t.Fatal(err)
	}
	m, err := wechat.ParseXML(body)
	if err != nil || m.Get("Content") != "a]]>b" || m.FromUserName() != "oUser" || m.MsgID() == "" {
		t.Errorf("body %q: %v", body, err)
	}
}

// TestSeal opens sealed pushes again, in both modes.
func TestSeal(t *testing.T) {
	now := time.Unix(1714036504, 0)
	key, err := wechat.ParseKey(key43)
	if err != nil {
		t.Fatal(err)
	}
	for _, mode := range []wechat.Mode{wechat.Plain, wechat.Compatible, wechat.Safe} {
		p, err := TextPush("AAAAA", "oUser", "gh_1", "你好", now)
		if err != nil {
			t.Fatal(err)
		}
		if p, err = p.Seal(mode, "AAAAA", "wx1", "gh_1", key, now); err != nil {
			t.Fatal(err)
		}
		a := wechat.NewAccount(wechat.AccountConfig{Token: "AAAAA", AppID: "wx1", Mode: mode, Keys: []string{key43}})
		o := a.Open(&wechat.Request{Method: "POST", Query: p.Query, Body: []byte(p.Body), Time: now})
		if !o.OK() || o.Message.Get("Content") != "你好" || o.Encrypted != (mode != wechat.Plain) {
			t.Errorf("%v: %+v", mode, o)
		}
	}
}

// TestSendEnds shows that a silent server and a cancelled context both end the wait.
func TestSendEnds(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	target := "http://" + l.Addr().String() + "/"
	s := &Sender{Timeout: 50 * time.Millisecond}
	if _, err := s.Send(t.Context(), target, Push{Method: "GET"}); err == nil || !strings.Contains(err.Error(), "deadline") {
		t.Errorf("a silent server: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := (&Sender{}).Send(ctx, target, Push{Method: "GET"}); err == nil {
		t.Error("a cancelled send succeeded")
	}
	if _, err := s.Send(t.Context(), "nonsense", Push{}); err == nil {
		t.Error("a target without a host was taken")
	}
}
