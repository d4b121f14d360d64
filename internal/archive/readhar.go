package archive

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"strconv"
	"strings"
	"time"

	"echostr/internal/exchange"
)

// errHAR is JSON that is no HTTP Archive.
var errHAR = flawed(ReasonArchive, "", "no HTTP Archive: log.entries is missing")

// readHAR reads an HTTP Archive entry by entry, whoever wrote it.
func readHAR(in *bufio.Reader, o ReadOptions) iter.Seq2[*exchange.Exchange, error] {
	return func(yield func(*exchange.Exchange, error) bool) {
		h := &harReader{place: &place{r: in, limit: o.MaxExchange}, entry: 1}
		h.json = json.NewDecoder(h.place)
		if err := h.entries(yield); err != nil {
			if !errors.Is(err, errRead) { // else it is the file's own
				err = h.located(err)
			}
			yield(nil, err)
		}
	}
}

type harReader struct {
	place *place
	json  *json.Decoder
	entry int
	base  int64 // where the value being read begins
}

// entries goes into log.entries and yields each.
func (h *harReader) entries(yield func(*exchange.Exchange, error) bool) error {
	if err := h.enter("log", '{'); err != nil {
		return err
	}
	if err := h.enter("entries", '['); err != nil {
		return err
	}
	for h.json.More() {
		h.begin()
		var raw json.RawMessage
		if err := h.json.Decode(&raw); err != nil {
			return err
		}
		h.base = h.json.InputOffset() - int64(len(raw))
		x, err := parseEntry(raw)
		if err != nil {
			bad := h.located(err)
			bad.passable = true
			err = bad
		}
		if !yield(x, err) {
			return nil
		}
		h.entry++
	}
	h.begin()
	_, err := h.json.Token() // an end that is missing
	return err
}

// begin lets the place forget what has been read.
func (h *harReader) begin() {
	h.base = h.json.InputOffset()
	h.place.forget(h.base)
}

// enter goes into the object that is read next and on to its member name, which begins
// with open; other members are passed over.
func (h *harReader) enter(name string, open json.Delim) error {
	t, err := h.json.Token()
	if err != nil {
		return err
	}
	if t != json.Delim('{') {
		return errHAR
	}
	for h.json.More() {
		h.begin()
		key, err := h.json.Token()
		if err != nil {
			return err
		}
		if key != name {
			var other json.RawMessage
			if err := h.json.Decode(&other); err != nil {
				return err
			}
			continue
		}
		if name == "log" {
			return nil // its brace is read by the next enter
		}
		if t, err := h.json.Token(); err != nil {
			return err
		} else if t != open {
			return errHAR
		}
		return nil
	}
	if _, err := h.json.Token(); err != nil {
		return err
	}
	return errHAR
}

// located says where an error is. A decoder of a stream does not know it exactly, so what
// it stopped in is read once more.
func (h *harReader) located(err error) *ReadError {
	at := h.base
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		rest := h.place.since(at)
		value := bytes.TrimLeft(rest, ", \t\r\n")
		at += int64(len(rest) - len(value))
		var raw json.RawMessage
		if again := json.Unmarshal(value, &raw); errors.As(again, &syntax) {
			at += max(syntax.Offset-1, 0)
		}
	case errors.As(err, &kind):
		at += kind.Offset
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		at, err = h.place.end(), io.ErrUnexpectedEOF
	}
	line, column := h.place.at(at)
	return ReadError{Format: HAR, Entry: h.entry, Offset: at, Line: line, Column: column}.because(err)
}

// harIn is an entry as others write it: more tolerant than our own.
type harIn struct {
	Started string      `json:"startedDateTime"`
	Time    float64     `json:"time"`
	Request *harRequest `json:"request"`
	// Response may be missing or null where a request failed.
	Response *harResponse `json:"response"`
	Echostr  *harEchostr  `json:"_echostr"`
}

func parseEntry(raw []byte) (*exchange.Exchange, error) {
	var e harIn
	if err := json.Unmarshal(raw, &e); err != nil {
		return nil, err
	}
	if e.Request == nil {
		return nil, flawed(ReasonRequest, "", "request is missing")
	}
	ms := max(0, e.Time) // -1 where it is not known
	if ms > float64(longest.Milliseconds()) {
		return nil, flawed(ReasonDuration, strconv.FormatFloat(ms, 'g', 6, 64)+" ms", "a duration of %g ms", ms)
	}
	x := &exchange.Exchange{Duration: time.Duration(ms * float64(time.Millisecond))}
	var err error
	if x.Time, err = time.Parse(time.RFC3339Nano, e.Started); err != nil {
		return nil, flawed(ReasonTime, e.Started, "startedDateTime %.40q is no time", e.Started)
	}
	if err := timely(x); err != nil {
		return nil, err
	}
	if err := harRequestIn(x, e.Request); err != nil {
		return nil, fmt.Errorf("request: %w", err)
	}
	if a := e.Response; a != nil && a.Status > 0 {
		if err := harResponseIn(x, a); err != nil {
			return nil, fmt.Errorf("response: %w", err)
		}
	}
	if own := e.Echostr; own != nil {
		x.ID, x.Profile, x.Remote, x.Test, x.Origin, x.Rule = own.ID, own.Profile, own.Remote, own.Test, own.Origin, own.Rule
		if x.Via, err = named8(own.Via, exchange.Local, exchange.Tunnel, exchange.Direct); err != nil {
			x.Via = exchange.Local
		}
	}
	return x, nil
}

