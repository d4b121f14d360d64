package main

import (
	"bytes"
	"io"
	"net/http/httputil"
	"strconv"
	"strings"

	"echostr/internal/wechat"
)

// readCapture reads a request as people have it: byte for byte from a connection, or
// pasted, when line ends are bare and the body may end in one too many.
func readCapture(raw []byte) (*wechat.Request, error) {
	raw = bytes.TrimLeft(bytes.TrimPrefix(raw, []byte("\ufeff")), "\r\n")
	head, body := splitHead(raw)
	lines := strings.Split(strings.ReplaceAll(head, "\r\n", "\n"), "\n")
	words := strings.Fields(lines[0])
	if len(words) == 1 && len(lines) == 1 && len(body) == 0 { // a URL alone
		words = []string{"GET", words[0]}
	}
	if len(words) < 2 || len(words) > 3 || strings.ToUpper(words[0]) != words[0] ||
		len(words) == 3 && !strings.HasPrefix(words[2], "HTTP/") {
		return nil, usagef("this is no HTTP request: the first line is %.80q", lines[0])
	}
	path, query, ok := splitURL(words[1])
	if !ok {
		return nil, usagef("this is no HTTP request: its target is %.80q", words[1])
	}
	q := &wechat.Request{Method: words[0], Path: path, Query: query}
	length, chunked := -1, false
	for _, l := range lines[1:] {
		name, value, _ := strings.Cut(l, ":")
		switch value = strings.TrimSpace(value); strings.ToLower(strings.TrimSpace(name)) {
		case "content-type":
			q.ContentType = value
		case "user-agent":
			q.UserAgent = value
		case "content-length":
			if n, err := strconv.Atoi(value); err == nil && n >= 0 {
				length = n
			}
		case "transfer-encoding":
			chunked = strings.EqualFold(value, "chunked")
		}
	}
	q.Body = body
	switch {
	case chunked:
		q.Body, q.BodyCut = unchunked(body)
	case length >= 0 && length < len(body):
		q.Body = body[:length]
	case length > len(body):
		// Pasting changes line ends, and with them the length: only a body that does
		// not read was cut.
		_, err := wechat.Parse(string(body))
		q.BodyCut = err != nil
	}
	return q, nil
}

// splitHead parts a request at its first empty line.
func splitHead(raw []byte) (head string, body []byte) {
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\n' {
			continue
		}
		switch rest := raw[i+1:]; {
		case bytes.HasPrefix(rest, []byte("\r\n")):
			return strings.TrimRight(string(raw[:i]), "\r"), rest[2:]
		case bytes.HasPrefix(rest, []byte("\n")):
			return strings.TrimRight(string(raw[:i]), "\r"), rest[1:]
		}
	}
	return strings.TrimRight(string(raw), "\r\n"), nil
}

// unchunked takes the framing of a chunked body away; one that has none was captured
// without it. cut says that its end is missing.
func unchunked(body []byte) (out []byte, cut bool) {
	size, _, _ := bytes.Cut(body, []byte("\n"))
	size, _, _ = bytes.Cut(bytes.TrimSpace(size), []byte(";"))
	if _, err := strconv.ParseUint(string(size), 16, 32); err != nil {
		return body, false
	}
	out, err := io.ReadAll(httputil.NewChunkedReader(bytes.NewReader(body)))
	return out, err != nil
}
