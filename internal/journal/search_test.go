package journal

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// naive is what a search ought to find: all that is in the text of an exchange.
func naive(xs []*exchange.Exchange, q Query, texts ...string) (out []int64) {
	for i := len(xs) - 1; i >= 0; i-- {
		x := xs[i]
		m := metaOf(x)
		if q.Before > 0 && x.ID >= q.Before || q.Match != nil && !q.Match(&m) {
			continue
		}
		all := true
		for _, text := range texts {
			not := strings.HasPrefix(text, "-")
			folded := exchange.Fold(strings.TrimPrefix(text, "-"))
			all = all && strings.Contains(string(exchange.AppendText(nil, x)), folded) != not
		}
		if all {
			out = append(out, x.ID)
		}
	}
	return out
}

func needles(texts ...string) (out []Needle) {
	for _, text := range texts {
		n := NewNeedle(strings.TrimPrefix(text, "-"))
		n.Not = strings.HasPrefix(text, "-")
		out = append(out, n)
	}
	return out
}

// searchable is a log with exchanges in the file, on their way there, and in the tail.
func searchable(t testing.TB, c LogConfig, n int) (*Log, []*exchange.Exchange) {
	t.Helper()
	l := openLog(t, c)
	g := newGenerator(3)
	xs := make([]*exchange.Exchange, n)
	for i := range xs {
		xs[i] = g.next()
		l.Append(xs[i])
	}
	return l, xs
}

