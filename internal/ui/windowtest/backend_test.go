//go:build window

package windowtest

import (
	"fmt"
	"log/slog"
	"os"
	"testing"
	"time"

	"echostr/internal/engine"
	"echostr/internal/profile"
	"echostr/internal/simulate"
	"echostr/internal/tunnel/ngrok/ngroktest"
	"echostr/internal/wechat"
	"echostr/internal/words"
)

// authtoken has the form of a real one and opens nothing.
const authtoken = "2abcdefghijklmnopqrstuvwxyz_0123456789ABCDEFGHIJ"

// edge is a stand-in of ngrok's cloud whose public address can be called from here.
func edge(t *testing.T) *ngroktest.Edge {
	t.Helper()
	return ngroktest.Start(t, ngroktest.Options{Loopback: true})
}

// backend is the real engine in a home of its own, listening, with a Token and its tunnel
// set up to go through an edge. It is closed with the test.
func backend(t *testing.T, token string, e *ngroktest.Edge) *engine.Engine {
	t.Helper()
	cat := catalogue(t, words.Chinese)
	c := engine.Config{Home: t.TempDir(), Env: withoutKeyring, Words: func(key string) string { return cat.T(key) },
		Logger: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))}
	listen := "127.0.0.1:0"
	c.Overrides.Listen = &listen
	b, err := engine.New(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Errorf("close the engine: %v", err)
		}
	})
	err = b.EditSettings(t.Context(), func(s *profile.Settings) error {
		s.Language, s.Theme = words.Chinese, "light"
		p := s.Edit(s.Active)
		p.Name, p.Token, p.Path = "测试号 demo", token, "/wx/demo"
		if e != nil {
			s.Tunnel = profile.Tunnel{Provider: profile.TunnelNgrok, Authtoken: authtoken,
				ConnectAddr: e.ConnectAddr(), CAFile: e.CAFile(t)}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	return b
}

// withoutKeyring is the environment of a machine whose keyring is out of reach.
func withoutKeyring(name string) string {
	if name == "ECHOSTR_KEYRING" {
		return "off"
	}
	return ""
}

// wechatSends makes one request as WeChat does and returns its answer.
func wechatSends(t *testing.T, url string, push simulate.Push) *simulate.Answer {
	t.Helper()
	a, err := (&simulate.Sender{Timeout: patience}).Send(t.Context(), url, push)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// verification is the console's GET, signed with a Token.
func verification(t *testing.T, token string) simulate.Push {
	t.Helper()
	p, err := simulate.Verification(token, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// message is a user's text.
func message(t *testing.T, token, content string) simulate.Push {
	t.Helper()
	p, err := simulate.TextPush(token, "oGZ3V5abcdefghijklmnopqrmK8c", "gh_7f083739789a", content, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// signedQuery is what WeChat would put into the query at a time.
func signedQuery(token, nonce string, at time.Time) string {
	ts := fmt.Sprint(at.Unix())
	return "signature=" + wechat.Sign(token, ts, nonce) + "&timestamp=" + ts + "&nonce=" + nonce
}
