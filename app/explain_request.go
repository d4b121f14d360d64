package main

import (
	"io"
	"os"
	"strings"

	"echostr/internal/wechat"
)

// captureMost is how many bytes of a captured request are read. Pushes have some KB.
const captureMost = 4 << 20

// request is what the command line gives: a captured request, or a URL and a body.
func (e *explainOptions) request(args []string, in io.Reader) (*wechat.Request, error) {
	at, err := timeAt(e.at)
	if err != nil {
		return nil, err
	}
	var q *wechat.Request
	switch {
	case e.url == "" && e.body != "":
		return nil, usagef("--body needs --url")
	case e.url != "" && len(args) > 0:
		return nil, usagef("give a file or --url, not both")
	case e.url != "":
		q, err = e.fromURL(in)
	default:
		name := "-"
		if len(args) > 0 {
			name = args[0]
		}
		var raw []byte
		if raw, err = readInput(name, in); err != nil {
			return nil, err
		}
		q, err = readCapture(raw)
	}
	if err != nil {
		return nil, err
	}
	q.Time = at
	return q, nil
}

// readInput reads a file, or standard input for "-".
func readInput(name string, in io.Reader) ([]byte, error) {
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, &usageError{err}
		}
		defer f.Close()
		in = f
	}
	data, err := io.ReadAll(io.LimitReader(in, captureMost+1))
	if err != nil {
		return nil, usagef("read %s: %w", name, err)
	}
	if len(data) > captureMost {
		return nil, usagef("%s has more than %d bytes", name, captureMost)
	}
	return data, nil
}

// fromURL is the request to a URL: a POST when there is a body.
func (e *explainOptions) fromURL(in io.Reader) (*wechat.Request, error) {
	path, query, ok := splitURL(e.url)
	if !ok {
		return nil, usagef("--url %s: want an address with a query", e.url)
	}
	q := &wechat.Request{Method: "GET", Path: path, Query: query}
	if e.body != "" {
		body, err := readInput(e.body, in)
		if err != nil {
			return nil, err
		}
		q.Method, q.Body = "POST", body
	}
	return q, nil
}

// splitURL takes an address or a path apart and leaves its escapes as they are.
func splitURL(s string) (path, query string, ok bool) {
	s = strings.TrimSpace(s)
	if scheme, rest, found := strings.Cut(s, "://"); found && !strings.ContainsAny(scheme, "/?#") {
		i := strings.IndexAny(rest, "/?#")
		if i < 0 {
			return "/", "", true
		}
		s = rest[i:]
	}
	s, _, _ = strings.Cut(s, "#")
	path, query, _ = strings.Cut(s, "?")
	if path == "" {
		path = "/"
	}
	return path, query, strings.HasPrefix(path, "/")
}
