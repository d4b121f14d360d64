package exchange

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func TestQuery(t *testing.T) {
	all := samples()
	for _, c := range []struct {
		text string
		want string // IDs
		same string // String, if it is another text
	}{
		{"", "1 2 3 4 5 6 7 8 9", ""},
		{"   ", "1 2 3 4 5 6 7 8 9", ""},
		{"几点", "1", ""},
		{"几", "1", ""},
		{"开门 今天", "1", ""},
		{"abc", "1 2 3 4 5 7", ""}, // the OpenID has it too
		{`"今天几点开门？abc"`, "1", "今天几点开门？abc"},
		{"“今天几点”", "1", "今天几点"},
		{"ＭＭＢＩＺ", "2", ""},
		{"http://mmbiz", "2", ""},
		{"你", "6", ""},
		{"-mozilla", "6 8 9", ""},
		{`-"signature mismatch" -mozilla`, "8 9", ""},
		{"秘密", "7", ""},
		{"185.191", "8", ""},
		{"verdict:fail", "6 7 9", ""},
		{"VERDICT:Fail", "6 7 9", "verdict:Fail"},
		{"verdict：ｆａｉｌ", "6 7 9", "verdict:ｆａｉｌ"},
		{"-verdict:fail,foreign", "1 2 3 4 5", ""},
		{"kind:message", "1 2 7 9", ""},
		{"kind:verification，event", "3 4 5 6", "kind:verification,event"},
		{"type:image", "2", ""},
		{"type:im", "2", ""},
		{`type:"im"`, "", ""},
		{"type:image,text", "1 2", ""},
		{"type:event", "3 4 5", ""},
		{"-type:event kind:event", "", ""},
		{"event:subscribe", "3", ""},
		{"event:subscribe_", "5", ""},
		{"event:sub", "3 5", ""},
		{"event:click", "4", ""},
		{"from:oGZ", "1 3 4 5 7", ""},
		{"openid:oGZ kind:event", "3 4 5", "from:oGZ kind:event"},
		{"from:oGZ3V5…mK8c", "1 3 4 5 7", ""},
		{"from:o•••••mK8c -kind:event", "1 7", ""},
		{"from:o*er", "2", ""},
		{`from:"oOther"`, "2", ""},
		{`from:"oOth"`, "", ""},
		{"rule:营业", "1", ""},
		{`rule:"营业时间"`, "1", ""},
		{`rule:"营业"`, "", ""},
		{"rule:时间,欢迎", "1 3", ""},
		{"status:403", "6", ""},
		{"status:4xx", "6 7 8", ""},
		{"status:>=400", "6 7 8", ""},
		{"status:<400 status:>0", "1 2 3 4 5", ""},
		{"status:400-403", "6 7", ""},
		{"status:400..403,404", "6 7 8", ""},
		{"status:=0", "9", ""},
		{"slow:>2s", "2", ""},
		{"slow:5.1s", "2", ""},
		{"slow:>5100ms", "", ""},
		{"slow:<1ms", "4 5 6 7 8 9", ""},
		{"slow:>=1ms slow:<=3ms", "1 3", ""},
		{"since:10m", "1 2", ""},
		{"since:14m", "1 2 3", ""},
		{"until:40m", "7 8 9", ""},
		{"since:14:20", "1 2", ""},
		{"until:14:16", "3 4 5 6 7 8 9", ""},
		{"since:14:02 until:14:15", "4 5", ""},
		{"since:15:00", "1 2 3 4 5 6 7 8 9", ""}, // yesterday's
		{"since:2026-11-20", "1 2 3 4 5 6 7 8 9", ""},
		{"until:2026-11-19", "", ""},
		{"since:2026-11-20T14:20", "1 2", ""},
		{`since:"2026-11-20 14:20:00"`, "1 2", ""},
		{"since:today", "1 2 3 4 5 6 7 8 9", ""},
		{"until:yesterday", "", ""},
		{"cause:token_whitespace", "6", ""},
		{"cause:token", "6", ""},
		{`cause:"token"`, "", ""},
		{"cause:timestamp", "6", ""},
		{"cause:reply_slow,body_syntax", "2 7", ""},
		{"profile:shop", "3 4 5", ""},
		{"via:tunnel", "1 2 6", ""},
		{"path:login", "8", ""},
		{"path:/wx/demo verdict:fail", "6 7", ""},
		{"has:warning", "2 6", ""},
		{"has:rule", "1 3", ""},
		{"has:reply", "1", ""},
		{"has:message", "1 2 3 4 5", ""},
		{"is:test", "3", ""},
		{"is:encrypted", "2", ""},
		{"is:cut", "8", ""},
		{"type:", "1 2 3 4 5 6 7 8 9", ""},
		{"type:, -  -type:", "1 2 3 4 5 6 7 8 9", ""},
		{`type:"image`, "", "!open_quote 5 6"},
		{"typ:image", "", "!unknown_key 0 3"},
		{"几点 localhost:8787", "", "!unknown_key 7 9"},
		{"verdict:fai", "", "!unknown_value 8 3"},
		{"status:abc,403", "", "!bad_status 7 3"},
		{"status:4000", "", "!bad_status 7 4"},
		{"status:>", "", "!bad_status 7 1"},
		{"slow:>2", "", "!bad_duration 5 2"},
		{"slow:fast", "", "!bad_duration 5 4"},
		{"since:soon", "", "!bad_time 6 4"},
		{"since:25:00", "", "!bad_time 6 5"},
	} {
		q, err := ParseQuery(c.text, testNow)
		if wrong, ok := strings.CutPrefix(c.same, "!"); ok {
			if err == nil || fmt.Sprintf("%s %d %d", err.ID, err.Offset, err.Length) != wrong {
				t.Errorf("%q: error %v, want %s", c.text, err, wrong)
			}
			continue
		}
		if err != nil {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		var got []string
		match := q.Matcher()
		for _, x := range all {
			if match(x) {
				got = append(got, fmt.Sprint(x.ID))
			}
			if want := naive(q, x); want != match(x) {
				t.Errorf("%q: a naive look at %d says %v", c.text, x.ID, want)
			}
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%q takes %s, want %s", c.text, s, c.want)
		}
		if again, err := ParseQuery(q.String(), testNow); err != nil || again.String() != q.String() {
			t.Errorf("%q: %q is not what it gives: %q %v", c.text, q, again, err)
		}
		if c.same != "" && q.String() != c.same {
			t.Errorf("%q is written %q, want %q", c.text, q, c.same)
		}
	}
}

func TestQueryErrorsSayWhatMayBeMeant(t *testing.T) {
	for text, like := range map[string]string{"typ:x": "type", "stauts:403": "status", "evnet:x": "event", "verdict:fai": "fail",
		"verdict:f": "", "kind:ver": "verification", "is:tset": "test", "localhost:80": "", "form:oGZ": "from", "x:y": ""} {
		_, err := ParseQuery(text, testNow)
		if err == nil || err.Args["like"] != like {
			t.Errorf("%q: %v, meant %q", text, err, like)
		}
	}
}

func TestFilterTakesTextAsQueryOrAsWords(t *testing.T) {
	all := samples()
	for _, c := range []struct {
		filter Filter
		want   string
	}{
		{Filter{}, "1 2 3 4 5 6 7 8 9"},
		{Filter{Group: Failed}, "6 7 9"},
		{Filter{Group: Failed, Text: "cause:token"}, "6"},
		{Filter{Group: Events, Profile: "demo0001"}, ""},
		{Filter{Group: Messages, Profile: "demo0001", Text: "has:warning"}, "2"},
		{Filter{Group: Foreigners}, "8"},
		{Filter{Group: Verifications}, "6"},
		{Filter{Text: "since:10m", Now: testNow}, "1 2"},
		{Filter{Text: "since:10m", Now: testNow.Add(time.Hour)}, ""},
		{Filter{Text: "unheard:of"}, ""},
		{Filter{Text: "几点 nothing:of the kind"}, ""},
	} {
		var got []string
		for _, x := range all {
			if c.filter.Match(x) {
				got = append(got, fmt.Sprint(x.ID))
			}
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%+v takes %s, want %s", c.filter, s, c.want)
		}
	}
	said := &Exchange{Response: Response{Raw: []byte("see unheard:of it")}}
	if !(Filter{Text: "unheard:of see"}).Match(said) {
		t.Error("a text that cannot be read does not count as plain words")
	}
}

func TestWith(t *testing.T) {
	for _, c := range []struct {
		text  string
		key   Key
		value string
		not   bool
		want  string
	}{
		{"", KeyType, "image", false, "type:image"},
		{"几点 type:text", KeyType, "image", false, "几点 type:image"},
		{"type:text", KeyType, "event", true, "type:text -type:event"},
		{"-type:text", KeyType, "event", true, "-type:event"},
		{"a", KeyRule, `营业 "时间"`, false, `a rule:"营业 \"时间\""`},
		{"a", KeyEvent, "my_event", false, `a event:"my_event"`},
		{"a", KeyFrom, "o•••••mK8c", false, "a from:o•••••mK8c"},
		{"typ:x", KeyCause, "token_case", false, "typ:x cause:token_case"},
		{"since:10m", KeyCause, "token_case", false, "since:10m cause:token_case"},
	} {
		if got := With(c.text, c.key, c.value, c.not); got != c.want {
			t.Errorf("%q with %s %q: %q, want %q", c.text, c.key, c.value, got, c.want)
		}
	}
}

func TestRename(t *testing.T) {
	q, err := ParseQuery(`几点 profile:demo,商城,gone -profile:"商城"`, testNow)
	if err != nil {
		t.Fatal(err)
	}
	got := q.Rename(KeyProfile, func(name string, whole bool) []string {
		return map[string][]string{"demo": {"demo0001", "demo0002"}, "商城": {"shop0001"}}[name]
	})
	if want := `几点 profile:"demo0001","demo0002","shop0001",gone -profile:"shop0001"`; got.String() != want {
		t.Errorf("%s, want %s", got, want)
	}
	if m := (Meta{Profile: "shop0001"}); got.Search().Match(&m) {
		t.Error("what is excluded by its new name is taken")
	}
	if m := (Meta{Profile: "demo0002"}); !got.Search().Match(&m) {
		t.Error("what is taken by its new name is not")
	}
}

func TestMoves(t *testing.T) {
	for text, want := range map[string]bool{"": false, "since:10m": true, "until:14:05": true, "since:2026-11-20": false,
		"since:today": true, "a type:text": false} {
		if q, err := ParseQuery(text, testNow); err != nil || q.Moves() != want {
			t.Errorf("%q moves: %v %v", text, q.Moves(), err)
		}
	}
}

func TestGroups(t *testing.T) {
	for g := All; g <= Foreigners; g++ {
		if back, ok := ParseGroup(g.String()); !ok || back != g {
			t.Errorf("%s is read as %s", g, back)
		}
	}
	if _, ok := ParseGroup("nobody"); ok || Group(99).String() != "Group(99)" {
		t.Error("a group that there is not")
	}
}

// FuzzQuery holds parsing, writing and matching together, whatever is typed.
func FuzzQuery(f *testing.F) {
	for _, s := range []string{"", `几点 -type:event`, `rule:"营业 \" 时间",x since:10m`, "status:>=400,4xx slow:<1h30m until:14:05", "“你好：世界”“", "- -- -:x from:o•c",
		"type:，", `-"\\`, "verdict：ｆａｉｌ　is:test", "\xff:\xef\xbc type:\x00", `a"b c"d`, `type:a"b,"c"d`, "http://x -https://y http:x"} {
		f.Add(s)
	}
	all := samples()
	f.Fuzz(func(t *testing.T, text string) {
		q, err := ParseQuery(text, testNow)
		if err != nil {
			if err.Offset < 0 || err.Length < 1 || err.Offset+err.Length > len(text) {
				t.Fatalf("%q: the error points at %d, %d", text, err.Offset, err.Length)
			}
			return
		}
		again, err := ParseQuery(q.String(), testNow)
		if err != nil || again.String() != q.String() {
			t.Fatalf("%q: written %q, read as %q: %v", text, q, again, err)
		}
		one, two := q.Matcher(), again.Matcher()
		for _, x := range all {
			want := naive(q, x)
			if one(x) != want || two(x) != want {
				t.Fatalf("%q (%q), exchange %d: %v and %v, want %v", text, q, x.ID, one(x), two(x), want)
			}
		}
		if !slices.Equal(q.Terms(), again.Terms()) {
			t.Fatalf("%q: terms %q and %q", text, q.Terms(), again.Terms())
		}
	})
}

// FuzzFold holds the fast folding to the plain one.
func FuzzFold(f *testing.F) {
	for _, s := range []string{"", "Hello, World", "ＡｂＣ１２：，！　x", "中文ABC。\x00\xff\xef\xbc", "\xe3\x80", "aaaaaaaaaaaaaaaaaaZ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		want := naiveFold(s)
		if got := Fold(s); got != want {
			t.Fatalf("%q: %q, want %q", s, got, want)
		}
		if got := appendFold([]byte("x"), []byte(s)); string(got) != "x"+want {
			t.Fatalf("%q: appended %q, want %q", s, got, want)
		}
		if utf8.ValidString(s) && Fold(want) != want {
			t.Fatalf("%q: folding twice gives %q", s, Fold(want))
		}
	})
}

func BenchmarkParseQuery(b *testing.B) {
	for b.Loop() {
		ParseQuery(`几点 verdict:fail type:image rule:"营业时间" status:>=400 since:10m -type:event`, testNow)
	}
}

func BenchmarkAppendText(b *testing.B) {
	x := samples()[0]
	var text []byte
	for b.Loop() {
		text = AppendText(text[:0], x)
	}
	b.SetBytes(int64(len(text)))
}

func BenchmarkMeta(b *testing.B) {
	x := samples()[0]
	b.ReportAllocs()
	for b.Loop() {
		MetaOf(x)
	}
}

func BenchmarkComplete(b *testing.B) {
	for b.Loop() {
		Complete("几点 cause:空", len("几点 cause:空"), known)
	}
}
