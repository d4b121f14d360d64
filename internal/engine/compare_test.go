package engine

import (
	"errors"
	"strings"
	"testing"

	"echostr/internal/compare"
	"echostr/internal/profile"
	"echostr/internal/reply"
	"echostr/internal/wechat"
)

// TestCompare sets a push beside its replay, answered sealed: only noise differs.
func TestCompare(t *testing.T) {
	e := open(t, nil)
	id := e.Snapshot().Active().ID
	if err := e.EditProfile(t.Context(), id, func(p *profile.Profile) {
		p.Mode, p.EncodingAESKey, p.AppID = wechat.Safe, replayKey, "wx0123456789abcdef"
	}); err != nil {
		t.Fatal(err)
	}
	problems, err := e.SaveRules(id, []reply.Rule{{ID: "a", Name: "a", On: true, When: reply.Simple{Op: reply.Any}.When(), Then: reply.Then{Kind: reply.KindText, Text: "hello"}}})
	if err != nil || reply.Blocks(problems) {
		t.Fatal(problems, err)
	}
	x := pushed(t, e)
	again, err := e.Replay(t.Context(), ReplayRequest{ID: x.ID, How: Resign, Mode: wechat.Safe})
	if err != nil {
		t.Fatal(err)
	}
	sections, err := e.Compare(x.ID, again[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sections {
		differ, _ := s.Count()
		if differ > 0 && s.Part != compare.Headers && s.Part != compare.AnswerHeaders { // lengths may differ
			t.Errorf("%s: %+v", s.Part, s.Rows)
		}
		if s.Part == compare.Reply && (len(s.Rows) < 5 || s.Rows[4].A != "hello") {
			t.Errorf("the reply is not in clear: %+v", s.Rows)
		}
	}
	if clear, ok := e.ReplyInClear(again[0].ID); !ok || !strings.Contains(clear, "<![CDATA[hello]]>") {
		t.Errorf("the reply in clear is %q", clear)
	}
	if _, ok := e.ReplyInClear(999); ok {
		t.Error("an exchange that is not there was answered in clear")
	}
	if _, err := e.Compare(x.ID, 999); !errors.Is(err, ErrNoExchange) {
		t.Error(err)
	}
}
