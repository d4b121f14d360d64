package ngrok

import (
	"context"
	"encoding/base64"
	"fmt"
	"log/slog"
	"net/url"
	"slices"
	"strings"
)

// redactor takes a configuration's secrets out of texts. The cloud echoes the
// authtoken in some refusals, and dial errors can name the proxy.
type redactor struct{ replacer *strings.Replacer }

func newRedactor(cfg Config) redactor {
	var secrets []string
	add := func(text string) {
		if text != "" && !slices.Contains(secrets, text) {
			secrets = append(secrets, text)
		}
	}
	add(cfg.Authtoken.Reveal())
	add(strings.TrimSpace(cfg.Authtoken.Reveal()))
	if u, err := url.Parse(strings.TrimSpace(cfg.ProxyURL)); err == nil && u.User != nil {
		name := u.User.Username()
		if password, ok := u.User.Password(); ok {
			add(password)
			add(url.QueryEscape(password))
			if _, raw, found := strings.Cut(u.User.String(), ":"); found {
				add(raw)
			}
			add(base64.StdEncoding.EncodeToString([]byte(name + ":" + password)))
		}
	}
	// The longest first, so that none is cut by one that it contains.
	slices.SortFunc(secrets, func(a, b string) int { return len(b) - len(a) })
	pairs := make([]string, 0, 2*len(secrets))
	for _, s := range secrets {
		pairs = append(pairs, s, hidden)
	}
	return redactor{strings.NewReplacer(pairs...)}
}

func (r redactor) text(s string) string { return r.replacer.Replace(s) }

// redactingHandler passes log records of the SDK on with every value turned
// into a text without secrets, as debug records: what matters to a person
// comes as a problem.
type redactingHandler struct {
	next   slog.Handler
	redact redactor
}

func (h redactingHandler) Enabled(ctx context.Context, _ slog.Level) bool {
	return h.next.Enabled(ctx, slog.LevelDebug)
}

func (h redactingHandler) Handle(ctx context.Context, r slog.Record) error {
	out := slog.NewRecord(r.Time, slog.LevelDebug, "ngrok: "+h.redact.text(r.Message), r.PC)
	out.AddAttrs(slog.String("sdk_level", r.Level.String()))
	r.Attrs(func(a slog.Attr) bool {
		out.AddAttrs(h.attr(a))
		return true
	})
	if err := h.next.Handle(ctx, out); err != nil {
		return fmt.Errorf("log for ngrok: %w", err)
	}
	return nil
}

func (h redactingHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	out := make([]slog.Attr, len(attrs))
	for i, a := range attrs {
		out[i] = h.attr(a)
	}
	return redactingHandler{h.next.WithAttrs(out), h.redact}
}

func (h redactingHandler) WithGroup(name string) slog.Handler {
	return redactingHandler{h.next.WithGroup(name), h.redact}
}

func (h redactingHandler) attr(a slog.Attr) slog.Attr {
	v := a.Value.Resolve()
	switch v.Kind() {
	case slog.KindGroup:
		attrs := make([]any, 0, len(v.Group()))
		for _, sub := range v.Group() {
			attrs = append(attrs, h.attr(sub))
		}
		return slog.Group(a.Key, attrs...)
	case slog.KindString:
		return slog.String(a.Key, h.redact.text(v.String()))
	case slog.KindAny:
		return slog.String(a.Key, h.redact.text(fmt.Sprintf("%+v", v.Any())))
	}
	return slog.Attr{Key: a.Key, Value: v}
}
