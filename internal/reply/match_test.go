package reply

import (
	"fmt"
	"math"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"echostr/internal/wechat"
)

func is(s Subject, op Op, words ...string) Test { return Test{Subject: s, Op: op, Words: words} }

func when(tests ...Test) When { return When{Tests: tests} }

func TestConditions(t *testing.T) {
	hello := text(t, "Hello 世界")
	scanned, followed := event(t, "SCAN", "123"), event(t, "subscribe", "qrscene_123")
	plainFollow, click := event(t, "subscribe", "last_trade_no_4008"), event(t, "CLICK", "V1001")
	pushed := message(t, scan)
	for _, test := range []struct {
		when When
		m    *wechat.Message
		want bool
	}{
		{When{Types: []string{"image", "TEXT"}}, hello, true},
		{When{Types: []string{"image", "voice"}}, hello, false},
		{When{Types: []string{"text", "event"}, Events: []string{"click"}}, click, true},
		{When{Types: []string{"text", "event"}, Events: []string{"click"}}, hello, false},
		{When{Events: []string{"view", "Click"}}, click, true},
		{when(is(SubjectText, Equals, "no", "hello 世界")), hello, true},
		{when(is(SubjectText, Contains, "界", "x")), hello, true},
		{when(is(SubjectText, Contains, "o")), hello, true},
		{when(is(SubjectText, Contains, "oo")), hello, false},
		{when(is(SubjectText, Regexp, "^hello", "(?i)^hello")), hello, true},
		{when(is(SubjectText, Regexp, "^hello")), hello, false},
		{when(is(SubjectText, Regexp, "^$")), click, true},
		{when(is(SubjectText, Equals, "V1001")), click, false},
		{when(is(SubjectKey, Equals, "v1001")), click, true},
		{when(is(SubjectKey, Regexp, `^V\d+$`)), click, true},
		{when(is(SubjectKey, Equals, "")), hello, true},
		{when(is(SubjectScene, Equals, "123")), scanned, true},
		{when(is(SubjectScene, Equals, "123")), followed, true},
		{when(is(SubjectScene, Regexp, ".")), plainFollow, false},
		{when(is(SubjectScene, Regexp, ".")), click, false},
		{when(is(SubjectKey, Equals, "qrscene_123")), followed, true},
		{when(is(SubjectFrom, Equals, "oUser", "oOther")), hello, true},
		{when(is(SubjectFrom, Equals, "ouser")), hello, false},
		{when(is(SubjectFrom, Contains, "Use")), hello, true},
		{when(is(SubjectFrom, Contains, "use")), hello, false},
		{when(is(SubjectFrom, Regexp, "^o")), hello, true},
		{when(Test{Subject: SubjectField, Path: "ScanCodeInfo.ScanResult", Op: Equals, Words: []string{"1"}}), pushed, true},
		{when(Test{Subject: SubjectField, Path: "ScanCodeInfo.ScanType", Op: Contains, Words: []string{"QR"}}), pushed, true},
		{when(Test{Subject: SubjectField, Path: "ScanCodeInfo.ScanType", Op: Regexp, Words: []string{"QR"}}), pushed, false},
		{when(Test{Subject: SubjectField, Path: "Missing.Field", Op: Equals, Words: []string{""}}), pushed, true},
		{when(Test{Subject: SubjectField, Path: ".MsgId", Op: Equals, Words: []string{"2"}}), hello, true},
		{when(is(SubjectText, Contains, "hello"), is(SubjectFrom, Equals, "oUser")), hello, true},
		{when(is(SubjectText, Contains, "hello"), is(SubjectFrom, Equals, "oOther")), hello, false},
		{When{All: []When{when(is(SubjectText, Contains, "hello")), when(is(SubjectText, Contains, "世"))}}, hello, true},
		{When{All: []When{when(is(SubjectText, Contains, "hello")), when(is(SubjectText, Contains, "x"))}}, hello, false},
		{When{Any: []When{when(is(SubjectText, Contains, "x")), {Types: []string{"text"}}}}, hello, true},
		{When{Any: []When{when(is(SubjectText, Contains, "x")), {Types: []string{"image"}}}}, hello, false},
		{When{Not: []When{when(is(SubjectText, Contains, "x")), {Types: []string{"image"}}}}, hello, true},
		{When{Not: []When{when(is(SubjectText, Contains, "x")), {Types: []string{"text"}}}}, hello, false},
		{When{Types: []string{"text"}, Any: []When{{Not: []When{when(is(SubjectText, Contains, "x"))}}}}, hello, true},
		{When{Chance: 100}, hello, true},
	} {
		set := compiledSet(t, Rule{ID: "a", On: true, When: test.when, Then: Then{Kind: KindEmpty}})
		if got := set.Answer(test.m).RuleID == "a"; got != test.want {
			t.Errorf("%+v takes %s %q %q: %v, want %v", test.when, test.m.MsgType(), test.m.Get("Content"), test.m.EventKey(), got, test.want)
		}
	}
}

