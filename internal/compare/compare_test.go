package compare

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// show writes rows for a person to check.
func show(rows []Row) string {
	var b strings.Builder
	for _, r := range rows {
		fmt.Fprintf(&b, "%s %s[%s|%s]", r.State, r.Name, r.A, r.B)
		if r.Noise {
			b.WriteString(" noise")
		}
		if r.Moved {
			b.WriteString(" moved")
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestLines(t *testing.T) {
	for _, c := range []struct{ a, b, want string }{
		{"", "", ""},
		{"x\n", "x", "same [x|x]\n"},
		{"x\r\ny", "x\ny", "same [x|x]\nsame [y|y]\n"},
		{"a\nb\nc", "a\nB\nc\nd", "same [a|a]\nchanged [b|B]\nsame [c|c]\nonly_b [|d]\n"},
		{"a\nb", "b", "only_a [a|]\nsame [b|b]\n"},
		{"", "b", "only_b [|b]\n"},
	} {
		if got := show(Lines(c.a, c.b)); got != c.want {
			t.Errorf("%q %q:\n%s, want\n%s", c.a, c.b, got, c.want)
		}
	}
	r := Lines("abcdef", "abXdef")
	if !reflect.DeepEqual(r[0].SpansA, []wechat.Span{{Start: 2, End: 3, Kind: wechat.SpanDiffers}}) {
		t.Errorf("spans %+v", r[0].SpansA)
	}
}

// TestLinesAreWhole puts both texts together again out of the rows, for random ones.
func TestLinesAreWhole(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	text := func() string {
		var lines []string
		for range r.IntN(40) {
			lines = append(lines, fmt.Sprint("line ", r.IntN(12)))
		}
		return strings.Join(lines, "\n")
	}
	for range 500 {
		a, b := text(), text()
		var gotA, gotB []string
		for _, row := range Lines(a, b) {
			if row.State != OnlyB {
				gotA = append(gotA, row.A)
			}
			if row.State != OnlyA {
				gotB = append(gotB, row.B)
			}
			if (row.State == Same) != (row.A == row.B) {
				t.Errorf("%+v", row)
			}
		}
		if strings.Join(gotA, "\n") != a || strings.Join(gotB, "\n") != b {
			t.Fatalf("%q and %q became %q and %q", a, b, gotA, gotB)
		}
	}
}

// TestLargeTexts ends, and marks strings beyond one rune apart.
func TestLargeTexts(t *testing.T) {
	var a, b strings.Builder
	for i := range 90_000 {
		fmt.Fprintf(&a, "%d a\n", i)
		fmt.Fprintf(&b, "%d %c\n", i, "ab"[i%2])
	}
	rows := Lines(a.String(), b.String())
	same := 0
	for _, r := range rows {
		if r.State == Same {
			same++
		}
	}
	if same == 0 || same > 45_000 {
		t.Errorf("%d of %d rows are the same", same, len(rows))
	}
	seen := map[rune]bool{}
	for n := range 70_000 {
		if r := nth(n); seen[r] || string(r) == "\uFFFD" {
			t.Fatalf("%d is %U again", n, r)
		} else {
			seen[r] = true
		}
	}
}

func TestFields(t *testing.T) {
	pairs := func(s string) (out []pair) {
		for _, one := range strings.Fields(s) {
			k, v, _ := strings.Cut(one, "=")
			out = append(out, pair{k, k, v})
		}
		return out
	}
	for _, c := range []struct{ a, b, want string }{
		{"a=1 b=2", "a=1 b=3", "same a[1|1]\nchanged b[2|3]\n"},
		{"a=1 b=2", "b=2 a=1", ""}, // either may be the one that moved
		{"a=1 a=2", "a=1", "same a[1|1]\nonly_a a[2|]\n"},
		{"b=1", "x=0 b=1 y=2 z=3", "only_b x[|0]\nsame b[1|1]\nonly_b y[|2]\nonly_b z[|3]\n"},
		{"nonce=1 q=2", "nonce=2", "changed nonce[1|2] noise\nonly_a q[2|]\n"},
		{"", "a=1", "only_b a[|1]\n"},
		{"a=1", "", "only_a a[1|]\n"},
	} {
		got := fields(pairs(c.a), pairs(c.b), in(noisyParameters))
		if c.want == "" {
			moved := 0
			for _, r := range got {
				if r.Moved && r.State == Same {
					moved++
				}
			}
			if moved != 1 || len(got) != 2 {
				t.Errorf("%q %q: %s", c.a, c.b, show(got))
			}
		} else if show(got) != c.want {
			t.Errorf("%q %q:\n%s, want\n%s", c.a, c.b, show(got), c.want)
		}
	}
}

// made is an exchange of a text push.
func made(t testing.TB, content, timestamp, answer string) *exchange.Exchange {
	t.Helper()
	body := "<xml><FromUserName>oUser</FromUserName><CreateTime>" + timestamp + "</CreateTime><MsgType>text</MsgType><Content>" + content + "</Content></xml>"
	query := "signature=" + wechat.Sign("t", timestamp, "9") + "&timestamp=" + timestamp + "&nonce=9&openid=oUser"
	head := "POST /wx?" + query + " HTTP/1.0\r\nHost: a\r\nAccept: */*\r\n\r\n"
	x := &exchange.Exchange{Time: time.Unix(1714036504, 0), Request: exchange.Request{Method: "POST", Target: "/wx?" + query, Path: "/wx", Query: query,
		Proto: "HTTP/1.0", Raw: []byte(head + body), Head: len(head)}}
	q, err := x.Received()
	if err != nil {
		t.Fatal(err)
	}
	x.Opened = wechat.NewAccount(wechat.AccountConfig{Token: "t"}).Open(q)
	x.Verdict = exchange.Judge(&x.Opened)
	head = "HTTP/1.0 200 OK\r\nDate: " + timestamp + "\r\nContent-Type: text/xml\r\n\r\n"
	x.Response = exchange.Response{Status: 200, Raw: []byte(head + answer), Head: len(head)}
	return x
}

func TestExchanges(t *testing.T) {
	a := made(t, "hello", "1714036504", "<xml><CreateTime>1</CreateTime><Content>one</Content></xml>")
	b := made(t, "hallo", "1714036505", "<xml><CreateTime>2</CreateTime><Content>two</Content></xml>")
	want := map[Part][2]int{Query: {0, 2}, Message: {1, 1}, AnswerHeaders: {0, 1}, Reply: {1, 1}}
	for i, s := range Exchanges(a, b, Options{}) {
		if s.Part != Part(i) {
			t.Errorf("part %d is %s", i, s.Part)
		}
		if differ, noise := s.Count(); [2]int{differ, noise} != want[s.Part] {
			t.Errorf("%s: %d differ, %d are noise:\n%s", s.Part, differ, noise, show(s.Rows))
		}
	}
	for _, s := range Exchanges(a, a, Options{}) {
		if differ, noise := s.Count(); differ+noise > 0 {
			t.Errorf("%s differs from itself:\n%s", s.Part, show(s.Rows))
		}
	}
	opened := func(x *exchange.Exchange) string { return "in clear" }
	for _, s := range Exchanges(a, b, Options{Opened: opened}) {
		if differ, _ := s.Count(); s.Part == Reply && (differ > 0 || s.Rows[0].A != "in clear") {
			t.Errorf("the opened reply: %s", show(s.Rows))
		}
	}
	bin := *a
	bin.Opened.Message, bin.Request.Raw = nil, append(bin.Request.Raw[:bin.Request.Head:bin.Request.Head], 0xff)
	for _, s := range Exchanges(&bin, b, Options{}) {
		if differ, _ := s.Count(); s.Part == Message && differ != 1 {
			t.Errorf("binary: %s", show(s.Rows))
		}
	}
	echo := func(echo string) *exchange.Exchange {
		x := made(t, "", "1", echo)
		x.Opened = wechat.Opened{Kind: wechat.Verification, Echo: echo}
		return x
	}
	for _, s := range Exchanges(echo("123"), echo("456"), Options{}) {
		if differ, noise := s.Count(); s.Part == Reply && (differ != 0 || noise != 1) {
			t.Errorf("two verifications: %s", show(s.Rows))
		}
	}
}

func BenchmarkExchanges(b *testing.B) {
	x, y := made(b, "hello", "1714036504", "success"), made(b, "hallo", "1714036505", "success")
	for b.Loop() {
		Exchanges(x, y, Options{})
	}
}
