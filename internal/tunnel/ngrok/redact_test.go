package ngrok

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"echostr/internal/tunnel"
	"echostr/internal/tunnel/ngrok/ngroktest"
	"echostr/internal/tunnel/tunneltest"
)

const (
	secretToken    = "2sEcReTtOkEn0000000000_abcdefghijklmnopqrstuvw"
	secretPassword = "pr0xy p@ss:w/rd"
)

var secretConfig = Config{Authtoken: secretToken, ProxyURL: "http://mo:pr0xy%20p%40ss%3Aw%2Frd@127.0.0.1:8080"}

// tell returns the secrets that a text shows.
func tell(text string) (shown []string) {
	for _, s := range []string{secretToken, secretPassword, "pr0xy%20p%40ss%3Aw%2Frd", "pr0xy+p%40ss%3Aw%2Frd",
		base64.StdEncoding.EncodeToString([]byte("mo:" + secretPassword))} {
		if strings.Contains(text, s) {
			shown = append(shown, s)
		}
	}
	return shown
}

func TestSecretShowsNothing(t *testing.T) {
	s := Secret(secretToken)
	object := struct{ Token Secret }{s}
	text, err := json.Marshal(object)
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "token", s, "object", object)
	for _, shown := range []string{
		fmt.Sprint(s), fmt.Sprintf("%s %q %x %v %+v %#v %d", s, s, s, s, s, s, s), fmt.Sprintf("%+v %#v", object, object),
		string(text), log.String(),
	} {
		if tell(shown) != nil || strings.Contains(shown, fmt.Sprintf("%x", secretToken)) || !strings.Contains(shown, "***") {
			t.Errorf("shows %q", shown)
		}
	}
	if s.Reveal() != secretToken || Secret("").String() != "" {
		t.Error("a secret must keep its text, and an empty one be seen as empty")
	}
}

func TestConfigShowsNoSecrets(t *testing.T) {
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "config", secretConfig)
	for _, shown := range []string{fmt.Sprint(secretConfig), fmt.Sprintf("%+v", secretConfig), fmt.Sprintf("%#v", secretConfig), log.String()} {
		if s := tell(shown); s != nil {
			t.Errorf("%q shows %q", shown, s)
		}
	}
	if got := (Config{ProxyURL: "http://a b:" + secretPassword}).String(); tell(got) != nil {
		t.Errorf("a proxy that is no URL is shown: %q", got)
	}
}

func TestProblemsShowNoSecrets(t *testing.T) {
	r := newRedactor(secretConfig)
	err := fmt.Errorf("authentication failed: %w", errors.New("Your authtoken: "+secretToken+
		"\r\nproxy "+secretConfig.ProxyURL+" Basic "+base64.StdEncoding.EncodeToString([]byte("mo:"+secretPassword))+
		"\r\n\r\nERR_NGROK_105\r\n"))
	p := r.problemOf(err)
	if s := tell(p.Detail); s != nil {
		t.Errorf("%q shows %q", p.Detail, s)
	}
	if p.Code != "ERR_NGROK_105" || p.Kind != tunnel.AuthtokenInvalid || !strings.Contains(p.Detail, "Your authtoken: ***") {
		t.Errorf("problem %+v", p)
	}
	if r.problemOf(nil) != nil {
		t.Error("nil is no problem")
	}
}

func TestHandlerShowsNoSecrets(t *testing.T) {
	var log bytes.Buffer
	h := redactingHandler{slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}), newRedactor(secretConfig)}
	slog.New(h).With("with", secretToken).WithGroup("g").Error("refused "+secretToken,
		"err", errors.New("token "+secretToken), "any", struct{ Token string }{secretToken},
		slog.Group("sub", "text", secretPassword), "n", 7)
	if s := tell(log.String()); s != nil {
		t.Errorf("%q shows %q", log.String(), s)
	}
	for _, want := range []string{`"n":7`, `"level":"DEBUG"`, `"sdk_level":"ERROR"`, `"text":"***"`} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("%q has no %s", log.String(), want)
		}
	}
}

// The SDK's own records at debug level, over a session that is refused with a
// text that echoes the authtoken.
func TestSDKLogShowsNoSecrets(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	edge := ngroktest.Start(t, ngroktest.Options{})
	var log lockedBuffer
	logger := slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	runner := tunnel.New(tunnel.Config{Logger: logger})
	defer runner.Close()
	watch := tunneltest.Watch(t, runner)
	edge.OnAuth(ngroktest.RefuseAuth("ERR_NGROK_107"))
	runner.Start(New(Config{Authtoken: secretToken, ConnectAddr: edge.ConnectAddr(), CAFile: edge.CAFile(t), Logger: logger}))
	watch.AwaitState(ctx, 0, tunnel.Failed)
	runner.Close()
	if s := tell(log.String()); s != nil {
		t.Errorf("the log shows %q: %s", s, log.String())
	}
	if !strings.Contains(log.String(), "ngrok: ") || !strings.Contains(log.String(), "authtoken_revoked") {
		t.Errorf("the log lacks the SDK's or the runner's records: %s", log.String())
	}
}
