package reply

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"echostr/internal/wechat"
)

// answering is the outcome of one rule that takes all.
func answering(t testing.TB, then Then, m *wechat.Message, env Env) Outcome {
	t.Helper()
	return compiledSet(t, Rule{ID: "a", Name: "n", On: true, Then: then}).AnswerIn(m, &env)
}

// TestKinds makes one answer of each kind there is.
func TestKinds(t *testing.T) {
	m := text(t, "hi")
	seen := map[string]bool{}
	for _, test := range []struct {
		then Then
		want Outcome
	}{
		{Then{Kind: KindText, Text: "{{.Content}}!"}, Outcome{Reply: wechat.Reply{Type: "text", Content: "hi!"}}},
		{Then{Kind: KindImage, MediaID: "m{{.MsgId}}"}, Outcome{Reply: wechat.Reply{Type: "image", MediaID: "m2"}}},
		{Then{Kind: KindVoice, MediaID: "m"}, Outcome{Reply: wechat.Reply{Type: "voice", MediaID: "m"}}},
		{Then{Kind: KindVideo, MediaID: "m", Title: "{{.Content}}", Description: "d"}, Outcome{Reply: wechat.Reply{Type: "video", MediaID: "m", Title: "hi", Description: "d"}}},
		{Then{Kind: KindMusic, Title: "t", Description: "d", URL: "u?{{.Content}}", HQURL: "h", ThumbMediaID: "m"},
			Outcome{Reply: wechat.Reply{Type: "music", Title: "t", Description: "d", MusicURL: "u?hi", HQMusicURL: "h", ThumbMediaID: "m"}}},
		{Then{Kind: KindNews, Articles: []Article{{Title: "{{.Content}}", URL: "u"}, {Title: "t", Description: "d", PicURL: "p"}}},
			Outcome{Reply: wechat.Reply{Type: "news", Articles: []wechat.Article{{Title: "hi", URL: "u"}, {Title: "t", Description: "d", PicURL: "p"}}}}},
		{Then{Kind: KindTransfer}, Outcome{Reply: wechat.Reply{Type: "transfer_customer_service"}}},
		{Then{Kind: KindTransfer, Account: "a@b"}, Outcome{Reply: wechat.Reply{Type: "transfer_customer_service", KfAccount: "a@b"}}},
		{Then{Kind: KindSuccess}, Outcome{Reply: wechat.Reply{Type: "success"}}},
		{Then{Kind: KindEmpty}, Outcome{Reply: wechat.Reply{Type: "empty"}}},
		{Then{Kind: KindRaw, Text: "<xml>{{.Content}}</xml>"}, Outcome{Reply: wechat.Reply{Type: "raw", Content: "<xml>hi</xml>"}}},
		{Then{Kind: KindFile, File: "a.bin"}, Outcome{Reply: wechat.Reply{Type: "raw", Content: "of a.bin"}}},
		{Then{Kind: KindStatus, Status: 500, Text: "{\"a\": {{.Content}}}"}, Outcome{Do: Status, Status: 500, Body: `{"a": "hi"}`, ContentType: "application/json; charset=utf-8"}},
		{Then{Kind: KindStatus, Status: 404}, Outcome{Do: Status, Status: 404, ContentType: "text/plain; charset=utf-8"}},
		{Then{Kind: KindStatus, Status: 200, Text: "<p>{{.Content}}</p>"}, Outcome{Do: Status, Status: 200, Body: "<p>hi</p>", ContentType: "text/xml; charset=utf-8"}},
		{Then{Kind: KindClose}, Outcome{Do: Close}},
		{Then{Kind: KindForward, URL: "http://127.0.0.1:3000/wx"}, Outcome{Do: Forward, URL: "http://127.0.0.1:3000/wx"}},
		{Then{Kind: KindSequence, Steps: []Then{{Kind: KindEmpty}}}, Outcome{Reply: wechat.Reply{Type: "empty"}, Step: 1, Steps: 1}},
		{Then{Kind: KindEmpty, Delay: Fixed(2 * time.Second)}, Outcome{Reply: wechat.Reply{Type: "empty"}, Delay: 2 * time.Second}},
		{Then{Kind: KindEmpty, Fault: FaultSlow}, Outcome{Reply: wechat.Reply{Type: "empty"}, Delay: SlowFault, Fault: FaultSlow}},
		{Then{Kind: KindEmpty, Fault: FaultSlow, Delay: Fixed(9 * time.Second)}, Outcome{Reply: wechat.Reply{Type: "empty"}, Delay: 9 * time.Second, Fault: FaultSlow}},
		{Then{Kind: KindText, Text: "x", Fault: FaultUsers}, Outcome{Reply: wechat.Reply{Type: "text", Content: "x", To: "gh_1", From: "oUser"}, Fault: FaultUsers}},
		{Then{Kind: KindText, Text: "x", Fault: FaultSignature}, Outcome{Reply: wechat.Reply{Type: "text", Content: "x"}, Fault: FaultSignature}},
		{Then{Kind: KindText, Text: "x", Fault: FaultPlain}, Outcome{Reply: wechat.Reply{Type: "text", Content: "x"}, Fault: FaultPlain}},
		{Then{Kind: KindText, Text: "x", Fault: FaultHalf}, Outcome{Reply: wechat.Reply{Type: "text", Content: "x"}, Fault: FaultHalf}},
	} {
		got := answering(t, test.then, m, Env{Files: named1{}})
		test.want.RuleID, test.want.RuleName, test.want.Version = "a", "n", got.Version
		if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", test.want) || got.Version == 0 {
			t.Errorf("%s: %+v\nwant %+v", test.then.Kind, got, test.want)
		}
		seen[test.then.Kind] = true
	}
	for _, kind := range Kinds() {
		if !seen[kind] {
			t.Errorf("%s was not made", kind)
		}
	}
}

