// Package worked writes the check of one request down so that it can be followed
// elsewhere: as a worked example, every step with the request's own values, and as a
// small program that comes to the same result. It is pure; words come from outside.
package worked

import "time"

// Words are what a person reads, by key; Span is a number of seconds in words.
type Words interface {
	T(key string, args ...any) string
	Span(seconds string) string
}

// Options are what an example or a program needs besides the request.
type Options struct {
	Words Words
	// HideToken masks the Token in an example; a program then reads it from the
	// environment variable WX_TOKEN.
	HideToken bool
	// Location is where times are told; nil is the local one.
	Location *time.Location
	// Notes end an example: paragraphs such as the causes, in words.
	Notes []string
}

// Keys never stand in what is written: a program reads the EncodingAESKey from the
// environment.
const (
	keyVariable   = "WX_AES_KEY"
	tokenVariable = "WX_TOKEN"
)
