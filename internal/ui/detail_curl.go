package ui

import (
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"

	"echostr/internal/exchange"
)

// curlInline is the longest body, in bytes, that stands on the command line itself;
// Linux takes 128 KiB for one argument.
const curlInline = 64 << 10

// curl is a command for a POSIX shell that sends a request again, byte for byte as far as
// curl can: method, path, query, header order and case, and the body. base is where it
// goes, such as "http://127.0.0.1:8787"; with its own Host only if ownHost is set, since
// a tunnel finds its way by it. The header that only marks echostr's tests is left out.
func curl(r *exchange.Request, base string, ownHost bool) string {
	head, body := headOf(r), bodyOf(r)
	words := []string{"curl"}
	add := func(option, value string) { words = append(words, option+" "+quoted(value)) }
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
		feed = "printf " + format(string(body)) + " |\n"
	}
	words = append(words, quoted(strings.TrimSuffix(base, "/")+target))
	return feed + strings.Join(words, " \\\n  ")
}

// curlHeaders are the headers to give, and those to take back that curl would add.
func curlHeaders(head httpHead, base string, ownHost bool, body []byte) (out []string) {
	has := func(name string) bool { _, ok := head.get(name); return ok }
	host, _ := head.get("Host")
	switch u, err := url.Parse(base); {
	case !ownHost:
	case !has("Host"):
		out = append(out, "Host:")
	case err != nil || !strings.EqualFold(u.Host, host):
		out = append(out, curlHeader("Host", host))
	}
	for _, f := range head.fields {
		switch strings.ToLower(f.name) {
		case "host", "content-length", "x-echostr-test":
			continue
		}
		if tokenName(f.name) {
			out = append(out, curlHeader(f.name, f.value))
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

// quoted is one word of a POSIX shell command. The shell would drop line ends at the end
// of what printf says; no such word has any.
func quoted(s string) string {
	if plainText(s) {
		return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
	}
	return `"$(printf ` + format(s) + `)"`
}

// plainText says whether s can be pasted into a terminal between quotes and arrive as it
// is: valid text without control characters other than line ends.
func plainText(s string) bool {
	if !utf8.ValidString(s) {
		return false
	}
	for _, r := range s {
		if r < 0x20 && r != '\n' || r == 0x7f {
			return false
		}
	}
	return true
}

// format is s as a quoted format of the shell's printf, every unusual byte in octal.
func format(s string) string {
	var b strings.Builder
	b.WriteByte('\'')
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1, r < 0x20 && r != '\n', r == 0x7f:
			fmt.Fprintf(&b, `\%03o`, s[i])
		case r == '%':
			b.WriteString("%%")
		case r == '\\':
			b.WriteString(`\\`)
		case r == '\'':
			b.WriteString(`'\''`)
		default:
			b.WriteString(s[i : i+n])
		}
		i += n
	}
	b.WriteByte('\'')
	return b.String()
}
