package ngrok

import (
	"errors"

	"golang.ngrok.com/ngrok/v2"

	"echostr/internal/tunnel"
)

// problemOf turns an error of the SDK into a problem without secrets.
func (r redactor) problemOf(err error) *tunnel.Problem {
	if err == nil {
		return nil
	}
	p := *tunnel.ProblemOf(err)
	p.Detail = r.text(p.Detail)
	p.Code = errorCode(err)
	if c, ok := causeOf(p.Code); ok {
		p.Kind, p.Permanent = c.kind, c.permanent
	}
	return &p
}

// errorCode finds the ngrok code wherever the SDK left it: results have
// Code(), event errors have ErrorCode(), a refused re-bind only the text.
func errorCode(err error) string {
	var result ngrok.Error
	if errors.As(err, &result) && result.Code() != "" {
		return result.Code()
	}
	var event interface{ ErrorCode() string }
	if errors.As(err, &event) && event.ErrorCode() != "" {
		return event.ErrorCode()
	}
	return codeIn(err.Error())
}
