package wechat

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
)

// TestLogsHoldNoSecret logs everything that knows one, failing and passing.
func TestLogsHoldNoSecret(t *testing.T) {
	var out bytes.Buffer
	for _, h := range []slog.Handler{slog.NewTextHandler(&out, nil), slog.NewJSONHandler(&out, nil)} {
		log := slog.New(h)
		d := goodSafe(t)
		a := NewAccount(d.config)
		o := a.Open(d.request())
		known := Known{Peers: []Peer{{ID: "p1", Token: goodToken, AESKeys: []string{goodKey}}}, EarlierTokens: []string{goodToken}, AppSecret: goodSecret}
		cause := Cause{ID: TokenEarlier, Args: map[string]string{"token": goodToken}, Fix: &Fix{Kind: SetToken, Value: goodToken}}
		log.Info("all", "config", a.AccountConfig, "account", a, "opened", o, "pointer", &o, "check", o.Check,
			"known", known, "peer", known.Peers[0], "cause", cause, "fix", *cause.Fix, "key", mustKey(t, goodKey),
			"diagnosis", Diagnosis{Causes: []Cause{cause}, RuledOut: []CauseID{TokenCase}}, "reply", Reply{Type: ReplyText, Content: "你好"})
	}
	for _, secret := range []string{goodToken, goodKey, goodSecret, "你好", o9} {
		if strings.Contains(out.String(), secret) {
			t.Errorf("%q is in the log:\n%s", secret, &out)
		}
	}
	for _, word := range []string{"token_earlier", goodAppID, "safe", "set_token", "message", "ruled_out", "text"} {
		if !strings.Contains(out.String(), word) {
			t.Errorf("%q is not in the log:\n%s", word, &out)
		}
	}
}

// o9 begins the sender's OpenID in the tests' pushes.
const o9 = "o9AgO5Kd5gg"
