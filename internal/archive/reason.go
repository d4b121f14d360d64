package archive

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
)

// Reason is what is wrong with an exchange in a file, as a stable identifier; each has words
// in the catalogues.
type Reason string

// The reasons. Some come with a value.
const (
	ReasonOther       Reason = "other"
	ReasonJSON        Reason = "json"         // no JSON
	ReasonEnds        Reason = "ends"         // the file breaks off
	ReasonSize        Reason = "size"         // beyond the bounds
	ReasonType        Reason = "type"         // a member of JSON is of another type; its name
	ReasonArchive     Reason = "archive"      // JSON, but no HTTP Archive
	ReasonHead        Reason = "head"         // the first line is not that of an export of ours
	ReasonVersion     Reason = "version"      // of a newer program; its number
	ReasonRequest     Reason = "request"      // there is no request
	ReasonTime        Reason = "time"         // no time; what stands there
	ReasonMoment      Reason = "moment"       // a time that cannot be recorded; the time
	ReasonDuration    Reason = "duration"     // a duration that cannot be; the duration
	ReasonMethod      Reason = "method"       // no method; what stands there
	ReasonURL         Reason = "url"          // no URL
	ReasonHeader      Reason = "header"       // no header; its name
	ReasonEncoding    Reason = "encoding"     // bytes that cannot be decoded
	ReasonLength      Reason = "length"       // a length that does not fit
	ReasonWord        Reason = "word"         // a word that is none of the known; the word
	ReasonMessage     Reason = "message"      // a message that cannot be
	ReasonRequestLine Reason = "request_line" // no request line where one should be
	ReasonStatusLine  Reason = "status_line"  // no status line where one should be
)

// Reasons are all of them.
func Reasons() []Reason {
	return []Reason{ReasonOther, ReasonJSON, ReasonEnds, ReasonSize, ReasonType, ReasonArchive, ReasonHead, ReasonVersion, ReasonRequest, ReasonTime,
		ReasonMoment, ReasonDuration, ReasonMethod, ReasonURL, ReasonHeader, ReasonEncoding, ReasonLength, ReasonWord, ReasonMessage, ReasonRequestLine, ReasonStatusLine}
}

// flaw is an error with its reason.
type flaw struct {
	reason Reason
	value  string
	err    error
}

func (f *flaw) Error() string { return f.err.Error() }

func (f *flaw) Unwrap() error { return f.err }

// flawed is an error for that reason; value is "" for none. Of that the beginning is kept,
// in characters that can be shown.
func flawed(reason Reason, value, format string, args ...any) error {
	shown := strings.Map(func(c rune) rune {
		if !unicode.IsPrint(c) {
			return ' '
		}
		return c
	}, fmt.Sprintf("%.40s", value))
	return &flaw{reason, shown, fmt.Errorf(format, args...)}
}

// reasonOf is the reason of an error, with its value.
func reasonOf(err error) (Reason, string) {
	var own *flaw
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &own):
		return own.reason, own.value
	case errors.Is(err, ErrLimit):
		return ReasonSize, ""
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return ReasonEnds, ""
	case errors.As(err, &syntax):
		return ReasonJSON, ""
	case errors.As(err, &kind):
		return ReasonType, kind.Field
	}
	return ReasonOther, ""
}