// TestSearch compares with reading everything, before and after the journal was closed.
func TestSearch(t *testing.T) {
	c := LogConfig{File: file(t), MaxCount: 2000} // blocks of 250
	l, xs := searchable(t, c, 1100)
	failed := func(m *Meta) bool { return m.Verdict == exchange.Fail }
	for round := range 2 {
		for _, tt := range []struct {
			match func(*Meta) bool
			texts []string
		}{
			{nil, nil},
			{nil, []string{"退"}},
			{nil, []string{"退款"}},
			{nil, []string{"问几"}},
			{nil, []string{"nothing like it"}},
			{nil, []string{"1"}},
			{nil, []string{"OGZ000"}},
			{nil, []string{"oGZ", "-退款"}},
			{nil, []string{"-退款", "-你好"}},
			{nil, []string{"signature="}},
			{nil, []string{"token_"}},
			{nil, []string{"ｃｌｉｃｋ"}},
			{nil, []string{"v1001_3"}},
			{nil, []string{"/wx/demo"}},
			{nil, []string{"140.207.54.7:"}},
			{failed, nil},
			{failed, []string{"退款"}},
			{func(m *Meta) bool { return m.Event == "CLICK" && m.Profile == "p1" }, []string{"_5"}},
			{func(m *Meta) bool { return m.Rule == "营业时间" && m.RuleID == "r2" && m.Reply == "text" }, nil},
			{func(m *Meta) bool { return m.Status == 403 && m.Causes != "" }, nil},
			{func(m *Meta) bool { return strings.HasSuffix(m.From, "9") && m.MsgType == "text" }, nil},
			{func(*Meta) bool { return false }, nil},
		} {
			for _, limit := range []int{0, 7} {
				name := fmt.Sprintf("round %d: %v, limit %d", round, tt.texts, limit)
				want := naive(xs, Query{Match: tt.match}, tt.texts...)
				var got []int64
				q := Query{Match: tt.match, Text: needles(tt.texts...), Limit: limit}
				for pages := 0; ; pages++ {
					p, err := l.Page(t.Context(), q)
					if err != nil {
						t.Fatal(name, err)
					}
					if got = append(got, p.IDs...); p.Next == 0 || pages > len(xs) {
						break
					}
					if len(p.IDs) != limit {
						t.Errorf("%s: a page of %d with another behind it", name, len(p.IDs))
					}
					q.Before = p.Next
				}
				if !slices.Equal(got, want) {
					t.Errorf("%s: found %d, want %d", name, len(got), len(want))
				}
			}
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		l = openLog(t, c)
	}
}

// TestSearchParts: a text over several parameters finds what has them all.
func TestSearchParts(t *testing.T) {
	l, xs := searchable(t, LogConfig{File: file(t)}, 50)
	for _, text := range []string{xs[20].Request.Target, xs[20].Request.Query, "?" + xs[20].Request.Query + "&"} {
		got, err := l.Find(t.Context(), exchange.Filter{Text: " " + text + "\t"})
		if err != nil || !slices.Equal(got, []int64{21}) {
			t.Errorf("%s: %v %v", text, got, err)
		}
	}
}

// TestFilters: a filter's groups and profile are what they are for Memory.
func TestFilters(t *testing.T) {
	l, xs := searchable(t, LogConfig{File: file(t), MaxCount: 500}, 300)
	for i, x := range pushes(t, "a", "b") {
		if x.Profile = "p2"; i == 1 {
			x.Opened = wechat.Opened{}
			x.Verdict = exchange.NotForUs
		}
		l.Append(x)
		xs = append(xs, x)
	}
	for group := exchange.All; group <= exchange.Foreigners; group++ {
		for _, profile := range []string{"", "p1", "p2", "p3"} {
			for _, text := range []string{"", "退款", "verdict:fail oGZ", "type:event -_3", "slow:>1ms status:403", "-type:event cause:token_mismatch", "no:such term"} {
				f := exchange.Filter{Group: group, Profile: profile, Text: text}
				var want []int64
				for i := len(xs) - 1; i >= 0; i-- {
					if f.Match(xs[i]) {
						want = append(want, xs[i].ID)
					}
				}
				if got, err := l.Find(t.Context(), f); err != nil || !slices.Equal(got, want) {
					t.Errorf("%+v: %d %v, want %d", f, len(got), err, len(want))
				}
			}
		}
	}
}

// TestMetaOfEntry: what a filter sees of an exchange in a block is what it sees of one
// that is in none yet.
func TestMetaOfEntry(t *testing.T) {
	g, b := newGenerator(5), newBuilder()
	var want []Meta
	for i := range 300 {
		x := g.next()
		x.ID = int64(1000 + 3*i)
		x.Test, x.Via = i%7 == 0, exchange.Via(i%2)
		if i%11 == 0 {
			x.Opened.Causes = append(x.Opened.Causes, wechat.Cause{ID: wechat.ReplySlow, Warning: true})
		}
		if i%13 == 1 {
			x.First, x.Attempt = x.ID-3, 2
		}
		m := metaOf(x)
		m.Duration = m.Duration.Truncate(1000)
		want = append(want, m)
		b.add(x, 0)
	}
	entries, text, refs := b.pack()
	read := &block{head: b.head}
	if err := read.readEntries(entries); err != nil {
		t.Fatal(err)
	}
	for i := range want {
		var m Meta
		readEntry(&m, read.entries[i*entrySize:], read.first, read.names)
		if !m.Time.Equal(want[i].Time) {
			t.Errorf("time %v, want %v", m.Time, want[i].Time)
		}
		m.Time = want[i].Time
		if m != want[i] {
			t.Errorf("read %+v, want %+v", m, want[i])
		}
		if read.place(m.ID) != i || read.place(m.ID+1) != -1 {
			t.Errorf("exchange %d is not where it is", m.ID)
		}
	}
	for _, p := range [][]byte{entries, text, refs} {
		p[len(p)/2] ^= 1
		if _, err := checked(p); !errors.Is(err, errBlock) {
			t.Errorf("a flipped bit: %v", err)
		}
	}
}

// TestReplied holds the words of an answer in XML, folded.
func TestReplied(t *testing.T) {
	for body, want := range map[string]string{
		"<xml><tousername><![cdata[o1]]></tousername>\n<createtime>12</createtime><content><![cdata[a <b> c]]></content></xml>": "o1|12|a <b> c",
		"<xml><encrypt><![cdata[c2vjcmv0]]></encrypt><nonce>5</nonce></xml>":                                                    "5",
		"<xml><content><![cdata[cut off": "cut off",
		"<xml><content":                  "",
	} {
		var got []string
		eachReplied([]byte(body), func(s []byte) { got = append(got, string(s)) })
		if s := strings.Join(got, "|"); s != want {
			t.Errorf("%s: %q, want %q", body, s, want)
		}
	}
}

// TestSearchEnds: a search ends with its context.
func TestSearchEnds(t *testing.T) {
	l, _ := searchable(t, LogConfig{File: file(t), MaxCount: 500}, 300)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := l.Page(ctx, Query{Text: needles("x")}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if p, err := l.Page(t.Context(), Query{Limit: 1}); err != nil || len(p.IDs) != 1 {
		t.Errorf("the next search: %v %v", p, err)
	}
}

// TestDamagedBlock searches where a search block does not read: the exchanges themselves
// are read instead, and the block is built again.
func TestDamagedBlock(t *testing.T) {
	for _, column := range []string{"words SET text", "words SET refs", "block SET entries"} {
		t.Run(column, func(t *testing.T) {
			l, xs := searchable(t, LogConfig{File: file(t), MaxCount: 800}, 350) // blocks of 100
			blocksWritten(t, l, 3)
			_, heads, _ := l.index.view()
			second := heads[1]
			err := l.ask(func(w *writer) error {
				return run(w.store.conn, fmt.Sprintf("UPDATE %s = x'00112233445566' WHERE first = %d", column, second.first))
			})
			if err != nil {
				t.Fatal(err)
			}
			match := func(m *Meta) bool { return m.MsgType == "text" }
			want := naive(xs, Query{Match: match}, "退款")
			got, err := l.Page(t.Context(), Query{Match: match, Text: needles("退款")})
			if err != nil || !slices.Equal(got.IDs, want) {
				t.Errorf("found %v, want %v, %v", got.IDs, want, err)
			}
			until(t, "the block is built again", func() bool {
				whole := true
				err := l.read(t.Context(), func(r *reader) error {
					b := &block{head: second}
					err := errors.Join(r.entries(b), r.text(b), r.refs(b))
					whole = err == nil
					return nil
				})
				return err == nil && whole
			})
			if got, err := l.Page(t.Context(), Query{Match: match, Text: needles("退款")}); err != nil || !slices.Equal(got.IDs, want) {
				t.Errorf("afterwards %v, want %v, %v", got.IDs, want, err)
			}
		})
	}
}