// named1 reads files that hold their names.
type named1 struct{}

func (named1) ReadFile(name string) ([]byte, error) { return []byte("of " + name), nil }

func TestDelayRange(t *testing.T) {
	d := Delay{time.Second, 3 * time.Second}
	least, most := time.Hour, time.Duration(0)
	for i := range uint64(1000) {
		got := answering(t, Then{Kind: KindEmpty, Delay: d}, text(t, "x"), Env{Random: func() uint64 { return i * (math.MaxUint64 / 1000) }}).Delay
		least, most = min(least, got), max(most, got)
	}
	if least < d.Min || most > d.Max || least > 1100*time.Millisecond || most < 2900*time.Millisecond {
		t.Errorf("from %v to %v", least, most)
	}
	for text, want := range map[string]string{"2s": "2s", "2": "2s", "1.5": "1.5s", "1m30s": "1m30s", "90s-120s": "1m30s-2m", "0": "0s", " 1s - 3 s ": "1s-3s", "1s–3s": "1s-3s"} {
		if d, err := ParseDelay(text); err != nil || d.String() != want {
			t.Errorf("%q is %v, %v; want %s", text, d, err, want)
		}
	}
	for _, text := range []string{"", "-1s", "3s-1s", "x", "1s-", "-", "1e99", "NaN", "1h-∞"} {
		if d, err := ParseDelay(text); err == nil {
			t.Errorf("%q is %v", text, d)
		}
	}
}

func TestSequence(t *testing.T) {
	steps := []Then{{Kind: KindText, Text: "1 {{hits}}/{{userHits}}"}, {Kind: KindText, Text: "2 {{hits}}/{{userHits}}"}, {Kind: KindStatus, Status: 500}}
	from := func(user string) *wechat.Message {
		return message(t, "<xml><FromUserName>"+user+"</FromUserName><MsgType>text</MsgType></xml>")
	}
	for _, test := range []struct {
		again Again
		per   Per
		want  string
	}{
		{"", "", "1 1/1, 2 2/1, 500, 500, 500"},
		{Repeat, PerRule, "1 1/1, 2 2/1, 500, 500, 500"},
		{Restart, PerRule, "1 1/1, 2 2/1, 500, 1 4/3, 2 5/4"},
		{"", PerUser, "1 1/1, 1 2/1, 2 3/2, 500, 500"},
		{Restart, PerUser, "1 1/1, 1 2/1, 2 3/2, 500, 1 5/4"},
	} {
		rule := Rule{ID: "a", On: true, Then: Then{Kind: KindSequence, Steps: steps, Again: test.again, Per: test.per}}
		set, state := compiledSet(t, rule), &State{}
		var got []string
		for i, user := range []string{"a", "b", "a", "a", "a"} {
			if user == "a" && i == 3 {
				rule.Name = "edited" // goes on counting
				set = compiledSet(t, rule)
			}
			if i == 1 && test.per != PerUser {
				set.AnswerIn(from("b"), &Env{State: state, Dry: true}) // looks, and counts nothing
			}
			out := set.AnswerIn(from(user), &Env{State: state})
			if out.Do == Status {
				got = append(got, fmt.Sprint(out.Status))
			} else {
				got = append(got, out.Reply.Content)
			}
		}
		if s := strings.Join(got, ", "); s != test.want {
			t.Errorf("%s %s: %s\nwant %s", test.again, test.per, s, test.want)
		}
		if c := state.Counted("a", "a"); c != (Count{5, 4}) {
			t.Errorf("counted %+v", c)
		}
		state.Reset("a")
		if c := state.Counted("a", "a"); c != (Count{}) {
			t.Errorf("after a reset %+v", c)
		}
	}
}

