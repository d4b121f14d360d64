package exchange

import (
	"strconv"
	"strings"
	"time"
	"unicode"

	"echostr/internal/wechat"
)

// test says whether a Meta has a value.
type test func(*Meta) bool

// compile makes the test of one value. moves says that it depends on now.
func compile(key Key, v valueToken, now time.Time) (t test, moves bool, err *QueryError) {
	text := Fold(v.text)
	fault := func(id string, args ...string) *QueryError {
		e := &QueryError{Offset: v.from, Length: v.to - v.from, ID: id, Args: map[string]string{"key": string(key), "value": v.text}}
		for i := 0; i+1 < len(args); i += 2 {
			e.Args[args[i]] = args[i+1]
		}
		return e
	}
	if v.open {
		return nil, false, fault(OpenQuote)
	}
	if all := key.Fixed(); all != nil {
		if t = fixedTest(key, text); t == nil {
			return nil, false, fault(UnknownValue, "like", nearest(text, all), "all", strings.Join(all, " "))
		}
		return t, false, nil
	}
	switch key {
	case KeyStatus:
		lo, hi, ok := parseStatus(text)
		if !ok {
			return nil, false, fault(BadStatus)
		}
		return func(m *Meta) bool { return m.Status >= lo && m.Status <= hi }, false, nil
	case KeySlow:
		t, ok := slowTest(text)
		if !ok {
			return nil, false, fault(BadDuration)
		}
		return t, false, nil
	case KeyAttempt:
		t, ok := attemptTest(text)
		if !ok {
			return nil, false, fault(BadAttempt)
		}
		return t, false, nil
	case KeySince, KeyUntil:
		from, to, moves, ok := parseTime(text, now)
		switch {
		case !ok:
			return nil, false, fault(BadTime)
		case key == KeySince:
			return func(m *Meta) bool { return !m.Time.Before(from) }, moves, nil
		case from.Equal(to): // a moment
			return func(m *Meta) bool { return !m.Time.After(to) }, moves, nil
		}
		return func(m *Meta) bool { return m.Time.Before(to) }, moves, nil
	}
	return nameTest(key, text, v.quoted), false, nil
}

// fixedTest is the test of a value of a key that has no others, nil if it has not this one.
func fixedTest(key Key, value string) test {
	flags := map[string]Flags{"is:test": IsTest, "is:encrypted": IsEncrypted, "is:cut": IsCut, "has:warning": HasWarning,
		"has:rule": HasRule, "has:reply": HasReply, "has:message": HasMessage}
	if f, ok := flags[string(key)+":"+value]; ok {
		return func(m *Meta) bool { return m.Flags&f != 0 }
	}
	switch string(key) + ":" + value {
	case "is:retry":
		return func(m *Meta) bool { return m.Attempt > 1 }
	case "is:pinned":
		return func(m *Meta) bool { return m.Label.Pinned }
	case "is:marked":
		return func(m *Meta) bool { return m.Label.Mark > 0 }
	case "has:note":
		return func(m *Meta) bool { return m.Label.Note != "" }
	}
	switch key {
	case KeyVerdict:
		for _, v := range []Verdict{NotForUs, Pass, Fail} {
			if v.String() == value {
				return func(m *Meta) bool { return m.Verdict == v }
			}
		}
	case KeyKind:
		for _, k := range []wechat.Kind{wechat.Foreign, wechat.Verification, wechat.UserMessage, wechat.Event} {
			if k.String() == value {
				return func(m *Meta) bool { return m.Kind == k }
			}
		}
	case KeyVia:
		for _, v := range []Via{Local, Tunnel, Direct} {
			if v.String() == value {
				return func(m *Meta) bool { return m.Via == v }
			}
		}
	}
	return nil
}

