package ui

import (
	"maps"
	"strconv"
	"strings"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// causeTitle is a cause in a few words.
func (t teller) causeTitle(x *exchange.Exchange, c *wechat.Cause) string {
	return t.guard(x, t.words.TM("cause."+string(c.ID)+".title", t.causeArgs(x, c)))
}

// causeText is what happened, why, and what to do; with the evidence, if there is more
// than the sentence itself.
func (t teller) causeText(x *exchange.Exchange, c *wechat.Cause) string {
	args := t.causeArgs(x, c)
	text := t.words.TM("cause."+string(c.ID)+".text", args)
	if key := "cause." + string(c.ID) + ".profile"; args["profile"] != "" && t.words.Has(key) {
		text += "\n" + t.words.TM(key, args)
	}
	if c.Fix != nil && c.Fix.Kind == wechat.SetToken && !t.mask && !strings.Contains(x.Opened.Check.Token+c.Fix.Value, "`") {
		text += "\n" + t.t("detail.evidence.token", "here", x.Opened.Check.Token, "there", c.Fix.Value)
	}
	return t.guard(x, text)
}

// causeArgs are a cause's arguments as words: identifiers become words of their own, and
// what the exchange knows besides is added.
func (t teller) causeArgs(x *exchange.Exchange, c *wechat.Cause) map[string]string {
	args := map[string]string{}
	maps.Copy(args, c.Args)
	word := func(name, prefix string) {
		if v := args[name]; v != "" && t.words.Has(prefix+v) {
			args[name] = t.t(prefix + v)
		}
	}
	switch c.ID {
	case wechat.TokenWhitespace:
		word("where", "cause.token_whitespace.where.")
		word("side", "cause.token_whitespace.side.")
	case wechat.TimestampSkew:
		args["skew"] = t.span(args["seconds"])
		word("direction", "cause.timestamp_skew.direction.")
	case wechat.BodySyntax:
		if key := "syntax." + args["problem"]; t.words.Has(key) {
			args["problem"] = t.words.TM(key, args)
		}
	case wechat.BodyTooLarge:
		args["size"], args["limit"] = t.bytes(x.Request.Size), t.bytes(int64(len(x.Request.Body())))
	}
	if v, ok := args["token"]; ok && t.mask {
		args["token"] = hidden(v)
	}
	for name, v := range args { // backquotes set values off in sentences, see prose
		args[name] = strings.ReplaceAll(v, "`", "'")
	}
	return args
}

// hidden is a secret as it is shown while masked; its length tells nothing.
func hidden(s string) string {
	if s == "" {
		return ""
	}
	return "••••••••"
}

// span is a number of seconds as a person says it.
func (t teller) span(seconds string) string {
	n, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil {
		return seconds
	}
	switch {
	case n < 120:
		return t.t("span.seconds", "n", n)
	case n < 2*3600:
		return t.t("span.minutes", "n", n/60)
	case n < 48*3600:
		return t.t("span.hours", "n", n/3600)
	}
	return t.t("span.days", "n", n/86400)
}

// bytes is a size in words.
func (t teller) bytes(n int64) string {
	switch {
	case n < 10<<10:
		return t.t("size.bytes", "n", grouped(n))
	case n < 10<<20:
		return strconv.FormatInt(n>>10, 10) + " KiB"
	}
	return strconv.FormatFloat(float64(n)/(1<<20), 'f', 1, 64) + " MiB"
}