// TestFailedHitsDoNotCount has a rule that cannot answer.
func TestFailedHitsDoNotCount(t *testing.T) {
	state := &State{}
	env := Env{State: state, Files: Files{Dir: t.TempDir()}}
	out := answering(t, Then{Kind: KindFile, File: "none"}, text(t, "x"), env)
	if out.RuleID != "" || len(out.Failures) != 1 || !errors.Is(out.Failures[0], os.ErrNotExist) || out.Failures[0].Field != FieldContents {
		t.Errorf("%+v", out)
	}
	if c := state.Counted("a", "oUser"); c != (Count{}) {
		t.Errorf("counted %+v", c)
	}
	if out := answering(t, Then{Kind: KindFile, File: "none"}, text(t, "x"), Env{}); !errors.Is(out.Failures[0], ErrNoFiles) {
		t.Errorf("%+v", out)
	}
}

// TestFailuresTellThePlace has templates that stop at run time.
func TestFailuresTellThePlace(t *testing.T) {
	for _, test := range []struct {
		then         Then
		path         string
		line, column int
		err          error
	}{
		{Then{Kind: KindText, Text: "a\nb {{index .Content 99}}"}, "then.text", 2, 5, nil},
		{Then{Kind: KindText, Text: "{{.Missing}}"}, "then.text", 0, 0, ErrEmpty},
		{Then{Kind: KindImage, MediaID: "{{.MediaId}}"}, "then.media", 0, 0, ErrEmpty},
		{Then{Kind: KindNews, Articles: []Article{{Title: "x"}, {Title: "{{.Missing}}"}}}, "then.articles[1].title", 0, 0, ErrEmpty},
		{Then{Kind: KindSequence, Steps: []Then{{Kind: KindText, Text: "{{div 1 0}}"}}}, "then.steps[0].text", 1, 3, nil},
		{Then{Kind: KindSuccess, After: []Then{{Kind: KindText, Text: "{{int .Content}}"}}}, "then.after[0].text", 1, 3, nil},
		{Then{Kind: KindRaw, Text: "<{{.Content}}/>"}, "then.text", 1, 4, ErrPlace},
	} {
		out := answering(t, test.then, text(t, "x"), Env{})
		if len(out.Failures) != 1 || out.RuleID != "" || len(out.After) != 0 {
			t.Errorf("%+v: %+v", test.then, out)
			continue
		}
		f := out.Failures[0]
		if f.Path != test.path || f.Line != test.line || f.Column != test.column || test.err != nil && !errors.Is(f, test.err) || f.RuleName != "n" {
			t.Errorf("%s: %+v at %d:%d", test.path, f, f.Line, f.Column)
		}
	}
}

