package callback

import (
	"errors"
	"net/http"
	"os"

	"echostr/internal/wechat"
)

var notFound = answerWith{status: http.StatusNotFound, kind: plainUTF8, body: []byte("404 not found\n")}

// refusal is the answer to a request that does not hold. Its words are for whoever
// calls, so they say nothing of the account and never repeat the echostr.
func refusal(o *wechat.Opened, problem error) answerWith {
	text := func(status int, words string) answerWith {
		return answerWith{status: status, kind: plainUTF8, body: []byte(words + "\n")}
	}
	switch first(o.Causes) {
	case wechat.WrongMethod:
		return text(http.StatusMethodNotAllowed, "method not allowed")
	case wechat.BodyTooLarge:
		return text(http.StatusRequestEntityTooLarge, "body too large")
	case wechat.BodyCut:
		if errors.Is(problem, os.ErrDeadlineExceeded) {
			return text(http.StatusRequestTimeout, "body did not arrive in time")
		}
		return text(http.StatusBadRequest, "body ended early")
	case wechat.BodySyntax:
		return text(http.StatusBadRequest, "body unreadable: see echostr")
	case wechat.EncryptMissing, wechat.EncryptTypeMissing, wechat.EncryptDamaged,
		wechat.AESKeyMissing, wechat.AESKeyMalformed, wechat.AESKeyIsToken, wechat.AESKeyIsAppSecret,
		wechat.AESKeyMismatch, wechat.AppIDMismatch,
		wechat.ModePlainExpected, wechat.ModeEncryptedExpected:
		return text(http.StatusBadRequest, "encryption does not fit: see echostr")
	case wechat.NotWeChat:
		return text(http.StatusForbidden, "not a request of WeChat's")
	case wechat.ParameterMissing, wechat.ParameterEmpty, wechat.ParameterDuplicate:
		return text(http.StatusForbidden, "signature incomplete: see echostr")
	}
	return text(http.StatusForbidden, "signature mismatch: see echostr")
}

func first(causes []wechat.Cause) wechat.CauseID {
	for _, c := range causes {
		if !c.Warning {
			return c.ID
		}
	}
	return ""
}
