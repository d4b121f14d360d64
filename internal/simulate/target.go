package simulate

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"
)

// Target is where a request goes.
type Target struct {
	// URL has scheme and host: "http://127.0.0.1:8787" keeps the request's own path.
	// With a path that one is asked for instead, and a query comes before the request's.
	URL string
	// KeepHost leaves the Host that the request has; else it is the URL's, by which
	// tunnels and virtual hosts find their way.
	KeepHost bool
	// Origin is the ID of the exchange that is sent again, for the mark by which echostr's
	// own server knows it; 0 sends no mark.
	Origin int64
	// Run is the same for the tries of one replay as WeChat retries; it goes with the mark.
	// 0 is any other replay.
	Run int64
}

// Echostr's own headers; those of a recorded request are from another time.
const (
	testHeader   = "X-Echostr-Test"
	replayHeader = "X-Echostr-Replay"
)

// direct is w as it goes to t: the request line, Host and marks are changed, any other
// byte stays. Through TLS HTTP/1.0 becomes HTTP/1.1, which public edges ask for.
func (w Wire) direct(t Target, u *url.URL, mark string) Wire {
	var out bytes.Buffer
	head, first, skip, hosted := w.Raw[:w.Head], true, false, false
	for len(head) > 0 {
		line := head
		if i := bytes.IndexByte(head, '\n'); i >= 0 {
			line = head[:i+1]
		}
		head = head[len(line):]
		text := strings.TrimRight(string(line), "\r\n")
		name, _, _ := strings.Cut(text, ":")
		folded := text != "" && (text[0] == ' ' || text[0] == '\t')
		switch {
		case text == "" && first: // line ends before the request line are tolerated
		case first:
			first = false
			out.WriteString(requestLine(text, u) + string(line[len(text):]))
			continue
		case text == "":
			if !hosted && (!t.KeepHost || u.Scheme == "https") {
				fmt.Fprintf(&out, "Host: %s\r\n", u.Host)
			}
			if mark != "" && t.Origin > 0 {
				fmt.Fprintf(&out, "%s: %s:%d", replayHeader, mark, t.Origin)
				if t.Run > 0 {
					fmt.Fprintf(&out, ":%d", t.Run)
				}
				out.WriteString("\r\n")
			}
		case folded && skip:
			continue
		case folded:
		case strings.EqualFold(name, testHeader), strings.EqualFold(name, replayHeader):
			skip = true
			continue
		case strings.EqualFold(strings.TrimSpace(name), "Host"):
			if hosted = true; !t.KeepHost {
				skip = true
				out.WriteString(name + ": " + u.Host + string(line[len(text):]))
				continue
			}
			skip = false
		default:
			skip = false
		}
		out.Write(line)
	}
	n := out.Len()
	out.Write(w.Raw[w.Head:])
	return Wire{Raw: out.Bytes(), Head: n}
}

// requestLine is a request line for the server at u.
func requestLine(line string, u *url.URL) string {
	method, rest, _ := strings.Cut(line, " ")
	target, proto := rest, ""
	if i := strings.LastIndexByte(rest, ' '); i >= 0 {
		target, proto = rest[:i], rest[i+1:]
	}
	if u.Path != "" || u.RawQuery != "" {
		path, query, asked := strings.Cut(target, "?")
		if u.Path != "" {
			path = u.EscapedPath()
		}
		switch {
		case u.RawQuery != "" && query != "":
			query = u.RawQuery + "&" + query
		case u.RawQuery != "":
			query = u.RawQuery
		}
		if target = path; asked || query != "" {
			target += "?" + query
		}
	}
	if proto == "HTTP/1.0" && u.Scheme == "https" {
		proto = "HTTP/1.1"
	}
	if proto == "" {
		return method + " " + target
	}
	return method + " " + target + " " + proto
}