func TestCustomerMessages(t *testing.T) {
	then := Then{Kind: KindSuccess, After: []Then{
		{Kind: KindText, Text: "{{.Content}} <b>&", Delay: Fixed(time.Second)}, {Kind: KindImage, MediaID: "m"}, {Kind: KindVoice, MediaID: "m"},
		{Kind: KindVideo, MediaID: "m", ThumbMediaID: "h", Title: "t", Description: "d"}, {Kind: KindMusic, Title: "t", URL: "u", HQURL: "q", ThumbMediaID: "h"},
		{Kind: KindNews, Articles: []Article{{Title: "t", URL: "u", PicURL: "p"}}}, {Kind: KindLink, Title: "t", URL: "u", PicURL: "p"},
		{Kind: KindMiniProgram, Title: "t", Page: "pages/i", ThumbMediaID: "h"}}}
	out := answering(t, then, text(t, "你好"), Env{})
	want := []string{
		`{"touser":"oUser","msgtype":"text","text":{"content":"你好 <b>&"}}`,
		`{"touser":"oUser","msgtype":"image","image":{"media_id":"m"}}`,
		`{"touser":"oUser","msgtype":"voice","voice":{"media_id":"m"}}`,
		`{"touser":"oUser","msgtype":"video","video":{"media_id":"m","title":"t","description":"d","thumb_media_id":"h"}}`,
		`{"touser":"oUser","msgtype":"music","music":{"title":"t","musicurl":"u","hqmusicurl":"q","thumb_media_id":"h"}}`,
		`{"touser":"oUser","msgtype":"news","news":{"articles":[{"title":"t","url":"u","picurl":"p"}]}}`,
		`{"touser":"oUser","msgtype":"link","link":{"title":"t","url":"u","thumb_url":"p"}}`,
		`{"touser":"oUser","msgtype":"miniprogrampage","miniprogrampage":{"title":"t","pagepath":"pages/i","thumb_media_id":"h"}}`,
	}
	if len(out.After) != len(want) || len(want) != len(CustomerKinds()) || out.After[0].Delay != time.Second {
		t.Fatalf("%+v", out.After)
	}
	for i, m := range out.After {
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		if err := e.Encode(m); err != nil || strings.TrimSpace(b.String()) != want[i] {
			t.Errorf("%s, %v\nwant %s", b.String(), err, want[i])
		}
	}
}

func TestFiles(t *testing.T) {
	outer := t.TempDir()
	dir := filepath.Join(outer, "rules")
	for name, text := range map[string]string{"rules/a.xml": "<a/>", "rules/sub/b": "b", "secret": "s", "rules/big": strings.Repeat("x", MaxFile+1), "rules/full": strings.Repeat("x", MaxFile)} {
		file := filepath.Join(outer, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, link := range [][2]string{{"../secret", "link"}, {outer, "up"}, {"a.xml", "inner"}} {
		if err := os.Symlink(link[0], filepath.Join(dir, link[1])); err != nil {
			t.Fatal(err)
		}
	}
	f := Files{Dir: dir}
	for name, want := range map[string]string{"a.xml": "<a/>", "sub/b": "b", "./a.xml": "<a/>", "sub/../a.xml": "<a/>", "inner": "<a/>",
		filepath.Join(outer, "secret"): "s", "full": strings.Repeat("x", MaxFile)} {
		if data, err := f.ReadFile(name); err != nil || string(data) != want {
			t.Errorf("%s: %.20q, %v", name, data, err)
		}
	}
	for name, want := range map[string]error{"../secret": nil, "link": nil, "up/secret": nil, "sub": ErrFileKind, "big": ErrFileSize,
		"none": os.ErrNotExist, "": nil} {
		if data, err := f.ReadFile(name); err == nil || want != nil && !errors.Is(err, want) {
			t.Errorf("%s: %d bytes, %v", name, len(data), err)
		}
	}
}

// TestStateIsShared counts from many sides at once: each step of a sequence comes once.
func TestStateIsShared(t *testing.T) {
	var steps []Then
	for i := range 100 {
		steps = append(steps, Then{Kind: KindText, Text: fmt.Sprint(i)})
	}
	set, state := compiledSet(t, Rule{ID: "a", On: true, Then: Then{Kind: KindSequence, Steps: steps}}), &State{}
	var mu sync.Mutex
	seen := map[string]int{}
	var all sync.WaitGroup
	for k := range 4 {
		m := message(t, fmt.Sprintf("<xml><FromUserName>o%d</FromUserName></xml>", k))
		all.Go(func() {
			for range 25 {
				out := set.AnswerIn(m, &Env{State: state})
				state.Counted("a", "o1")
				mu.Lock()
				seen[out.Reply.Content]++
				mu.Unlock()
			}
		})
	}
	all.Wait()
	if len(seen) != 100 || state.Counted("a", "o3") != (Count{100, 25}) {
		t.Errorf("%d steps, counted %+v", len(seen), state.Counted("a", "o3"))
	}
}

// TestStateIsBounded has more people than a rule remembers.
func TestStateIsBounded(t *testing.T) {
	var s State
	for i := range maxUsers + 5 {
		s.next("a", fmt.Sprint(i), false)
	}
	if c := s.rules["a"]; len(c.users) != maxUsers || len(c.order) != maxUsers || s.Counted("a", "4").User != 0 || s.Counted("a", "5") != (Count{maxUsers + 5, 1}) {
		t.Errorf("%d users, %d in order", len(c.users), len(c.order))
	}
}
