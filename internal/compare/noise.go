package compare

import "strings"

// What differs between any two requests, by lower-case name.
var (
	noisyParameters = set("signature", "msg_signature", "timestamp", "nonce", "echostr")
	noisyHeaders    = set("x-echostr-test", "x-echostr-replay", "x-request-id", "x-amzn-trace-id", "traceparent")
	noisyAnswers    = set("date", "x-request-id")
	noisyFields     = set("msgid", "createtime", "encrypt", "timestamp", "nonce", "msgsignature")
)

func set(names ...string) map[string]bool {
	out := make(map[string]bool, len(names))
	for _, n := range names {
		out[n] = true
	}
	return out
}

func in(names map[string]bool) func(string) bool {
	return func(key string) bool { return names[strings.ToLower(key)] }
}

func none(string) bool { return false }
