package wechat

import "log/slog"

// What holds a Token, a key or a message tells a log only what nobody could use. slog
// asks the outermost value alone, so each type that may be one answers for itself.

// LogValue implements slog.LogValuer.
func (c AccountConfig) LogValue() slog.Value {
	return slog.GroupValue(slog.String("app_id", c.AppID), slog.String("mode", c.Mode.String()),
		slog.Int("keys", len(c.Keys)))
}

// LogValue implements slog.LogValuer.
func (k *Key) LogValue() slog.Value { return slog.StringValue("EncodingAESKey") }

// LogValue implements slog.LogValuer.
func (p Peer) LogValue() slog.Value {
	return slog.GroupValue(slog.String("id", p.ID), slog.String("path", p.Path))
}

// LogValue implements slog.LogValuer.
func (k Known) LogValue() slog.Value {
	return slog.GroupValue(slog.Int("peers", len(k.Peers)), slog.Int("earlier_tokens", len(k.EarlierTokens)))
}

// LogValue implements slog.LogValuer.
func (c Check) LogValue() slog.Value {
	return slog.GroupValue(slog.String("parameter", c.Scheme.parameter()), slog.Bool("ok", c.OK))
}

// LogValue implements slog.LogValuer.
func (f Fix) LogValue() slog.Value { return slog.StringValue(string(f.Kind)) }

// LogValue implements slog.LogValuer. Args may hold the Token.
func (c Cause) LogValue() slog.Value { return slog.StringValue(string(c.ID)) }

// LogValue implements slog.LogValuer.
func (o Opened) LogValue() slog.Value {
	var cause CauseID
	if len(o.Causes) > 0 {
		cause = o.Causes[0].ID
	}
	return slog.GroupValue(slog.String("kind", o.Kind.String()), slog.Bool("ok", o.OK()),
		slog.String("cause", string(cause)))
}

// LogValue implements slog.LogValuer.
func (d Diagnosis) LogValue() slog.Value {
	var cause CauseID
	if len(d.Causes) > 0 {
		cause = d.Causes[0].ID
	}
	return slog.GroupValue(slog.String("cause", string(cause)), slog.Int("ruled_out", len(d.RuledOut)))
}

// LogValue implements slog.LogValuer. What is said is between the account and its user.
func (r Reply) LogValue() slog.Value { return slog.StringValue(string(r.Type)) }