// nameTest compares a name. In quotes it is meant whole; else rule and path contain it, and
// the others begin with it, unless it is a whole one that WeChat has. A note only has to
// contain it.
func nameTest(key Key, name string, quoted bool) test {
	field := func(m *Meta) string { return m.Path }
	whole := quoted
	switch key {
	case KeyType:
		field = func(m *Meta) string { return m.MsgType }
		whole = quoted || wholeNames[name]
	case KeyEvent:
		field = func(m *Meta) string { return m.Event }
		whole = quoted || wholeNames[name]
	case KeyFrom:
		field = func(m *Meta) string { return m.From }
		if begin, end, ok := gap(name); ok && !quoted {
			return func(m *Meta) bool {
				from := Fold(m.From)
				return len(from) >= len(begin)+len(end) && strings.HasPrefix(from, begin) && strings.HasSuffix(from, end)
			}
		}
	case KeyRule:
		field = func(m *Meta) string { return m.Rule }
	case KeyProfile:
		field = func(m *Meta) string { return m.Profile }
	case KeyNote:
		return func(m *Meta) bool { return m.Label.Note != "" && strings.Contains(Fold(m.Label.Note), name) }
	case KeyCause:
		return func(m *Meta) bool {
			for id := range strings.SplitSeq(m.Causes, ",") {
				if id == name || !quoted && strings.HasPrefix(id, name) {
					return true
				}
			}
			return false
		}
	}
	switch {
	case whole:
		return func(m *Meta) bool { return Fold(field(m)) == name }
	case key == KeyRule, key == KeyPath:
		return func(m *Meta) bool { return strings.Contains(Fold(field(m)), name) }
	}
	return func(m *Meta) bool { return strings.HasPrefix(Fold(field(m)), name) }
}

// gap cuts an OpenID that was shortened for the eye, as in "oGZ3V5…mK8c" or "o•••••mK8c", at
// what was left out; a star does it as well.
func gap(name string) (begin, end string, ok bool) {
	out := func(r rune) bool { return r == '…' || r == '•' || r == '*' }
	i := strings.IndexFunc(name, out)
	if i < 0 {
		return "", "", false
	}
	last := strings.LastIndexFunc(name, out)
	return name[:i], strings.TrimLeftFunc(name[last:], out), true
}

// operator cuts a sign of comparison from the front of a value.
func operator(s string) (op, rest string) {
	for _, op := range []string{">=", "<=", ">", "<", "="} {
		if rest, ok := strings.CutPrefix(s, op); ok {
			return op, strings.TrimLeftFunc(rest, unicode.IsSpace)
		}
	}
	return "", s
}

// parseStatus reads "403", "4xx", "400-499" and "400..499", ">=400".
func parseStatus(s string) (lo, hi int, ok bool) {
	number := func(s string) int {
		n, err := strconv.Atoi(s)
		if err != nil || n < 0 || n > 999 || len(s) > 3 || s[0] == '+' || s[0] == '-' {
			return -1
		}
		return n
	}
	if len(s) == 3 && s[1:] == "xx" && s[0] >= '1' && s[0] <= '9' {
		n := int(s[0]-'0') * 100
		return n, n + 99, true
	}
	op, rest := operator(s)
	for _, dash := range []string{"..", "-"} {
		if a, b, two := strings.Cut(rest, dash); two && op == "" {
			lo, hi = number(a), number(b)
			return lo, hi, lo >= 0 && hi >= lo
		}
	}
	n := number(rest)
	if n < 0 {
		return 0, 0, false
	}
	switch op {
	case ">":
		return n + 1, 999, true
	case ">=":
		return n, 999, true
	case "<":
		return 0, n - 1, true
	case "<=":
		return 0, n, true
	}
	return n, n, true
}

// attemptTest reads "2", ">1", "<=2": which of WeChat's deliveries of a message it is.
func attemptTest(s string) (test, bool) {
	op, rest := operator(s)
	n, err := strconv.Atoi(rest)
	if err != nil || n < 0 || len(rest) > 3 || rest[0] == '+' || rest[0] == '-' {
		return nil, false
	}
	which := func(m *Meta) int { return max(1, m.Attempt) }
	switch op {
	case ">":
		return func(m *Meta) bool { return which(m) > n }, true
	case ">=":
		return func(m *Meta) bool { return which(m) >= n }, true
	case "<":
		return func(m *Meta) bool { return which(m) < n }, true
	case "<=":
		return func(m *Meta) bool { return which(m) <= n }, true
	}
	return func(m *Meta) bool { return which(m) == n }, true
}

// slowTest reads ">2s", "<500ms"; without a sign it means at least.
func slowTest(s string) (test, bool) {
	op, rest := operator(s)
	d, ok := parseDuration(rest)
	if !ok {
		return nil, false
	}
	switch op {
	case ">":
		return func(m *Meta) bool { return m.Duration > d }, true
	case "<":
		return func(m *Meta) bool { return m.Duration < d }, true
	case "<=":
		return func(m *Meta) bool { return m.Duration <= d }, true
	case "=":
		return func(m *Meta) bool { return m.Duration == d }, true
	}
	return func(m *Meta) bool { return m.Duration >= d }, true
}
