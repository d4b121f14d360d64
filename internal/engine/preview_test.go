package engine

import (
	"errors"
	"strings"
	"testing"
	"time"

	"echostr/internal/profile"
	"echostr/internal/reply"
	"echostr/internal/wechat"
)

func text(id, said, answer string) reply.Rule {
	return reply.Rule{ID: id, Name: id, On: true, When: reply.Simple{Type: "text", Op: reply.Equals, Text: said}.When(),
		Then: reply.Then{Kind: reply.KindText, Text: answer}}
}

// TestPreview answers a recorded message with rules that are being edited, as the server
// would, and leaves everything as it was.
func TestPreview(t *testing.T) {
	e := open(t, nil)
	id := e.Snapshot().Active().ID
	edit(t, e, func(p *profile.Profile) {
		p.Mode, p.EncodingAESKey, p.AppID = wechat.Safe, replayKey, "wx0123456789abcdef"
	})
	x := pushed(t, e)
	off := text("off", "你好", "never")
	off.On = false
	rules := []reply.Rule{text("other", "再见", "bye"), off, text("bad", "你好", "{{index .Content 99}}"),
		{ID: "seq", Name: "seq", On: true, Then: reply.Then{Kind: reply.KindSequence, Delay: reply.Fixed(6 * time.Second),
			Steps: []reply.Then{{Kind: reply.KindText, Text: "one"}, {Kind: reply.KindText, Text: "two"}}}}}
	before := e.Snapshot()
	for range 2 { // nothing is counted
		v, err := e.Preview(t.Context(), id, PreviewRequest{Rules: rules, Exchange: x.ID})
		if err != nil {
			t.Fatal(err)
		}
		o := v.Outcome
		if o.RuleID != "seq" || o.Step != 1 || len(o.Failures) != 1 || o.Failures[0].RuleID != "bad" || !v.Late {
			t.Fatalf("outcome %+v, late %v", o, v.Late)
		}
		var missed []string
		for _, m := range o.Trace {
			missed = append(missed, m.RuleID+":"+m.ID)
		}
		if got := strings.Join(missed, " "); got != "other:text_equals off:off" {
			t.Errorf("missed %q", got)
		}
		if v.Status != 200 || !strings.Contains(string(v.Clear), "<![CDATA[one]]>") || strings.Contains(string(v.Sealed), "one") {
			t.Errorf("%d %s %s", v.Status, v.Clear, v.Sealed)
		}
		body, kind := v.Leaves()
		if kind != "text/xml; charset=utf-8" || string(body) != string(v.Sealed) || len(v.Remarks) > 0 {
			t.Errorf("leaves %s %s with %+v", kind, body, v.Remarks)
		}
		key, err := wechat.ParseKey(replayKey)
		if err != nil {
			t.Fatal(err)
		}
		m, err := wechat.Parse(string(v.Sealed))
		if err != nil {
			t.Fatal(err)
		}
		plain, env, err := key.Decrypt(m.Get("Encrypt"))
		if err != nil || env.AppID != "wx0123456789abcdef" || !strings.Contains(string(plain), "<![CDATA[one]]>") {
			t.Errorf("sealed %s, %+v, %v", plain, env, err)
		}
	}
	after := e.Snapshot()
	if after.Counts != before.Counts || after.RulesInForce[id].Version != before.RulesInForce[id].Version {
		t.Errorf("%+v became %+v", before.Counts, after.Counts)
	}

	for _, c := range []struct {
		name    string
		q       PreviewRequest
		rule    string
		clear   string
		sealed  bool
		remarks []wechat.CauseID
	}{
		{"one rule alone", PreviewRequest{Rules: rules, Only: "off", Exchange: x.ID}, "off", "never", true, nil},
		{"one that does not take it", PreviewRequest{Rules: rules, Only: "other", Exchange: x.ID}, "", "success", false, nil},
		{"raw in safe mode", PreviewRequest{Rules: []reply.Rule{{ID: "raw", On: true, Then: reply.Then{Kind: reply.KindRaw, Text: "<xml/>"}}}, Exchange: x.ID},
			"raw", "<xml/>", false, []wechat.CauseID{wechat.ReplyPlain}},
		{"closed", PreviewRequest{Rules: []reply.Rule{{ID: "close", On: true, Then: reply.Then{Kind: reply.KindClose}}}, Exchange: x.ID}, "close", "", false, nil},
	} {
		v, err := e.Preview(t.Context(), id, c.q)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if v.Outcome.RuleID != c.rule || !strings.Contains(string(v.Clear), c.clear) || (v.Sealed != nil) != c.sealed || c.clear == "" && v.Clear != nil {
			t.Errorf("%s: %+v", c.name, v)
		}
		for i, want := range c.remarks {
			if i >= len(v.Remarks) || v.Remarks[i].ID != want {
				t.Errorf("%s: remarks %+v", c.name, v.Remarks)
			}
		}
	}
	if _, err := e.Preview(t.Context(), id, PreviewRequest{Exchange: 999}); !errors.Is(err, ErrNoExchange) {
		t.Error(err)
	}
	if _, err := e.Preview(t.Context(), id, PreviewRequest{}); !errors.Is(err, ErrNoMessage) {
		t.Error(err)
	}
	if _, err := e.Preview(t.Context(), "none", PreviewRequest{Exchange: x.ID}); !errors.Is(err, ErrNoProfile) {
		t.Error(err)
	}
}

// TestSample finds the newest message that a rule takes, and makes a rule of one.
func TestSample(t *testing.T) {
	e := open(t, nil)
	id := e.Snapshot().Active().ID
	verify(t, e, "AAAAA")
	var ids []int64
	for _, said := range []string{"a", "b", "a", "c"} {
		say(t, e, said)
		ids = append(ids, e.Snapshot().Counts.Last)
	}
	chancy := text("x", "a", "")
	chancy.On, chancy.When.Chance = false, 0.001
	for _, c := range []struct {
		rule reply.Rule
		want int64
	}{
		{text("x", "a", "{{broken"), ids[2]},
		{text("x", "b", ""), ids[1]},
		{chancy, ids[2]},
		{reply.Rule{}, ids[3]},
		{text("x", "z", ""), 0},
	} {
		if got, err := e.Sample(t.Context(), id, c.rule); err != nil || got != c.want {
			t.Errorf("%+v: %d %v, want %d", c.rule.When, got, err, c.want)
		}
	}
	if got, err := e.Sample(t.Context(), "other", reply.Rule{}); err != nil || got != 0 {
		t.Errorf("of another profile: %d %v", got, err)
	}
	r, err := e.RuleFrom(ids[1])
	if err != nil || r.Name != "b" || !r.On || r.ID == "" {
		t.Fatalf("%+v %v", r, err)
	}
	if got, err := e.Sample(t.Context(), id, r); err != nil || got != ids[1] {
		t.Errorf("the rule made of %d takes %d, %v", ids[1], got, err)
	}
	if _, err := e.RuleFrom(999); !errors.Is(err, ErrNoExchange) {
		t.Error(err)
	}
}
