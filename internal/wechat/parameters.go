package wechat

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// problems tells which of the wanted parameters are missing, empty, or came twice
// with different values. Frameworks disagree about which of two they read, so such a
// request is never let pass.
func (s *signed) problems(wanted ...int) (out []Cause) {
	for _, i := range wanted {
		switch {
		case !s.has[i]:
			out = append(out, Cause{ID: ParameterMissing, Args: map[string]string{"name": signedNames[i]}})
		case s.value(i) == "":
			out = append(out, Cause{ID: ParameterEmpty, Args: map[string]string{"name": signedNames[i]}})
		}
	}
	if s.twice != "" {
		out = append([]Cause{{ID: ParameterDuplicate, Args: map[string]string{"name": s.twice}}}, out...)
	}
	return out
}

// SkewAllowed is how far a timestamp may lie from the server's clock before it is
// remarked on. WeChat sets no limit; a request pasted from an old log is hours off.
const SkewAllowed = 5 * time.Minute

// clock warns of a timestamp that is far off or no time at all.
func clock(c *Check, now time.Time) []Cause {
	if now.IsZero() || c.Timestamp == "" || c.Scheme == NoScheme {
		return nil
	}
	n, err := strconv.ParseInt(c.Timestamp, 10, 64)
	if err != nil || !isDigits(c.Timestamp) {
		return []Cause{{ID: TimestampMalformed, Warning: true, Args: map[string]string{"value": c.Timestamp}}}
	}
	if len(c.Timestamp) >= 13 {
		return []Cause{{ID: TimestampMilliseconds, Warning: true, Args: map[string]string{"value": c.Timestamp}}}
	}
	off := n - now.Unix()
	if limit := int64(SkewAllowed / time.Second); off >= -limit && off <= limit {
		return nil
	}
	direction := "ahead"
	if off < 0 {
		direction, off = "behind", -off
	}
	return []Cause{{ID: TimestampSkew, Warning: true,
		Args: map[string]string{"seconds": strconv.FormatInt(off, 10), "direction": direction}}}
}

func syntaxCause(err error) Cause {
	c := Cause{ID: BodySyntax, Args: map[string]string{}}
	var s *SyntaxError
	if errors.As(err, &s) {
		c.Args["problem"], c.Args["what"] = string(s.Problem), s.What
		c.Args["line"], c.Args["column"] = strconv.Itoa(s.Line), strconv.Itoa(s.Column)
		c.Args["format"] = strings.ToUpper(s.Format.String())
	}
	return c
}

func decryptCause(err error) Cause {
	switch {
	case errors.Is(err, ErrBase64):
		return Cause{ID: EncryptDamaged, Args: map[string]string{"code": "-40010"}}
	case errors.Is(err, ErrBlockSize):
		return Cause{ID: EncryptDamaged, Args: map[string]string{"code": "-40008"}}
	case errors.Is(err, ErrPadding):
		return Cause{ID: AESKeyMismatch, Args: map[string]string{"code": "-40007"}}
	}
	return Cause{ID: AESKeyMismatch, Args: map[string]string{"code": "-40008"}}
}
