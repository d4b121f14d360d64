package archive

import (
	"fmt"
	"net/url"
	"strings"

	"echostr/internal/exchange"
)

// curlInline is the longest body, in bytes, that stands on the command line itself;
// Linux takes 128 KiB for one argument.
const curlInline = 64 << 10

// CurlCommand is a command for a POSIX shell that sends a request again, byte for byte as
// far as curl can: method, path, query, header order and case, and the body. base is where
// it goes, such as "http://127.0.0.1:8787"; with its own Host only if ownHost is set, since
// a tunnel finds its way by it. The headers that only mark echostr's own are left out.
func CurlCommand(r *exchange.Request, base string, ownHost bool) string {
	head, body := r.Header(), r.Entity()
	words := []string{"curl"}
	add := func(option, value string) { words = append(words, option+" "+shellWord(value)) }
	flag := func(option string) { words = append(words, option) }

	switch r.Proto {
	case "HTTP/1.0":
		flag("--http1.0")
	default:
		flag("--http1.1")
	}
	switch method := r.Method; {
	case method == "HEAD":
		flag("--head")
	case method == "GET" && len(body) == 0, method == "POST" && len(body) > 0:
	default:
		add("--request", method)
	}
	target := r.Path
	if target == "" {
		target = "/"
	}
	if r.Query != "" || strings.HasSuffix(r.Target, "?") {
		target += "?" + r.Query
	}
	if !strings.HasPrefix(target, "/") { // OPTIONS *, CONNECT host:port
		add("--request-target", target)
		target = "/"
	}
	if strings.ContainsAny(target, "[]{}") {
		flag("--globoff")
	}
	if strings.Contains(target, "/.") {
		flag("--path-as-is")
	}
	for _, h := range curlHeaders(head, base, ownHost, body) {
		add("--header", h)
	}
	feed := ""
	switch {
	case len(body) == 0:
	case len(body) <= curlInline && plainText(string(body)) && body[0] == '@':
		add("--data-raw", string(body)) // --data-binary would read a file
	case len(body) <= curlInline && plainText(string(body)):
		add("--data-binary", string(body))
	default:
		flag("--data-binary @-")
		feed = "printf " + shellFormat(string(body)) + " |\n"
	}
	words = append(words, shellWord(strings.TrimSuffix(base, "/")+target))
	return feed + strings.Join(words, " \\\n  ")
}

// curlHeaders are the headers to give, and those to take back that curl would add.
func curlHeaders(head exchange.Head, base string, ownHost bool, body []byte) (out []string) {
	has := func(name string) bool { _, ok := head.Lookup(name); return ok }
	host := head.Get("Host")
	switch u, err := url.Parse(base); {
	case !ownHost:
	case !has("Host"):
		out = append(out, "Host:")
	case err != nil || !strings.EqualFold(u.Host, host):
		out = append(out, curlHeader("Host", host))
	}
	for _, f := range head.Fields {
		switch strings.ToLower(f.Name) {
		case "host", "content-length", "x-echostr-test", "x-echostr-replay":
			continue
		}
		if tokenName(f.Name) {
			out = append(out, curlHeader(f.Name, f.Value))
		}
	}
	for _, own := range []string{"User-Agent", "Accept"} {
		if !has(own) {
			out = append(out, own+":")
		}
	}
	if len(body) > 0 && !has("Content-Type") {
		out = append(out, "Content-Type:")
	}
	if len(body) > 1024 && !has("Expect") {
		out = append(out, "Expect:")
	}
	return out
}

// curlHeader is a header as curl takes it; an empty one ends in a semicolon.
func curlHeader(name, value string) string {
	if value == "" {
		return name + ";"
	}
	return name + ": " + value
}

func tokenName(s string) bool {
	for _, c := range []byte(s) {
		if c <= ' ' || c >= 0x7f || strings.IndexByte(`"(),/:;<=>?@[\]{}`, c) >= 0 {
			return false
		}
	}
	return s != ""
}

// curlWriter writes one command after the other, each with a comment.
type curlWriter struct{ *output }

func (w *curlWriter) begin() error {
	_, err := w.WriteString("#!/bin/sh\n# Requests recorded by echostr, as commands for curl. Run all of them, or paste one.\n")
	for id, a := range w.sorted() {
		if err == nil && !w.Unredacted {
			_, err = fmt.Fprintf(w, "# profile %s: redacted; these verify with Token %s%s, mode %s\n", comment(id), a.Token, keyNote(a.Keys), a.Mode)
		}
	}
	return err
}

func keyNote(keys []string) string {
	if len(keys) == 0 {
		return ""
	}
	return ", EncodingAESKey " + keys[0]
}

// comment is s on one line of its own.
func comment(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s)
}

func (w *curlWriter) add(x *exchange.Exchange) (bool, error) {
	r := &x.Request
	if r.Method == "" || r.Cut {
		return false, nil
	}
	_, err := fmt.Fprintf(w, "\n# %d  %s  %s\n%s\n", x.ID, stamp(x.Time), comment(title(x)), CurlCommand(r, w.Base, true))
	return true, err
}

func (w *curlWriter) end() error { return nil }