func harRequestIn(x *exchange.Exchange, r *harRequest) error {
	if !tokenName(r.Method) {
		return flawed(ReasonMethod, r.Method, "%.40q is no method", r.Method)
	}
	host, target, err := requestTarget(r.URL)
	if err != nil {
		return err
	}
	var body []byte
	if p := r.PostData; p != nil {
		if body, err = harBody(p.Text, p.Encoding); err != nil {
			return fmt.Errorf("postData: %w", err)
		}
	}
	head := &strings.Builder{}
	proto := protocol(r.HTTPVersion)
	fmt.Fprintf(head, "%s %s %s\r\n", r.Method, target, proto)
	if err := harHead(head, r.Headers, host, len(body)); err != nil {
		return err
	}
	x.Request = exchange.Request{Method: r.Method, Target: target, Proto: proto, Raw: append([]byte(head.String()), body...), Head: head.Len(), Size: int64(len(body))}
	x.Request.Path, x.Request.Query = exchange.SplitTarget(target)
	return nil
}

// requestTarget takes a URL apart as it stands, so that nothing is encoded anew.
func requestTarget(u string) (host, target string, err error) {
	_, rest, ok := strings.Cut(u, "://")
	if !ok || strings.ContainsAny(u, " \t\r\n") {
		return "", "", flawed(ReasonURL, "", "%.80q is no URL", u)
	}
	i := strings.IndexAny(rest, "/?#")
	if i < 0 {
		return rest, "/", nil
	}
	host, target = rest[:i], rest[i:]
	target, _, _ = strings.Cut(target, "#")
	if !strings.HasPrefix(target, "/") {
		target = "/" + target
	}
	return host, target, nil
}

// protocol is an HTTP version that a request can be written in; HTTP/2 becomes 1.1.
func protocol(s string) string {
	if strings.EqualFold(s, "HTTP/1.0") {
		return "HTTP/1.0"
	}
	return "HTTP/1.1"
}

// harHead writes the fields; framing and length are made to fit the body as it is.
func harHead(b *strings.Builder, fields []harPair, host string, length int) error {
	hosted, sized := false, false
	for _, f := range fields {
		if strings.HasPrefix(f.Name, ":") { // HTTP/2's own
			continue
		}
		if !exchange.Field(f).Fits() {
			return flawed(ReasonHeader, f.Name, "%.40q is no header", f.Name)
		}
		switch strings.ToLower(f.Name) {
		case "transfer-encoding":
			continue
		case "content-length":
			if sized {
				continue
			}
			sized, f.Value = true, strconv.Itoa(length)
		case "host":
			hosted = true
		}
		fmt.Fprintf(b, "%s: %s\r\n", f.Name, f.Value)
	}
	if !hosted && host != "" {
		fmt.Fprintf(b, "Host: %s\r\n", host)
	}
	if !sized && length > 0 {
		fmt.Fprintf(b, "Content-Length: %d\r\n", length)
	}
	b.WriteString("\r\n")
	return nil
}

func harResponseIn(x *exchange.Exchange, r *harResponse) error {
	body, err := harBody(r.Content.Text, r.Content.Encoding)
	if err != nil {
		return fmt.Errorf("content: %w", err)
	}
	reason := r.StatusText
	if reason == "" || strings.ContainsAny(reason, "\r\n") {
		reason = http.StatusText(r.Status)
	}
	head := &strings.Builder{}
	fmt.Fprintf(head, "%s %03d %s\r\n", protocol(r.HTTPVersion), r.Status, reason)
	var fields []harPair
	for _, f := range r.Headers { // the text is decoded already
		if !strings.EqualFold(f.Name, "Content-Encoding") {
			fields = append(fields, f)
		}
	}
	if err := harHead(head, fields, "", len(body)); err != nil {
		return err
	}
	x.Response = exchange.Response{Status: r.Status, Raw: append([]byte(head.String()), body...), Head: head.Len()}
	return nil
}

func harBody(s, encoding string) ([]byte, error) {
	switch encoding {
	case "":
		return []byte(s), nil
	case "base64":
		b, err := base64.StdEncoding.DecodeString(s)
		if err != nil {
			return nil, flawed(ReasonEncoding, "", "no base64: %w", err)
		}
		return b, nil
	}
	return nil, flawed(ReasonEncoding, "", "encoding %.40q is unknown", encoding)
}