func TestChance(t *testing.T) {
	set := compiledSet(t, Rule{ID: "a", On: true, When: When{Chance: 50}, Then: Then{Kind: KindEmpty}})
	for number, want := range map[uint64]bool{0: true, math.MaxUint64 / 4: true, math.MaxUint64/2 + 1: false, math.MaxUint64: false} {
		env := Env{Random: func() uint64 { return number }}
		if got := set.AnswerIn(text(t, "x"), &env).RuleID == "a"; got != want {
			t.Errorf("%x: %v", number, got)
		}
	}
	hits, random := 0, rand.New(rand.NewPCG(1, 2))
	for range 10000 {
		if set.AnswerIn(text(t, "x"), &Env{Random: random.Uint64}).RuleID == "a" {
			hits++
		}
	}
	if hits < 4700 || hits > 5300 {
		t.Errorf("50%% of 10,000 are %d", hits)
	}
}

func TestGroups(t *testing.T) {
	set := compiledSet(t, Rule{ID: "a", On: true, When: When{
		Tests: []Test{is(SubjectText, Regexp, "^nothing$", `^(?P<what>\p{Han}+)(\d+)$`), {Subject: SubjectField, Path: "FromUserName", Op: Regexp, Words: []string{"^o(?P<user>.*)$"}}},
		Any:   []When{when(is(SubjectText, Regexp, "no(?P<never>.)")), when(is(SubjectText, Regexp, `(?P<last>\d)$`))}},
		Then: Then{Kind: KindText, Text: `{{group 0}}|{{group 1}}|{{group "2"}}|{{group 3}}|{{group "what"}}|{{group "user"}}|{{group "last"}}|{{group "never"}}|{{group "who"}}`}})
	if got := set.Answer(text(t, " 新品12 ")).Reply.Content; got != "新品12|新品|12||新品|User|2||" {
		t.Error(got)
	}
}

func TestTrace(t *testing.T) {
	say := Then{Kind: KindText, Text: "x"}
	rules := []Rule{
		{ID: "off", Name: "off", When: When{}, Then: say},
		{ID: "broken", On: true, When: when(is(SubjectText, Regexp, "(")), Then: say},
		{ID: "type", On: true, When: Simple{Type: "image"}.When(), Then: say},
		{ID: "event", On: true, When: When{Events: []string{"CLICK", "VIEW"}}, Then: say},
		{ID: "text", On: true, When: when(is(SubjectText, Contains, "a", "b")), Then: say},
		{ID: "from", On: true, When: when(is(SubjectFrom, Equals, "oX")), Then: say},
		{ID: "field", On: true, When: when(Test{Subject: SubjectField, Path: "A.B", Op: Regexp, Words: []string{"x"}}), Then: say},
		{ID: "all", On: true, When: When{All: []When{{}, when(is(SubjectKey, Equals, "K"))}}, Then: say},
		{ID: "any", On: true, When: When{Any: []When{{Types: []string{"image"}}}}, Then: say},
		{ID: "not", On: true, When: When{Not: []When{{Types: []string{"text"}}}}, Then: say},
		{ID: "chance", On: true, When: When{Chance: 1}, Then: say},
		{ID: "fails", On: true, Then: Then{Kind: KindText, Text: "{{.Missing}}"}},
		{ID: "takes", On: true, Then: say},
		{ID: "later", On: true, Then: say},
	}
	set, _ := Compile(rules)
	env := Env{Trace: true, Random: func() uint64 { return math.MaxUint64 }}
	out := set.AnswerIn(text(t, "世界"), &env)
	var got []string
	for _, m := range out.Trace {
		got = append(got, fmt.Sprintf("%s %s %s %s", m.RuleID, m.ID, m.Args["want"], m.Args["got"]))
	}
	want := []string{"off off  ", "broken broken  ", "type type image text", "event event click | view ", "text text_contains a | b 世界", "from from_equals oX oUser", "field field_regexp x ",
		"all key_equals K ", "any any  ", "not not  ", "chance chance  "}
	if strings.Join(got, ";") != strings.Join(want, ";") || out.RuleID != "takes" || len(out.Failures) != 1 {
		t.Errorf("%q\nwant %q; %+v", got, want, out)
	}
	set, _ = Compile(rules[:6])
	if out := set.AnswerIn(text(t, "世界"), &env); len(out.Trace) != 6 || out.RuleID != "" {
		t.Errorf("none matches: %+v", out)
	}
}

