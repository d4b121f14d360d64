package callback

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"echostr/internal/reply"
	"echostr/internal/wechat"
)

// warnings are the ids of an exchange's causes.
func warnings(t *testing.T, causes []wechat.Cause) string {
	t.Helper()
	var ids []string
	for _, c := range causes {
		if !c.Warning {
			t.Errorf("%s is no warning", c.ID)
		}
		ids = append(ids, string(c.ID))
	}
	return strings.Join(ids, " ")
}

func TestReplayedRequest(t *testing.T) {
	g := serve(t, Config{})
	first, second := verification(testToken, "HTTP/1.0"), push(testToken, "HTTP/1.0", testPush)
	other := strings.Replace(second, "354604327", "354604328", 1) // no longer signed
	for i, tt := range []struct{ request, want string }{
		{first, ""}, {first, "nonce_replayed"}, {first, "nonce_replayed"},
		{other, "fails"}, {other, "fails"}, // what does not hold is not remembered
	} {
		g.say(tt.request)
		x := g.wait(i + 1)[i]
		if tt.want == "fails" {
			for _, c := range x.Opened.Causes {
				if c.ID == wechat.NonceReplayed {
					t.Errorf("request %d is told as replayed", i)
				}
			}
			continue
		}
		if got := warnings(t, x.Opened.Causes); got != tt.want {
			t.Errorf("request %d: %q, want %q", i, got, tt.want)
		}
		if tt.want != "" {
			if s, err := strconv.ParseFloat(x.Opened.Causes[0].Args["seconds"], 64); err != nil || s < 0 || s > 20 {
				t.Errorf("request %d: %v", i, x.Opened.Causes[0].Args)
			}
		}
	}
}

// TestReplaysOutliveRoutes, but not their profile.
func TestReplaysOutliveRoutes(t *testing.T) {
	g := serve(t, Config{})
	request := verification(testToken, "HTTP/1.0")
	routes := func(profile string) {
		g.SetRoutes(NewRoutes(map[string]Route{testPath: {Profile: profile, Account: wechat.NewAccount(wechat.AccountConfig{Token: testToken})}}))
	}
	for i, tt := range []struct{ profile, want string }{{"p1", ""}, {"p1", "nonce_replayed"}, {"p2", ""}, {"p2", "nonce_replayed"}, {"p1", ""}} {
		routes(tt.profile)
		g.say(request)
		if got := warnings(t, g.wait(i + 1)[i].Opened.Causes); got != tt.want {
			t.Errorf("request %d to %s: %q, want %q", i, tt.profile, got, tt.want)
		}
	}
}

func signature(i int) string { return fmt.Sprintf("%040x", i*7919+1) }

func TestReplays(t *testing.T) {
	var p replays
	now := time.Unix(1714036504, 0)
	distinct := func(i int) string { s := signature(i); return s[24:] + s[:24] } // the number in front
	for i := range 3 * replayMemory {
		if ago, _ := p.again(distinct(i), nil, now.Add(time.Duration(i)*time.Millisecond)); ago != 0 {
			t.Fatalf("%d came %v ago", i, ago)
		}
	}
	end := now.Add(3 * replayMemory * time.Millisecond)
	for _, tt := range []struct {
		i    int
		at   time.Time
		want time.Duration
	}{
		{3*replayMemory - 1, end, time.Millisecond},
		{2 * replayMemory, end, replayMemory * time.Millisecond},
		{3*replayMemory - 1, end.Add(replayAge - time.Millisecond), replayAge},
		{3*replayMemory - 1, end.Add(replayAge), 0}, // too old; noted anew
		{3*replayMemory - 1, end.Add(replayAge), 1}, // at the same moment
		{0, end.Add(replayAge), 0},                  // pushed out
	} {
		if got, retry := p.again(distinct(tt.i), nil, tt.at); got != tt.want || retry {
			t.Errorf("%d at %v: %v, want %v", tt.i, tt.at, got, tt.want)
		}
	}
	for _, s := range []string{"", "abc", strings.Repeat("z", 40)} {
		p.again(s, nil, end)
		if ago, _ := p.again(s, nil, end); ago != 0 {
			t.Errorf("%q is remembered", s)
		}
	}
}

