//go:build window

package windowtest

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"echostr/internal/engine"
	"echostr/internal/exchange"
	"echostr/internal/journal"
	"echostr/internal/profile"
	"echostr/internal/reply"
	"echostr/internal/tunnel"
)

// scene is an engine for pictures: the real one takes every edit, but its clock stands
// still, and the tunnel, the server and the exchanges are as a picture wants them.
type scene struct {
	*engine.Engine
	traffic *traffic
	hits    map[string]int64 // by rule

	mu       sync.Mutex
	seq      uint64
	told     uint64 // calls of Since, which the window makes for every change
	log      *journal.Log
	dress    func(*engine.Snapshot)
	offer    engine.Offer
	trial    engine.Trial
	labels   map[int64]engine.Label
	sessions []engine.Session
	subs     map[int]func()
	nextSub  int
}

// newScene sets up one account as in the pictures of the design.
func newScene(t *testing.T, language, theme string) *scene {
	t.Helper()
	cat := catalogue(t, language)
	e, err := engine.New(engine.Config{Home: t.TempDir(), Env: withoutKeyring, Now: func() time.Time { return sceneTime },
		Words: func(key string) string { return cat.T(key) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Errorf("close the engine: %v", err)
		}
	})
	log, err := journal.Open(journal.LogConfig{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := log.Close(); err != nil {
			t.Errorf("close the scene's journal: %v", err)
		}
	})
	s := &scene{Engine: e, log: log, subs: map[int]func(){}}
	err = e.EditSettings(t.Context(), func(c *profile.Settings) error {
		c.Language, c.Theme = language, theme
		p := c.Edit(c.Active)
		p.Name, p.Path = "测试号 demo", "/wx/demo"
		p.Token, p.AppID, p.AppSecret, p.EncodingAESKey = sceneToken, sceneAppID, sceneSecret, sceneKey
		c.Tunnel = profile.Tunnel{Provider: profile.TunnelNgrok}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	rules := sceneRules()
	s.hits = map[string]int64{}
	for i, n := range []int64{1032, 218, 96, 41, 17, 8, 3, 55} {
		s.hits[rules[i].ID] = n
	}
	id := e.Snapshot().Active().ID
	if problems, err := e.SaveRules(id, rules); err != nil || reply.Blocks(problems) {
		t.Fatal(problems, err)
	}
	s.traffic = newTraffic(id, rules)
	return s
}

// sceneRules are those of the design's picture.
func sceneRules() []reply.Rule {
	text := func(s string) reply.Then { return reply.Then{Kind: reply.KindText, Text: s} }
	return []reply.Rule{
		{ID: "r1", Name: "关注欢迎", On: true, When: reply.Simple{Type: "event", Event: "subscribe", Op: reply.Any}.When(), Then: text("Hi~ 终于等到你")},
		{ID: "r2", Name: "营业时间", On: true, When: reply.Simple{Type: "text", Op: reply.Contains, Text: "开门|营业"}.When(),
			Then: text("您好 {{.FromUserName}}，我们每天 9:00–21:00 营业。\n您说的是：{{.Content}}")},
		{ID: "r3", Name: "音乐菜单", On: true, When: reply.Simple{Type: "event", Event: "CLICK", Op: reply.Equals, Text: "V1001_TODAY_MUSIC"}.When(),
			Then: reply.Then{Kind: reply.KindMusic, Title: "平凡之路", Description: "今日歌曲", URL: "https://example.com/today.mp3", ThumbMediaID: "d8Jx2mQ"}},
		{ID: "r4", Name: "图文推送", On: true, When: reply.Simple{Type: "text", Op: reply.Regexp, Text: `^新品(\d+)$`}.When(),
			Then: reply.Then{Kind: reply.KindNews, Articles: []reply.Article{{Title: "新品 {{.Content}}", Description: "本周上架",
				PicURL: "https://example.com/new.jpg", URL: "https://example.com/new"}}}},
		{ID: "r5", Name: "转人工", On: true, When: reply.Simple{Type: "text", Op: reply.Equals, Text: "人工客服"}.When(), Then: reply.Then{Kind: reply.KindTransfer}},
		{ID: "r6", Name: "异步客服消息", On: true, When: reply.Simple{Type: "image", Op: reply.Any}.When(), Then: reply.Then{Kind: reply.KindSuccess,
			After: []reply.Then{{Kind: reply.KindText, Text: "图片收到，稍后回复您。", Delay: reply.Fixed(3 * time.Second)}}}},
		{ID: "r7", Name: "慢响应演练", On: false, When: reply.Simple{Type: "text", Op: reply.Equals, Text: "超时"}.When(),
			Then: reply.Then{Kind: reply.KindText, Text: "迟到的回复", Delay: reply.Fixed(6 * time.Second)}},
		{ID: "r8", Name: "兜底", On: true, When: reply.Simple{Op: reply.Any}.When(), Then: reply.Then{Kind: reply.KindSuccess}},
	}
}

// show replaces the exchanges and what the snapshot says.
func (s *scene) show(dress func(*engine.Snapshot), oldestFirst ...*exchange.Exchange) {
	s.change(func() {
		s.dress = dress
		s.log.Clear()
		s.append(oldestFirst)
	})
}

// append records exchanges. s.mu is held.
func (s *scene) append(oldestFirst []*exchange.Exchange) {
	for _, x := range oldestFirst {
		s.log.Append(x)
	}
}

// come adds exchanges.
func (s *scene) come(oldestFirst ...*exchange.Exchange) {
	s.change(func() {
		s.append(oldestFirst)
	})
}

func (s *scene) change(f func()) {
	s.mu.Lock()
	f()
	s.seq++
	var subs []func()
	for _, g := range s.subs {
		subs = append(subs, g)
	}
	s.mu.Unlock()
	for _, g := range subs {
		g()
	}
}

// asked counts how often the window took a change.
func (s *scene) asked() uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.told
}

// Snapshot is the real state in the scene's dress.
func (s *scene) Snapshot() *engine.Snapshot {
	out := s.Engine.Snapshot()
	s.mu.Lock()
	defer s.mu.Unlock()
	out.Seq += s.seq
	out.Server = engine.Server{Addr: "127.0.0.1:8787"}
	out.Counts = s.log.Counts()
	out.Notices, out.SecretsIn = nil, "keyring"
	for id := range out.InForce {
		out.InForce[id] = sceneTime.Add(-3*time.Minute - 29*time.Second)
	}
	if s.dress != nil {
		s.dress(out)
	}
	return out
}

// Subscribe hears of the real engine's changes and of the scene's.
func (s *scene) Subscribe(f func()) (cancel func()) {
	real := s.Engine.Subscribe(f)
	s.mu.Lock()
	id := s.nextSub
	s.nextSub++
	s.subs[id] = f
	s.mu.Unlock()
	return func() {
		real()
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.subs, id)
	}
}

