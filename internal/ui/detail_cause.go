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
	return t.guard(x, t.words.CauseTitle(string(c.ID), t.causeArgs(x, c)))
}

// causeText is what happened, why, and what to do.
func (t teller) causeText(x *exchange.Exchange, c *wechat.Cause) string {
	return t.guard(x, t.words.CauseText(string(c.ID), t.causeArgs(x, c)))
}

// causeArgs are a cause's arguments, with what the exchange knows besides, fit to be
// shown.
func (t teller) causeArgs(x *exchange.Exchange, c *wechat.Cause) map[string]string {
	args := make(map[string]string, len(c.Args)+2)
	maps.Copy(args, c.Args)
	if c.ID == wechat.BodyTooLarge {
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

// bytes is a size in words.
func (t teller) bytes(n int64) string {
	switch {
	case n < 10<<10:
		return t.t("size.bytes", "n", grouped(n))
	case n < 1<<20:
		return strconv.FormatInt(n>>10, 10) + " KiB"
	case n%(1<<30) == 0:
		return strconv.FormatInt(n>>30, 10) + " GiB"
	case n%(1<<20) == 0:
		return strconv.FormatInt(n>>20, 10) + " MiB"
	}
	return strconv.FormatFloat(float64(n)/(1<<20), 'f', 1, 64) + " MiB"
}