// TestRetriesAreNoReplays as long as they come as WeChat's do.
func TestRetriesAreNoReplays(t *testing.T) {
	began := time.Unix(1714036504, 0)
	for _, tt := range []struct {
		name  string
		body  string
		after []time.Duration // each delivery but the first
		want  string          // "r" for each that is WeChat's
	}{
		{"as documented", testPush, []time.Duration{5 * time.Second, 10 * time.Second}, "rr"},
		{"after odd answers", testPush, []time.Duration{time.Second, time.Second, 2 * time.Second}, "rrr"},
		{"too often", testPush, []time.Duration{1, 2, 3, 4, 5}, "rrr--"},
		{"too late", testPush, []time.Duration{retryAge, retryAge + 1}, "r-"},
		{"another body", "", []time.Duration{time.Second}, "-"},
	} {
		var p replays
		p.again(signature(1), []byte(testPush), began)
		got := ""
		for _, d := range tt.after {
			ago, retry := p.again(signature(1), []byte(tt.body), began.Add(d))
			if ago != d {
				t.Errorf("%s: %v ago, want %v", tt.name, ago, d)
			}
			got += map[bool]string{true: "r", false: "-"}[retry]
		}
		if got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
	g := serve(t, Config{TestMark: "mark"})
	request := push(testToken, "HTTP/1.0", testPush)
	marked := strings.Replace(request, "Pragma: no-cache", "X-Echostr-Test: mark", 1)
	changed := strings.Replace(request, "[你好]", "[再见]", 1)
	for i, tt := range []struct{ request, want string }{{request, ""}, {request, ""}, {marked, "nonce_replayed"}, {changed, "nonce_replayed"}} {
		g.say(tt.request)
		if got := warnings(t, g.wait(i + 1)[i].Opened.Causes); got != tt.want {
			t.Errorf("request %d: %q, want %q", i, got, tt.want)
		}
	}
}

// TestReplaysTogether: of many at once exactly one is the first.
func TestReplaysTogether(t *testing.T) {
	var m memories
	m.keep(NewRoutes(map[string]Route{"/a": {Profile: "p1"}, "/b": {Profile: "p2"}}))
	var mu sync.Mutex
	first := 0
	var wait sync.WaitGroup
	for range 16 {
		wait.Go(func() {
			for i := range 50 {
				if ago, _ := m.again("p1", signature(i)[24:]+signature(i)[:24], nil, time.Unix(int64(i), 0)); ago == 0 {
					mu.Lock()
					first++
					mu.Unlock()
				}
				m.keep(NewRoutes(map[string]Route{"/a": {Profile: "p1"}}))
			}
		})
	}
	wait.Wait()
	if first != 50 {
		t.Errorf("%d of 50 were first", first)
	}
	if ago, _ := m.again("p2", signature(1), nil, time.Unix(1, 0)); ago != 0 || m.of["p2"] != nil {
		t.Error("a profile without a route is remembered")
	}
}

// TestReplyRemarks: an answer that WeChat would not take leaves all the same, and is
// remarked on.
func TestReplyRemarks(t *testing.T) {
	for _, tt := range []struct {
		text, want string
	}{{"fine", ""}, {strings.Repeat("长", 683), "reply_text_long"}} {
		g := serve(t, Config{})
		withRules(t, g, reply.Rule{ID: "r1", Name: "r", When: reply.Simple{Op: reply.Any}.When(), Then: reply.Then{Kind: reply.KindText, Text: tt.text}})
		answer := g.say(push(testToken, "HTTP/1.0", testPush))
		if got := warnings(t, g.only().Opened.Causes); got != tt.want || !strings.Contains(answer, tt.text) {
			t.Errorf("%.20s: %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestRemarks(t *testing.T) {
	a := wechat.NewAccount(wechat.AccountConfig{Token: testToken})
	q := &wechat.Request{Method: "POST", Query: signed(testToken, ""), Body: []byte(testPush), Time: time.Now()}
	o := a.Open(q)
	for _, tt := range []struct {
		r    wechat.Reply
		want string
	}{
		{wechat.Reply{Type: wechat.ReplySuccess}, ""},
		{wechat.Reply{Type: wechat.ReplyRaw, Content: "success"}, ""},
		{wechat.Reply{Type: wechat.ReplyRaw, Content: "\ufeffsuccess"}, "reply_bom"},
		{wechat.Reply{Type: wechat.ReplyRaw, Content: "<xml>"}, "reply_syntax"},
		{wechat.Reply{Type: wechat.ReplyImage}, "reply_field_missing"},
	} {
		body, kind, err := a.AppendAnswer(nil, &o, &tt.r, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if got := warnings(t, remarks(a, &o, &tt.r, body, kind)); got != tt.want {
			t.Errorf("%+v: %q, want %q", tt.r, got, tt.want)
		}
	}
}

// TestRuledOutIsRecorded with a request that does not hold.
func TestRuledOutIsRecorded(t *testing.T) {
	g := serve(t, Config{})
	g.say(push("other", "HTTP/1.0", testPush))
	if x := g.only(); len(x.Opened.RuledOut) < 10 || x.Opened.RuledOut[0] != wechat.ParameterMissing {
		t.Errorf("%v", x.Opened.RuledOut)
	}
}

// BenchmarkReplays is the dearest look: the memory is full of what came just now.
func BenchmarkReplays(b *testing.B) {
	var m memories
	m.keep(NewRoutes(map[string]Route{"/a": {Profile: "p1"}}))
	now := time.Now()
	all := make([]string, 4*replayMemory)
	for i := range all {
		s := signature(i)
		all[i] = s[24:] + s[:24]
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		m.again("p1", all[i%len(all)], []byte(testPush), now)
	}
}