// TestCovered names rules above which the last one is never reached, or may be.
func TestCovered(t *testing.T) {
	typed := func(types ...string) When { return When{Types: types} }
	for _, test := range []struct {
		earlier, later When
		want           string
	}{
		{When{}, typed("text"), "unreachable"},
		{When{Chance: 99}, typed("text"), ""},
		{When{Not: []When{typed("image")}}, typed("text"), ""},
		{typed("text"), typed("text"), "covered"},
		{typed("text", "image"), typed("TEXT"), "covered"},
		{typed("text"), typed("text", "image"), ""},
		{typed("text"), When{}, ""},
		{typed("event"), When{Events: []string{"CLICK"}}, "covered"},
		{When{Events: []string{"click", "view"}}, When{Types: []string{"event"}, Events: []string{"CLICK"}}, "covered"},
		{When{Events: []string{"click"}}, typed("event"), ""},
		{when(is(SubjectText, Contains, "a", "b")), when(is(SubjectText, Equals, "xA", "yb")), "covered"},
		{when(is(SubjectText, Contains, "a", "b")), when(is(SubjectText, Equals, "xa", "y")), ""},
		{when(is(SubjectText, Contains, "a")), when(is(SubjectText, Contains, "cab"), is(SubjectFrom, Equals, "o")), "covered"},
		{when(is(SubjectText, Contains, "cab")), when(is(SubjectText, Contains, "a")), ""},
		{when(is(SubjectText, Contains, "新品")), when(is(SubjectText, Regexp, `^新品(\d+)$`)), "covered"},
		{when(is(SubjectText, Regexp, `^新品(\d+)$`)), when(is(SubjectText, Equals, "新品12")), "covered"},
		{when(is(SubjectText, Regexp, `^[a-z]+$`)), when(is(SubjectText, Equals, "abc")), ""}, // ABC passes the later one alone
		{when(is(SubjectFrom, Regexp, `^o[a-z]+$`)), when(is(SubjectFrom, Equals, "oabc")), "covered"},
		{when(is(SubjectText, Regexp, `a+`)), when(is(SubjectText, Regexp, `a+`)), "covered"},
		{when(is(SubjectText, Contains, "a")), when(is(SubjectKey, Contains, "a")), ""},
		{When{Any: []When{typed("text"), typed("image")}}, typed("image"), "covered"},
		{typed("text", "image"), When{Any: []When{typed("text"), typed("image")}}, "covered"},
		{typed("text"), When{Any: []When{typed("text"), typed("image")}}, ""},
		{typed("text"), When{All: []When{typed("text"), when(is(SubjectText, Contains, "a"))}}, "covered"},
		{When{All: []When{typed("text"), when(is(SubjectText, Contains, "a"))}}, When{Types: []string{"text"}, Tests: []Test{is(SubjectText, Equals, "ab")}}, "covered"},
		{typed("text"), When{Types: []string{"text"}, Chance: 5}, "covered"},
	} {
		_, problems := Compile([]Rule{{ID: "1", Name: "first", On: true, When: test.earlier, Then: Then{Kind: KindEmpty}}, {ID: "2", On: true, When: test.later, Then: Then{Kind: KindEmpty}}})
		got := ""
		for _, p := range problems {
			if p.Field == FieldType {
				got = p.ID
				if p.Index != 1 || p.Args["rule"] != "first" || !p.Warning {
					t.Errorf("%+v", p)
				}
			}
		}
		if got != test.want {
			t.Errorf("%+v above %+v: %q, want %q", test.earlier, test.later, got, test.want)
		}
	}
}

// randomWhen makes conditions that often have to do with each other.
func randomWhen(r *rand.Rand, depth int) When {
	pick := func(of ...string) []string {
		var out []string
		for range 1 + r.IntN(2) {
			out = append(out, of[r.IntN(len(of))])
		}
		return out
	}
	var w When
	if r.IntN(3) == 0 {
		w.Types = pick("text", "image", "event", "voice", "Event")
	}
	if r.IntN(4) == 0 && (len(w.Types) == 0 || strings.EqualFold(w.Types[0], "event")) {
		w.Events = pick("CLICK", "view", "SCAN", "subscribe")
	}
	for range r.IntN(3) {
		t := Test{Subject: Subjects()[r.IntN(5)], Op: []Op{Equals, Contains, Regexp}[r.IntN(3)], Words: pick("a", "ab", "ba", "Ab", "1", "qrscene_1", "ſ", "K")}
		if t.Op == Regexp {
			t.Words = pick("^a", "(?i)ab", "a|b", "(?i)s", "(?i)k", "ab+", "[a-b]1*", "^(ab)$", "")
		}
		if t.Subject == SubjectField {
			t.Path = "Content"
		}
		w.Tests = append(w.Tests, t)
	}
	if depth > 0 {
		for _, list := range []*[]When{&w.All, &w.Any, &w.Not} {
			for range max(0, r.IntN(4)-1) {
				*list = append(*list, randomWhen(r, depth-1))
			}
		}
	}
	return w
}

