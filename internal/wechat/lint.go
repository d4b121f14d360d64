package wechat

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// Lint tells what is wrong with an answer, whoever made it, to a request that o holds
// to be good: what WeChat, as far as is known, would not take, or not show. All are
// warnings; nil is a good answer. Of a request that does not hold every answer is. a is
// the account that opened it, now the time of the answer.
func Lint(body []byte, contentType string, o *Opened, a *Account, now time.Time) []Cause {
	switch {
	case !o.OK():
		return nil
	case o.Kind == Verification:
		if string(body) == o.Echo {
			return nil
		}
		return []Cause{lintEcho(string(body), contentType, o.Echo)}
	case len(body) == 0 || string(body) == string(ReplySuccess):
		return nil
	}
	l := linter{o: o, a: a, now: now}
	l.answer(string(body), contentType)
	return l.out
}

// linter gathers what is wrong with one answer to a push.
type linter struct {
	o   *Opened
	a   *Account
	now time.Time
	out []Cause
}

func (l *linter) add(id CauseID, args ...string) { l.out = append(l.out, warn(id, args...)) }

// isHTML knows a page by how it begins, or by what it is called if it is no push's
// notation.
func isHTML(body, contentType string) bool {
	begin := strings.TrimLeft(strings.TrimPrefix(body, byteOrderMark), blanks)
	begin = strings.ToLower(begin[:min(len(begin), 16)])
	for _, tag := range []string{"<!doctype html", "<html", "<head", "<body"} {
		if strings.HasPrefix(begin, tag) {
			return true
		}
	}
	return strings.HasPrefix(strings.ToLower(contentType), "text/html") && strings.HasPrefix(begin, "<") && !strings.HasPrefix(begin, "<xml") &&
		!strings.HasPrefix(begin, "<?xml")
}

// isCompressed knows gzip by its first two bytes.
func isCompressed(body string) bool { return strings.HasPrefix(body, "\x1f\x8b") }

func (l *linter) answer(body, contentType string) {
	switch {
	case isCompressed(body):
		l.add(ReplyCompressed)
		return
	case isHTML(body, contentType):
		l.add(ReplyHTML)
		return
	}
	body = l.unwrapped(body)
	if body == "" || body == string(ReplySuccess) {
		return
	}
	m, err := Parse(body)
	if err != nil {
		c := syntaxCause(err)
		l.add(ReplySyntax)
		l.out[len(l.out)-1].Args = c.Args
		return
	}
	if l.o.Message != nil && m.Format != l.o.Message.Format {
		l.add(ReplyFormat, "got", strings.ToUpper(m.Format.String()), "want", strings.ToUpper(l.o.Message.Format.String()))
	}
	switch encrypt := encryptOf(m); {
	case encrypt != "":
		l.sealed(m, encrypt)
	case l.o.Encrypted && l.a.Mode != Compatible:
		l.add(ReplyPlain)
		l.message(m)
	default:
		l.message(m)
	}
}

// unwrapped takes off what stands around an answer, and tells of it.
func (l *linter) unwrapped(body string) string {
	if s, ok := strings.CutPrefix(body, byteOrderMark); ok {
		l.add(ReplyBOM)
		body = s
	}
	trimmed := strings.TrimSpace(body)
	if inner, ok := unquoted(trimmed); ok {
		l.add(ReplySurrounded, "what", "quotes")
		return strings.TrimSpace(inner)
	}
	if trimmed != body {
		l.add(ReplySurrounded, "what", "blank")
	}
	return trimmed
}

// unquoted is what stands between quotes, JSON's escapes undone.
func unquoted(s string) (string, bool) {
	if len(s) < 2 || s[0] != s[len(s)-1] || s[0] != '"' && s[0] != '\'' {
		return "", false
	}
	if s[0] == '"' {
		var inner string
		if json.Unmarshal([]byte(s), &inner) == nil {
			return inner, true
		}
	}
	return s[1 : len(s)-1], true
}

// message looks into an answer in clear.
func (l *linter) message(m *Message) {
	if at := m.child(-1, "xml"); at >= 0 && m.Format == XML {
		l.add(ReplyNested)
		return
	}
	l.out = checkUsers(l.out, l.o.Message, m.ToUserName(), m.FromUserName(), true)
	l.seconds(m, "CreateTime")
	t, there := m.Lookup("MsgType")
	kind := ReplyType(t)
	switch {
	case !there || t == "":
		l.add(ReplyFieldMissing, "type", "", "name", "MsgType")
		return
	case !kind.known():
		l.out = append(l.out, unknownType(t))
		return
	}
	switch kind {
	case ReplyText:
		l.out = checkText(l.out, m.Get("Content"))
	case ReplyNews:
		l.news(m)
	default:
		for _, path := range kind.required() {
			if m.Get(path) == "" {
				l.out = append(l.out, fieldMissing(kind, path))
			}
		}
	}
}

// seconds holds an element to being a time.
func (l *linter) seconds(m *Message, name string) {
	switch v, there := m.Lookup(name); {
	case !there:
		l.add(ReplyCreateTime, "name", name, "what", "missing")
	case l.milliseconds(v):
		l.add(ReplyCreateTime, "name", name, "what", "milliseconds", "value", shortened(v))
	case !isDigits(v):
		l.add(ReplyCreateTime, "name", name, "what", "malformed", "value", shortened(v))
	}
}

// milliseconds says whether digits are so many times the time of the answer that they
// do not count seconds.
func (l *linter) milliseconds(v string) bool {
	n, err := strconv.ParseInt(v, 10, 64)
	if err != nil {
		return isDigits(v)
	}
	return n >= 100*max(l.now.Unix(), 1e9)
}
