package archive

import (
	"iter"
	"maps"
	"slices"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// title is an exchange in a few words, for names and comments: "message text pass".
func title(x *exchange.Exchange) string {
	s := x.Opened.Kind.String()
	if m := x.Opened.Message; m != nil {
		for _, more := range []string{m.MsgType(), m.Event(), m.InfoType()} {
			if more != "" && more != s {
				s += " " + more
			}
		}
	} else if x.Opened.Kind == wechat.Foreign {
		s += " " + x.Request.Method + " " + x.Request.Path
	}
	s += " " + x.Verdict.String()
	if c := x.Cause(); c != "" {
		s += " " + string(c)
	}
	return s
}

// sorted are the accounts by profile, in the order of their IDs.
func (o *output) sorted() iter.Seq2[string, wechat.AccountConfig] {
	return func(yield func(string, wechat.AccountConfig) bool) {
		for _, id := range slices.Sorted(maps.Keys(o.test)) {
			if !yield(id, o.test[id]) {
				return
			}
		}
	}
}