// slowly is what a condition means, without index, sieve and folding once.
func slowly(w When, m *wechat.Message) bool {
	oneOf := func(list []string, v string) bool {
		for _, s := range list {
			if strings.EqualFold(s, v) {
				return true
			}
		}
		return len(list) == 0
	}
	if !oneOf(w.Types, m.MsgType()) || len(w.Events) > 0 && !m.IsEvent() || !oneOf(w.Events, m.Event()) {
		return false
	}
	for _, t := range w.Tests {
		var v string
		switch key := m.EventKey(); t.Subject {
		case SubjectText:
			v = m.Get("Content") + m.Get("Recognition")
		case SubjectKey:
			v = key
		case SubjectScene:
			if v = key; strings.EqualFold(m.Event(), "subscribe") && strings.HasPrefix(v, "qrscene_") {
				v = v[8:]
			} else if !strings.EqualFold(m.Event(), "SCAN") {
				v = ""
			}
		case SubjectFrom:
			v = m.FromUserName()
		case SubjectField:
			v = m.Get(t.Path)
		}
		v = strings.TrimSpace(v)
		fits := false
		for _, word := range t.Words {
			lower, lowerWord := strings.ToLower(v), strings.ToLower(word)
			if t.Subject == SubjectFrom {
				lower, lowerWord = v, word
			}
			switch t.Op {
			case Equals:
				fits = fits || lower == lowerWord
			case Contains:
				fits = fits || strings.Contains(lower, lowerWord)
			case Regexp:
				fits = fits || regexp.MustCompile(word).MatchString(v)
			}
		}
		if !fits {
			return false
		}
	}
	for _, each := range w.All {
		if !slowly(each, m) {
			return false
		}
	}
	some := len(w.Any) == 0
	for _, each := range w.Any {
		some = some || slowly(each, m)
	}
	for _, each := range w.Not {
		some = some && !slowly(each, m)
	}
	return some
}

// TestAgainstMeaning holds index, sieve and the search for covered rules to what
// conditions mean, over random rules and messages.
func TestAgainstMeaning(t *testing.T) {
	var messages []*wechat.Message
	for _, s := range []string{"a", "ab", "AB", " ba ", "1", "b1", "s", "ſ", "K", "K", "xabx", ""} {
		messages = append(messages, text(t, s), event(t, "CLICK", s), event(t, "SCAN", s), event(t, "subscribe", "qrscene_"+s),
			message(t, "<xml><FromUserName>ab</FromUserName><MsgType>voice</MsgType><Recognition><![CDATA["+s+"]]></Recognition></xml>"),
			message(t, "<xml><FromUserName>"+s+"</FromUserName><MsgType>image</MsgType></xml>"))
	}
	random := rand.New(rand.NewPCG(3, 4))
	covered := 0
	for range 1500 {
		var rules []Rule
		for i := range 6 {
			rules = append(rules, Rule{ID: fmt.Sprint(i), On: true, When: randomWhen(random, 2), Then: Then{Kind: KindEmpty}})
		}
		set, problems := Compile(rules)
		var good []Rule
		for i, r := range rules {
			bad := false
			for _, p := range problems {
				bad = bad || p.Index == i && !p.Warning
			}
			if !bad {
				good = append(good, r)
			}
		}
		for _, p := range problems {
			if p.Field == FieldType {
				covered++
			}
		}
		for _, m := range messages {
			want := ""
			for _, r := range good {
				if slowly(r.When, m) {
					want = r.ID
					break
				}
			}
			got := set.Answer(m).RuleID
			if got != want {
				t.Fatalf("%s %q %q: rule %q, want %q of %+v", m.MsgType(), m.Get("Content"), m.EventKey(), got, want, good)
			}
			for _, p := range problems {
				if p.Field == FieldType && p.RuleID == got {
					t.Fatalf("%s %q: rule %s answers, which is said to be never reached: %+v", m.MsgType(), m.Get("Content"), got, good)
				}
			}
		}
	}
	if covered < 200 {
		t.Errorf("only %d rules were covered", covered)
	}
}
