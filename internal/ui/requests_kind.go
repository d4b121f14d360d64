package ui

import (
	"strings"

	"fyne.io/fyne/v2"

	"echostr/internal/exchange"
	"echostr/internal/ui/kit"
	"echostr/internal/wechat"
)

// kind is the word on a row's badge, and its tone.
func (t teller) kind(x *exchange.Exchange) (word string, tone fyne.ThemeColorName) {
	o := &x.Opened
	switch {
	case x.Verdict == exchange.NotForUs:
		return t.stranger(x), kit.ColorText2
	case o.Kind == wechat.Verification:
		return t.t("kind.verification"), kit.ColorBlue
	case o.Message == nil || o.Message.MsgType() == "" && o.Message.InfoType() == "":
		if o.Encrypted {
			return t.t("kind.sealed"), kit.ColorText2
		}
		return t.t("kind.unread"), kit.ColorText2
	case o.Message.IsEvent():
		name := o.Message.Event()
		if name == "" {
			name = o.Message.InfoType()
		}
		return t.named("kind.event.", name), kit.ColorLink
	}
	return t.named("kind.", o.Message.MsgType()), kit.ColorText2
}

// named is the word for a type that there are words for; else the type's own name.
func (t teller) named(prefix, name string) string {
	if key := prefix + strings.ToLower(name); plainName(name) && t.words.Has(key) {
		return t.t(key)
	}
	return oneLine(name)
}

// plainName says whether a name from outside may be part of a key.
func plainName(s string) bool {
	for _, c := range []byte(s) {
		if !idByte(c) {
			return false
		}
	}
	return s != "" && len(s) < 64
}

// stranger is the word for a request that is not WeChat's.
func (t teller) stranger(x *exchange.Exchange) string {
	for _, c := range x.Opened.Causes {
		if c.ID == wechat.WrongPath {
			return t.t("kind.path")
		}
	}
	path := strings.ToLower(x.Request.Path)
	for _, p := range scanned {
		if strings.Contains(path, p) {
			return t.t("kind.scanner")
		}
	}
	if x.Request.Method == "" {
		return t.t("kind.malformed")
	}
	return t.t("kind.foreign")
}

// scanned is in the paths that scanners try on every public address.
var scanned = []string{".env", ".git", ".php", ".asp", ".jsp", ".cgi", "/wp-", "/cgi-bin", "/admin", "/actuator",
	"/login", "/manager", "/solr", "/vendor", "/config", "/hnap", "/boaform", "/console", "/owa", "/.well-known"}
