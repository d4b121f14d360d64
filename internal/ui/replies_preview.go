package ui

import (
	"fmt"
	"strings"
	"time"

	"echostr/internal/reply"
	"echostr/internal/wechat"
)

// previewAsk is what a preview is made of. It shares nothing that is changed later.
type previewAsk struct {
	rule   reply.Rule
	all    []reply.Rule      // the list with the rule in it, as it should be in force
	recent []*wechat.Message // of the profile, newest first
	said   string            // by the person in a sample
	now    time.Time
	appID  string
}

// preview is what a rule would do with a message.
type preview struct {
	message  *wechat.Message
	captured bool // the message really came; else it is a sample
	matches  bool // the rule takes the message; false only for a sample
	// earlier is the name of the rule that would answer before this one comes to its turn.
	earlier string
	outcome wechat.Reply
	failure error  // the template did not work
	body    []byte // of the answer, byte for byte, as in plain mode
}

// makePreview answers the newest message that the rule takes, or a sample, with the real
// rules. It may take a while and is called away from the UI goroutine.
func makePreview(a previewAsk) (preview, error) {
	match, problems := reply.Compile([]reply.Rule{{ID: "when", On: true, When: a.rule.When, Then: reply.Then{Kind: reply.KindSuccess}}})
	answer, more := reply.Compile([]reply.Rule{{ID: "then", On: true, Then: a.rule.Then}})
	if reply.Blocks(problems) || reply.Blocks(more) {
		return preview{}, fmt.Errorf("preview a rule: it has errors")
	}
	var p preview
	for _, m := range a.recent {
		if match.Answer(m).RuleID != "" {
			p.message, p.captured, p.matches = m, true, true
			break
		}
	}
	if p.message == nil {
		p.message = sampleMessage(a.rule.When, a.said, a.now)
		p.matches = match.Answer(p.message).RuleID != ""
	}
	out := answer.Answer(p.message)
	p.outcome = out.Reply
	if len(out.Failures) > 0 {
		p.failure = out.Failures[0].Err
		return p, nil
	}
	if a.rule.On && p.matches {
		all, _ := reply.Compile(a.all)
		if first := all.Answer(p.message); first.RuleID != "" && first.RuleID != a.rule.ID {
			p.earlier = first.RuleName
		}
	}
	account := wechat.NewAccount(wechat.AccountConfig{AppID: a.appID, Mode: wechat.Plain})
	body, _, err := account.AppendAnswer([]byte{}, &wechat.Opened{Message: p.message}, &p.outcome, a.now)
	if err != nil {
		return preview{}, fmt.Errorf("preview a rule: %w", err)
	}
	p.body = body
	return p, nil
}

// said is what the person said, "" where nobody said anything, as in an event.
func (p *preview) said() string {
	m := p.message
	switch strings.ToLower(m.MsgType()) {
	case "text":
		return m.Get("Content")
	case "voice":
		return m.Get("Recognition")
	}
	return ""
}