// Since is asked by the window once for every change that it takes.
func (s *scene) Since(id int64, max int) []*exchange.Exchange {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.told++
	return s.log.Since(id, max)
}

func (s *scene) Exchange(id int64) (*exchange.Exchange, bool) { return s.log.Get(id) }

// List is a page of what the scene shows.
func (s *scene) List(ctx context.Context, f exchange.Filter, before int64, limit int) (p engine.Page, err error) {
	ids, err := s.log.Find(ctx, f)
	for _, id := range ids {
		if before > 0 && id >= before {
			continue
		}
		if limit > 0 && len(p.IDs) == limit {
			p.Next = p.IDs[limit-1]
			break
		}
		if x, ok := s.log.Get(id); ok {
			p.IDs, p.First = append(p.IDs, id), append(p.First, x.First)
		}
	}
	return p, err
}

// Attempts are the deliveries of the same message.
func (s *scene) Attempts(id int64) []int64 { return s.log.Attempts(id) }

func (s *scene) Label(id int64) engine.Label {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.labels[id]
}

// Sessions are those that the scene has; the real engine's know nothing of its exchanges.
func (s *scene) Sessions() []engine.Session {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sessions
}

func (s *scene) Clear() { s.change(s.log.Clear) }

func (s *scene) Hits(_, rule string) engine.Hit {
	return engine.Hit{Count: s.hits[rule], Last: sceneTime}
}

// Sample is the newest message of the scene that a rule takes; 0 for none.
func (s *scene) Sample(ctx context.Context, _ string, rule reply.Rule) (int64, error) {
	rule.On, rule.Then = true, reply.Then{Kind: reply.KindSuccess}
	set, _ := reply.Compile([]reply.Rule{rule})
	all := s.log.Since(0, sceneMost)
	for _, x := range slices.Backward(all) {
		if x.Verdict == exchange.Pass && x.Opened.Message != nil && set.Answer(x.Opened.Message).RuleID != "" {
			return x.ID, ctx.Err()
		}
	}
	return 0, ctx.Err()
}

// sceneMost is more than the exchanges of any picture.
const sceneMost = 1000

// Preview answers a message of the scene by the real engine, which does not have it on
// record.
func (s *scene) Preview(ctx context.Context, profileID string, q engine.PreviewRequest) (engine.Preview, error) {
	if x, ok := s.Exchange(q.Exchange); ok {
		q.Exchange, q.Message = 0, x.Opened.Message
	}
	return s.Engine.Preview(ctx, profileID, q)
}

func (s *scene) OfferedAuthtoken() (engine.Offer, bool) { return s.offer, s.offer.File != "" }

// SendTest answers as the scene was told.
func (s *scene) SendTest(context.Context, bool, string) (engine.Trial, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.trial, nil
}

// online is a tunnel that runs and an account that is set up.
func online(s *engine.Snapshot) {
	s.Tunnel = tunnel.Status{Provider: "ngrok", State: tunnel.Online, URL: "https://brave-fox.ngrok-free.app",
		Latency: 182 * time.Millisecond, Since: sceneTime.Add(-40 * time.Minute), Region: "ap"}
	s.Progress = engine.Progress{SelfTest: true, Verified: true, Message: true}
}

// troubled is a tunnel in a state with a problem.
func troubled(state tunnel.State, kind tunnel.ProblemKind, code, detail string) func(*engine.Snapshot) {
	return func(s *engine.Snapshot) {
		online(s)
		s.Progress = engine.Progress{}
		s.Tunnel.State, s.Tunnel.Attempt, s.Tunnel.Latency = state, 3, 0
		s.Tunnel.Since = sceneTime.Add(-25 * time.Second)
		if state != tunnel.Reconnecting {
			s.Tunnel.URL = ""
		}
		if kind != "" {
			s.Tunnel.Problem = &tunnel.Problem{Kind: kind, Code: code, Detail: detail, Permanent: state == tunnel.Failed}
		}
	}
}
