package profile

import (
	"log/slog"
	"strings"

	"echostr/internal/wechat"
)

// Overrides are values for this run only, from flags and the environment; nil leaves
// a setting alone. The account's fields go to the profile that is active when
// Store.Override is called.
type Overrides struct {
	Token     *string `json:"-"`
	AppID     *string
	AppSecret *string `json:"-"`
	AESKey    *string `json:"-"`
	Mode      *wechat.Mode
	Path      *string
	Listen    *string
	Provider  *string // of the tunnel
	PublicURL *string

	// Of ngrok.
	Domain, ConnectAddr, CAFile *string
}

// override is one field of Overrides as the rest of the package sees it.
type override struct {
	field Field
	value string
	at    func(s *Settings, id string) *string // nil when the profile is gone
}

// list is the overridden fields. Mode stands apart because it is not a string.
func (o *Overrides) list() []override {
	of := func(get func(p *Profile) *string) func(*Settings, string) *string {
		return func(s *Settings, id string) *string {
			if p := s.Edit(id); p != nil {
				return get(p)
			}
			return nil
		}
	}
	all := []struct {
		v  *string
		fd Field
		at func(*Settings, string) *string
	}{
		{o.Token, FieldToken, of(func(p *Profile) *string { return &p.Token })},
		{o.AppID, FieldAppID, of(func(p *Profile) *string { return &p.AppID })},
		{o.AppSecret, FieldAppSecret, of(func(p *Profile) *string { return &p.AppSecret })},
		{o.AESKey, FieldAESKey, of(func(p *Profile) *string { return &p.EncodingAESKey })},
		{o.Path, FieldPath, of(func(p *Profile) *string { return &p.Path })},
		{o.Listen, FieldListen, func(s *Settings, _ string) *string { return &s.Listen }},
		{o.Provider, FieldProvider, func(s *Settings, _ string) *string { return &s.Tunnel.Provider }},
		{o.PublicURL, FieldPublicURL, func(s *Settings, _ string) *string { return &s.Tunnel.PublicURL }},
		{o.Domain, FieldDomain, func(s *Settings, _ string) *string { return &s.Tunnel.Domain }},
		{o.ConnectAddr, FieldConnectAddr, func(s *Settings, _ string) *string { return &s.Tunnel.ConnectAddr }},
		{o.CAFile, FieldCAFile, func(s *Settings, _ string) *string { return &s.Tunnel.CAFile }},
	}
	var out []override
	for _, a := range all {
		if a.v != nil {
			out = append(out, override{a.fd, *a.v, a.at})
		}
	}
	return out
}

// Fields are the overridden fields.
func (o Overrides) Fields() []Field {
	var out []Field
	for _, f := range o.list() {
		out = append(out, f.field)
	}
	if o.Mode != nil {
		out = append(out, FieldMode)
	}
	return out
}

// LogValue implements slog.LogValuer: which fields, not their values.
func (o Overrides) LogValue() slog.Value {
	var names []string
	for _, f := range o.Fields() {
		names = append(names, string(f))
	}
	return slog.StringValue(strings.Join(names, ","))
}

// apply returns s with the overrides in force for the profile id. s stays as it is.
func (o *Overrides) apply(s *Settings, id string) *Settings {
	s = s.clone()
	for _, f := range o.list() {
		if at := f.at(s, id); at != nil {
			*at = f.value
		}
	}
	if p := s.Edit(id); p != nil && o.Mode != nil {
		p.Mode = *o.Mode
	}
	return s
}

// withdraw takes the overrides out of edited again: a field that still has the
// override's value gets the saved one back; one that a person changed keeps the
// change, and is left out of the overrides that it returns.
func (o Overrides) withdraw(edited, saved *Settings, id string) Overrides {
	for _, f := range o.list() {
		to, from := f.at(edited, id), f.at(saved, id)
		if to == nil || from == nil {
			continue
		}
		if *to == f.value {
			*to = *from
		} else {
			o.end(f.field)
		}
	}
	to, from := edited.Edit(id), saved.Edit(id)
	if o.Mode != nil && to != nil && from != nil {
		if to.Mode == *o.Mode {
			to.Mode = from.Mode
		} else {
			o.Mode = nil
		}
	}
	return o
}

// end drops the override of one field.
func (o *Overrides) end(f Field) {
	switch f {
	case FieldToken:
		o.Token = nil
	case FieldAppID:
		o.AppID = nil
	case FieldAppSecret:
		o.AppSecret = nil
	case FieldAESKey:
		o.AESKey = nil
	case FieldPath:
		o.Path = nil
	case FieldListen:
		o.Listen = nil
	case FieldProvider:
		o.Provider = nil
	case FieldPublicURL:
		o.PublicURL = nil
	case FieldDomain:
		o.Domain = nil
	case FieldConnectAddr:
		o.ConnectAddr = nil
	case FieldCAFile:
		o.CAFile = nil
	}
}
