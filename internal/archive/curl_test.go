package archive

import (
	"strings"
	"testing"

	"echostr/internal/exchange"
)

// rawRequest is a request as it came.
func rawRequest(head, body string) *exchange.Request {
	head = strings.ReplaceAll(head, "\n", "\r\n") + "\r\n\r\n"
	line, _, _ := strings.Cut(head, "\r\n")
	parts := strings.SplitN(line, " ", 3)
	r := &exchange.Request{Method: parts[0], Target: parts[1], Proto: parts[2], Raw: []byte(head + body), Head: len(head)}
	r.Path, r.Query, _ = strings.Cut(r.Target, "?")
	return r
}

func TestCurlCommand(t *testing.T) {
	for _, test := range []struct {
		name, head, body string
		base             string
		ownHost          bool
		want             string
	}{
		{"WeChat's verification", "GET /wx/demo?signature=ab&echostr=1 HTTP/1.0\nHost: x.ngrok-free.app\nUser-Agent: Mozilla/4.0\nAccept: */*", "",
			"https://x.ngrok-free.app", false,
			`curl --http1.0 --header 'User-Agent: Mozilla/4.0' --header 'Accept: */*' 'https://x.ngrok-free.app/wx/demo?signature=ab&echostr=1'`},
		{"another Host, to the local server", "GET / HTTP/1.1\nhOsT: a.example\nUser-Agent: u\nAccept: */*", "", defaultBase, true,
			`curl --http1.1 --header 'Host: a.example' --header 'User-Agent: u' --header 'Accept: */*' 'http://127.0.0.1:8787/'`},
		{"without any header", "GET /? HTTP/1.0", "", defaultBase, true,
			`curl --http1.0 --header 'Host:' --header 'User-Agent:' --header 'Accept:' 'http://127.0.0.1:8787/?'`},
		{"a quote and a line end in the body", "POST /wx HTTP/1.1\nHost: 127.0.0.1:8787\nUser-Agent: u\nAccept: */*\ncontent-TYPE: text/xml\nContent-Length: 9", "it's\n$HOME", defaultBase, true,
			`curl --http1.1 --header 'User-Agent: u' --header 'Accept: */*' --header 'content-TYPE: text/xml' --data-binary 'it'\''s` + "\n" + `$HOME' 'http://127.0.0.1:8787/wx'`},
		{"a body that begins with @", "POST / HTTP/1.1\nHost: 127.0.0.1:8787\nUser-Agent: u\nAccept: */*\nContent-Type: a", "@/etc/passwd", defaultBase, true,
			`curl --http1.1 --header 'User-Agent: u' --header 'Accept: */*' --header 'Content-Type: a' --data-raw '@/etc/passwd' 'http://127.0.0.1:8787/'`},
		{"binary", "POST / HTTP/1.1\nHost: 127.0.0.1:8787\nUser-Agent: u\nAccept: */*\nContent-Type: a", "\x00\xff5%\\'\r\n", defaultBase, true,
			`printf '\000\3775%%\\'\''\015` + "\n" + `' | curl --http1.1 --header 'User-Agent: u' --header 'Accept: */*' --header 'Content-Type: a' --data-binary @- 'http://127.0.0.1:8787/'`},
		{"another method and an odd URL", "DELETE /a/../[1]?q={x} HTTP/1.1\nHost: 127.0.0.1:8787\nUser-Agent: u\nAccept: */*\nX-Empty:\nX-Echostr-Test: secret\nX-Echostr-Replay: secret:1", "", defaultBase, true,
			`curl --http1.1 --request 'DELETE' --globoff --path-as-is --header 'User-Agent: u' --header 'Accept: */*' --header 'X-Empty;' 'http://127.0.0.1:8787/a/../[1]?q={x}'`},
		{"GET with a body, POST without", "GET / HTTP/1.1\nHost: 127.0.0.1:8787\nUser-Agent: u\nAccept: */*\nContent-Type: a", "x", defaultBase, true,
			`curl --http1.1 --request 'GET' --header 'User-Agent: u' --header 'Accept: */*' --header 'Content-Type: a' --data-binary 'x' 'http://127.0.0.1:8787/'`},
		{"OPTIONS *", "OPTIONS * HTTP/1.1\nHost: 127.0.0.1:8787\nUser-Agent: u\nAccept: */*", "", defaultBase, true,
			`curl --http1.1 --request 'OPTIONS' --request-target '*' --header 'User-Agent: u' --header 'Accept: */*' 'http://127.0.0.1:8787/'`},
		{"HEAD", "HEAD / HTTP/1.1\nHost: 127.0.0.1:8787\nUser-Agent: u\nAccept: */*", "", defaultBase, true,
			`curl --http1.1 --head --header 'User-Agent: u' --header 'Accept: */*' 'http://127.0.0.1:8787/'`},
		{"a control character in a header", "GET / HTTP/1.1\nHost: 127.0.0.1:8787\nUser-Agent: a\x01'b\nAccept: */*", "", defaultBase, true,
			`curl --http1.1 --header "$(printf 'User-Agent: a\001'\''b')" --header 'Accept: */*' 'http://127.0.0.1:8787/'`},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := CurlCommand(rawRequest(test.head, test.body), test.base, test.ownHost)
			if flat := strings.ReplaceAll(strings.ReplaceAll(got, " \\\n  ", " "), " |\n", " | "); flat != test.want {
				t.Errorf("%s\nwant\n%s", flat, test.want)
			}
		})
	}
}
