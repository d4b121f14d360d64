package wechat

import (
	"slices"
	"testing"
	"time"
)

func TestProblems(t *testing.T) {
	for _, tt := range []struct {
		q    Query
		want []string // id:name
	}{
		{"signature=a&timestamp=1&nonce=2", nil},
		{"timestamp=1&nonce=2", []string{"parameter_missing:signature"}},
		{"signature=&nonce=2", []string{"parameter_empty:signature", "parameter_missing:timestamp"}},
		{"", []string{"parameter_missing:signature", "parameter_missing:timestamp", "parameter_missing:nonce"}},
		{"signature=a&timestamp=1&nonce=2&nonce=2", nil},
		{"signature=a&timestamp=1&nonce=2&nonce=3", []string{"parameter_duplicate:nonce"}},
		{"signature=a&timestamp=1&nonce=2&nonce=%32", nil}, // the same once decoded
		{"nonce=2&nonce=3&timestamp=1", []string{"parameter_duplicate:nonce", "parameter_missing:signature"}},
		{"signature=a&timestamp=1&nonce=2&openid=1&openid=2", nil},
	} {
		p := tt.q.read()
		var got []string
		for _, c := range p.problems(hasSignature, hasTimestamp, hasNonce) {
			got = append(got, string(c.ID)+":"+c.Args["name"])
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%q: %q, want %q", tt.q, got, tt.want)
		}
	}
}

func TestClock(t *testing.T) {
	for _, tt := range []struct {
		timestamp          string
		ahead              time.Duration // of the server's clock
		want               CauseID
		seconds, direction string
	}{
		{goodTimestamp, 0, "", "", ""},
		{goodTimestamp, SkewAllowed, "", "", ""},
		{goodTimestamp, -SkewAllowed, "", "", ""},
		{goodTimestamp, SkewAllowed + time.Second, TimestampSkew, "301", "behind"},
		{goodTimestamp, -SkewAllowed - time.Second, TimestampSkew, "301", "ahead"},
		{"0", 0, TimestampSkew, goodTimestamp, "behind"},
		{"1714036504000", 0, TimestampMilliseconds, "", ""},
		{"99999999999999999999", 0, TimestampMalformed, "", ""},
		{"-5", 0, TimestampMalformed, "", ""},
		{"+5", 0, TimestampMalformed, "", ""},
		{"1714036504 ", 0, TimestampMalformed, "", ""},
		{"timestamp", 0, TimestampMalformed, "", ""},
		{"", 0, "", "", ""},
	} {
		got := clock(&Check{Scheme: Signature, Timestamp: tt.timestamp}, goodTime.Add(tt.ahead))
		if tt.want == "" {
			if len(got) != 0 {
				t.Errorf("%q at %v: %+v", tt.timestamp, tt.ahead, got)
			}
			continue
		}
		if len(got) != 1 || got[0].ID != tt.want || !got[0].Warning ||
			got[0].Args["seconds"] != tt.seconds || got[0].Args["direction"] != tt.direction {
			t.Errorf("%q at %v: %+v, want %s", tt.timestamp, tt.ahead, got, tt.want)
		}
	}
	if got := clock(&Check{Scheme: Signature, Timestamp: "x"}, time.Time{}); got != nil {
		t.Errorf("without a clock: %+v", got)
	}
}
