package wechat

import (
	"math"
	"strconv"
	"strings"
)

// lintEcho says how an answer to a verification differs from the echostr.
func lintEcho(body, contentType, echo string) Cause {
	switch {
	case isCompressed(body):
		return warn(ReplyCompressed)
	case body == "":
		return warn(ReplyEchostr, "what", "empty")
	case isHTML(body, contentType):
		return warn(ReplyEchostr, "what", "html")
	}
	bare := strings.TrimPrefix(body, byteOrderMark)
	trimmed := strings.TrimSpace(bare)
	inner, quotes := unquoted(trimmed)
	what := "other"
	switch {
	case bare == echo:
		what = "bom"
	case trimmed == echo:
		what = "blank"
	case quotes && inner == echo:
		what = "quotes"
	case holdsLeaf(trimmed, echo):
		what = "json"
	case isRounded(trimmed, echo):
		what = "rounded"
	case strings.Contains(body, echo):
		what = "within"
	}
	return warn(ReplyEchostr, "what", what, "bytes", itoa(len(body)), "want", itoa(len(echo)))
}

// holdsLeaf says whether a body is JSON or XML with the value in it.
func holdsLeaf(body, value string) bool {
	m, err := Parse(body)
	if err != nil {
		return false
	}
	for _, n := range m.Nodes {
		if n.Value == value {
			return true
		}
	}
	return false
}

// isRounded says whether a body is the number, but for the digits that a float64 does
// not hold, in any notation.
func isRounded(body, echo string) bool {
	if inner, ok := unquoted(body); ok {
		body = inner
	}
	got, err := strconv.ParseFloat(body, 64)
	want, wrong := strconv.ParseFloat(echo, 64)
	return err == nil && wrong == nil && want != 0 && math.Abs(got-want) <= math.Abs(want)*1e-9
}
