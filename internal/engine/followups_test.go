package engine

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"echostr/internal/reply"
)

// sender is a platform client that a test plays.
type sender struct {
	mu   sync.Mutex
	sent []string
	do   func(ctx context.Context, text string) error
}

func (s *sender) SendCustomer(ctx context.Context, profileID string, m reply.CustomerMessage) error {
	err := s.do(ctx, m.Text)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sent = append(s.sent, profileID+" "+m.To+" "+m.Text)
	return err
}

// following has a rule with messages after its answer in force.
func following(t *testing.T, e *Engine, delay time.Duration, texts ...string) {
	t.Helper()
	then := reply.Then{Kind: reply.KindSuccess}
	for _, text := range texts {
		then.After = append(then.After, reply.Then{Kind: reply.KindText, Text: text, Delay: reply.Fixed(delay)})
	}
	problems, err := e.SaveRules(e.Snapshot().Active().ID, []reply.Rule{{ID: "a", Name: "a", On: true, Then: then}})
	if err != nil || reply.Blocks(problems) {
		t.Fatal(problems, err)
	}
}

func states(list []Followup) (out []Sending) {
	for _, f := range list {
		out = append(out, f.State)
	}
	return out
}

// settled waits until no message of the newest exchange waits any more.
func settled(t *testing.T, e *Engine) []Followup {
	t.Helper()
	id := e.Snapshot().Counts.Last
	await(t, e, "the messages", func(*Snapshot) bool {
		for _, f := range e.Followups(id) {
			if f.State == SendWaits {
				return false
			}
		}
		return true
	})
	return e.Followups(id)
}

// TestFollowups sends messages after the answer, in order, and tells how each fared.
func TestFollowups(t *testing.T) {
	s := &sender{do: func(_ context.Context, text string) error {
		switch text {
		case "poor":
			return reply.ErrNoToken
		case "bad":
			return errors.New("45015: out of time")
		}
		return nil
	}}
	e := open(t, func(c *Config) { c.Customer = s })
	following(t, e, 10*time.Millisecond, "one", "poor", "bad", "two")
	if got := say(t, e, "x"); got != "success" {
		t.Fatalf("answered %s", got)
	}
	list := settled(t, e)
	want := []Sending{SendDone, SendNoToken, SendFailed, SendDone}
	for i, f := range list {
		if f.State != want[i] || f.Ended.Before(f.Due.Add(-time.Second)) || (f.Detail == "") != (f.State == SendDone) {
			t.Errorf("message %d: %+v, want %s", i, f, want[i])
		}
		if i > 0 && !f.Due.After(list[i-1].Due) {
			t.Errorf("due %v after %v", f.Due, list[i-1].Due)
		}
	}
	x, ok := e.Exchange(e.Snapshot().Counts.Last)
	if !ok || x.Special == nil || x.Special.Followups != 4 {
		t.Errorf("recorded %+v", x.Special)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	id := e.Snapshot().Active().ID
	if len(s.sent) != 4 || s.sent[0] != id+" oUser one" || s.sent[3] != id+" oUser two" {
		t.Errorf("sent %q", s.sent)
	}
}

// TestFollowupsWithoutClient says so of every message; test requests send none.
func TestFollowupsWithoutClient(t *testing.T) {
	e := open(t, nil)
	following(t, e, time.Minute, "one", "two")
	say(t, e, "x")
	for _, f := range settled(t, e) {
		if f.State != SendNoToken || f.Ended.IsZero() || f.Message.Text == "" {
			t.Errorf("%+v", f)
		}
	}
	pushed(t, e)
	for _, f := range settled(t, e) {
		if f.State != SendTest {
			t.Errorf("%+v", f)
		}
	}
	if list := e.Followups(999); list != nil {
		t.Errorf("%+v of no exchange", list)
	}
}

// TestFollowupsEndWithTheEngine neither waits nor sends after Close.
func TestFollowupsEndWithTheEngine(t *testing.T) {
	asked := make(chan struct{})
	s := &sender{do: func(ctx context.Context, _ string) error {
		close(asked)
		<-ctx.Done()
		return ctx.Err()
	}}
	e := open(t, func(c *Config) { c.Customer = s })
	following(t, e, 0, "one", "two")
	say(t, e, "x")
	<-asked
	id := e.Snapshot().Counts.Last
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if got := states(e.Followups(id)); len(got) != 2 || got[0] != SendClosed || got[1] != SendClosed {
		t.Errorf("%v", got)
	}
}

// TestFollowupsAreBounded lets no more be under way than may.
func TestFollowupsAreBounded(t *testing.T) {
	s := &sender{do: func(ctx context.Context, _ string) error {
		<-ctx.Done()
		return ctx.Err()
	}}
	e := open(t, func(c *Config) { c.Customer, c.InMemory = s, true })
	following(t, e, 0, "one")
	for range followupsAtOnce {
		say(t, e, "x")
		if got := states(e.Followups(e.Snapshot().Counts.Last)); got[0] != SendWaits {
			t.Fatalf("%v", got)
		}
	}
	say(t, e, "x")
	if got := states(settled(t, e)); got[0] != SendFull {
		t.Errorf("%v", got)
	}
}
