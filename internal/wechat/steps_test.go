package wechat

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// told is steps as text: one line a value, pieces in brackets by what they are.
func told(steps []Step) string {
	var b strings.Builder
	for _, s := range steps {
		fmt.Fprintf(&b, "%s: %s\n", s.ID, s.State)
		for _, l := range s.Lines {
			fmt.Fprintf(&b, "  %s", l.Name)
			at := 0
			b.WriteString(" = ")
			for _, p := range l.Spans {
				fmt.Fprintf(&b, "%s[%s:%s]", l.Value[at:p.Start], p.Kind, l.Value[p.Start:p.End])
				at = p.End
			}
			b.WriteString(l.Value[at:])
			if l.Read {
				b.WriteString(" (read)")
			}
			if l.Missing {
				b.WriteString(" (missing)")
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}

func TestSteps(t *testing.T) {
	good := referenceSign(goodToken, goodTimestamp, goodNonce)
	bad := "0" + good[1:20] + "00" + good[22:]
	sealed := goodSafe(t)
	for _, tt := range []struct {
		name string
		d    *draft
		harm func(*draft)
		want string
	}{
		{"verification", goodGet(), func(d *draft) { d.set("openid", "1+2") },
			"parameters: neutral\n  signature = " + good + " (read)\n  echostr = " + goodEchostr + " (read)\n" +
				"  timestamp = [timestamp:1714036504] (read)\n  nonce = [nonce:486452656] (read)\n  openid = 1 2\n" +
				"sorted: neutral\n  timestamp = [timestamp:1714036504]\n  nonce = [nonce:486452656]\n  token = [token:echostrToken9]\n" +
				"joined: neutral\n  text = [timestamp:1714036504][nonce:486452656][token:echostrToken9]\n" +
				"computed: holds\n  sha1 = " + good + "\ngiven: holds\n  signature = " + good + "\nresult: holds\n  outcome = same\n" +
				"clock: holds\n  timestamp = [timestamp:1714036504]\n  clock = 1714036504\n  skew = 0\n"},
		{"wrong in three places", goodGet(), func(d *draft) { d.set("signature", bad); d.now = d.now.Add(time.Hour) },
			"parameters: neutral\n  signature = " + bad + " (read)\n  echostr = " + goodEchostr + " (read)\n" +
				"  timestamp = [timestamp:1714036504] (read)\n  nonce = [nonce:486452656] (read)\n" +
				"sorted: neutral\n  timestamp = [timestamp:1714036504]\n  nonce = [nonce:486452656]\n  token = [token:echostrToken9]\n" +
				"joined: neutral\n  text = [timestamp:1714036504][nonce:486452656][token:echostrToken9]\n" +
				"computed: fails\n  sha1 = " + marks(good, bad) + "\ngiven: fails\n  signature = " + marks(bad, good) + "\n" +
				"result: fails\n  outcome = differs\nclock: warns\n  timestamp = [timestamp:1714036504]\n  clock = 1714040104\n  skew = -3600\n"},
		{"no signature, twice a nonce", goodGet(), func(d *draft) { d.drop("signature"); d.query = append(d.query, pair{"nonce", "7"}) },
			"parameters: fails\n  echostr = " + goodEchostr + " (read)\n  timestamp = [timestamp:1714036504] (read)\n  nonce = [nonce:486452656] (read)\n" +
				"  nonce = 7\n  signature =  (missing)\nsorted: neutral\n  timestamp = [timestamp:1714036504]\n  nonce = [nonce:486452656]\n" +
				"  token = [token:echostrToken9]\njoined: neutral\n  text = [timestamp:1714036504][nonce:486452656][token:echostrToken9]\n" +
				"computed: fails\n  sha1 = [differs:" + good + "]\ngiven: fails\n  signature =  (missing)\nresult: fails\n  outcome = not_given\n" +
				"clock: holds\n  timestamp = [timestamp:1714036504]\n  clock = 1714036504\n  skew = 0\n"},
		{"no time", goodGet(), func(d *draft) { d.set("timestamp", "x"); d.config.Token = "" },
			"parameters: neutral\n  signature = " + good + " (read)\n  echostr = " + goodEchostr + " (read)\n" +
				"  timestamp = [timestamp:x] (read)\n  nonce = [nonce:486452656] (read)\nsorted: neutral\n  token = \n  nonce = [nonce:486452656]\n" +
				"  timestamp = [timestamp:x]\njoined: neutral\n  text = [nonce:486452656][timestamp:x]\ncomputed: fails\n  sha1 = " +
				marks(referenceSign("486452656", "x"), good) + "\ngiven: fails\n  signature = " + marks(good, referenceSign("486452656", "x")) +
				"\nresult: fails\n  outcome = no_token\nclock: warns\n  timestamp = [timestamp:x]\n"},
		{"sealed", sealed, func(d *draft) { d.config.AppID = "wx5823bf96d3bd56c8" },
			"parameters: neutral\n  signature = " + good + "\n  timestamp = [timestamp:1714036504] (read)\n  nonce = [nonce:486452656] (read)\n" +
				"  openid = o9AgO5Kd5ggOC-bXrbNODIiE3bGY\n  encrypt_type = aes (read)\n  msg_signature = " + sealed.get("msg_signature") + " (read)\n" +
				"  Encrypt = [cipher:" + sealed.encrypt + "] (read)\n" +
				"sorted: neutral\n  timestamp = [timestamp:1714036504]\n  nonce = [nonce:486452656]\n  Encrypt = [cipher:" + sealed.encrypt + "]\n  token = [token:echostrToken9]\n" +
				"joined: neutral\n  text = [timestamp:1714036504][nonce:486452656][cipher:" + sealed.encrypt + "][token:echostrToken9]\n" +
				"computed: holds\n  sha1 = " + sealed.get("msg_signature") + "\ngiven: holds\n  msg_signature = " + sealed.get("msg_signature") + "\n" +
				"result: holds\n  outcome = same\ndecrypted: fails\n  random = 30313233343536373839616263646566\n  random_text = 0123456789abcdef\n" +
				"  length = " + fmt.Sprint(len(textXML)) + "\n  app_id = wx5823bf96d3bd56c[differs:7]\n  padding = " + fmt.Sprint(referencePad(textXML, goodAppID, 32)) +
				"\n  cipher = " + fmt.Sprint((len(textXML)+20+len(goodAppID)+31)/32*32) + "\n  key = 0\n" +
				"clock: holds\n  timestamp = [timestamp:1714036504]\n  clock = 1714036504\n  skew = 0\n"},
		{"not WeChat's", goodGet(), func(d *draft) { d.query = nil }, ""},
	} {
		tt.harm(tt.d)
		r := tt.d.request()
		o := NewAccount(tt.d.config).Open(r)
		if got := told(o.Steps(r)); got != tt.want {
			t.Errorf("%s:\n%s\nwant\n%s", tt.name, got, tt.want)
		}
	}
}

// marks is a with what differs from b, place by place, in brackets.
func marks(a, b string) string {
	var out strings.Builder
	in := false
	for i := range a {
		differs := i >= len(b) || a[i] != b[i]
		switch {
		case differs && !in:
			out.WriteString("[differs:")
		case !differs && in:
			out.WriteString("]")
		}
		in = differs
		out.WriteByte(a[i])
	}
	if in {
		out.WriteString("]")
	}
	return out.String()
}

func TestStepStates(t *testing.T) {
	for _, tt := range []struct {
		name string
		d    *draft
		harm func(*draft)
		want StepState
	}{
		{"opens", goodSafe(t), func(*draft) {}, StepHolds},
		{"earlier key", goodSafe(t), func(d *draft) { d.config.Keys = []string{otherKey, goodKey} }, StepWarns},
		{"no key", goodSafe(t), func(d *draft) { d.config.Keys = nil }, StepFails},
		{"verification by WeCom", goodWeComGet(t), func(*draft) {}, StepHolds},
	} {
		tt.harm(tt.d)
		r := tt.d.request()
		o := NewAccount(tt.d.config).Open(r)
		found := false
		for _, s := range o.Steps(r) {
			if s.ID == StepDecrypted {
				found = true
				if s.State != tt.want || (s.State == StepFails) != (len(s.Lines) == 0) {
					t.Errorf("%s: %s, %d lines", tt.name, s.State, len(s.Lines))
				}
			}
		}
		if !found {
			t.Errorf("%s: no step of decryption", tt.name)
		}
	}
}

// TestStepsOfManyParameters are not without bound.
func TestStepsOfManyParameters(t *testing.T) {
	r := goodGet().request()
	r.Query = strings.Repeat("a=b&", 10000) + r.Query
	o := NewAccount(config(Plain)).Open(r)
	lines := o.Steps(r)[0].Lines
	if len(lines) != longestSteps+4 || !lines[len(lines)-1].Read {
		t.Errorf("%d lines, the last %+v", len(lines), lines[len(lines)-1])
	}
}

func TestDifferences(t *testing.T) {
	for _, tt := range []struct{ a, b, inA, inB string }{
		{"same", "same", "same", "same"},
		{"token ", "token", "token[ ]", "token"},
		{"token", "\u200btoken", "token", "[\u200b]token"},
		{"Token", "token", "[T]oken", "[t]oken"},
		{"a b", "ab", "a[ ]b", "ab"},
		{"ｔoken９", "token9", "[ｔ]oken[９]", "[t]oken[9]"},
		{"", "x", "", "[x]"},
		{"\xffa", "a", "[\xff]a", "a"},
		{strings.Repeat("a", 300) + "b", strings.Repeat("a", 301), strings.Repeat("a", 300) + "[b]", strings.Repeat("a", 300) + "[a]"},
	} {
		a, b := Differences(tt.a, tt.b)
		if got := bracketed(tt.a, a); got != tt.inA {
			t.Errorf("%q and %q: %s, want %s", tt.a, tt.b, got, tt.inA)
		}
		if got := bracketed(tt.b, b); got != tt.inB {
			t.Errorf("%q and %q: %s, want %s", tt.a, tt.b, got, tt.inB)
		}
	}
}

func bracketed(s string, spans []Span) string {
	var b strings.Builder
	at := 0
	for _, p := range spans {
		b.WriteString(s[at:p.Start] + "[" + s[p.Start:p.End] + "]")
		at = p.End
	}
	return b.String() + s[at:]
}

// TestStepsAreNotLogged: they hold the Token and messages.
func TestStepsAreNotLogged(t *testing.T) {
	d := goodSafe(t)
	r := d.request()
	o := NewAccount(d.config).Open(r)
	var out bytes.Buffer
	log := slog.New(slog.NewJSONHandler(&out, nil))
	for _, s := range o.Steps(r) {
		log.Info("step", "step", s, "pointer", &s)
		for _, l := range s.Lines {
			log.Info("line", "line", l)
		}
	}
	if strings.Contains(out.String(), goodToken) || strings.Contains(out.String(), o.Check.Encrypt) || !strings.Contains(out.String(), "joined") {
		t.Errorf("%s", &out)
	}
}

// FuzzSteps: steps can be made of anything that was opened, and pieces are whole
// characters in order.
func FuzzSteps(f *testing.F) {
	for _, d := range []*draft{goodGet(), goodPost(), goodSafe(f), goodWeComGet(f)} {
		r := d.request()
		f.Add(r.Method, r.Query, r.Body, d.config.Token, int64(0))
	}
	f.Add("GET", "timestamp=0\xe3\x85&nonce", []byte(nil), "\x8f", int64(0)) // halves of a character
	f.Fuzz(func(t *testing.T, method, query string, body []byte, token string, at int64) {
		c := config(Safe)
		c.Token = token
		r := &Request{Method: method, Query: query, Body: body, Time: time.Unix(at, 0)}
		o := NewAccount(c).Open(r)
		text := true // bytes that are none may make characters where they meet
		for _, p := range o.Check.Parts() {
			text = text && utf8.ValidString(p)
		}
		for _, s := range o.Steps(r) {
			for _, l := range s.Lines {
				end := 0
				for _, p := range l.Spans {
					if p.Start < end || p.End <= p.Start || p.End > len(l.Value) ||
						p.End < len(l.Value) && text && utf8.ValidString(l.Value) && !utf8.RuneStart(l.Value[p.End]) {
						t.Fatalf("%s %q: %+v", l.Name, l.Value, l.Spans)
					}
					end = p.End
				}
			}
		}
	})
}
