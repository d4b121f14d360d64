package reply

import (
	"fmt"
	"testing"
)

// lastOf1000 are lists of 1,000 rules of which the last takes the message.
func lastOf1000() map[string][]Rule {
	lists := map[string]func(i int) When{
		"type":   func(i int) When { return Simple{Type: fmt.Sprintf("kind%d", i)}.When() },
		"event":  func(i int) When { return Simple{Event: fmt.Sprintf("event_%d", i)}.When() },
		"equals": func(i int) When { return Simple{Type: "text", Op: Equals, Text: fmt.Sprintf("关键词%d", i)}.When() },
		"contains": func(i int) When {
			return Simple{Type: "text", Op: Contains, Text: fmt.Sprintf("词语%d|别的%d", i, i)}.When()
		},
		"regexp": func(i int) When {
			return Simple{Type: "text", Op: Regexp, Text: fmt.Sprintf(`^\s*查询商品%d号\s*(?P<n>\d+)`, i)}.When()
		},
		"anycase": func(i int) When {
			return Simple{Type: "text", Op: Regexp, Text: fmt.Sprintf(`(?i)order%d:\d+`, i)}.When()
		},
		"from": func(i int) When {
			return When{Tests: []Test{{Subject: SubjectFrom, Op: Equals, Words: []string{fmt.Sprintf("oUser%d", i)}}}}
		},
	}
	out := map[string][]Rule{}
	for name, when := range lists {
		for i := range 999 {
			out[name] = append(out[name], Rule{ID: fmt.Sprint(i), On: true, When: when(i), Then: Then{Kind: KindText, Text: "no"}})
		}
		last := Rule{ID: "last", On: true, Then: Then{Kind: KindSuccess}}
		if name != "event" {
			last.When.Types = []string{"text"}
		}
		out[name] = append(out[name], last)
	}
	return out
}

// said is an ordinary message, and one as long as WeChat lets anybody write.
const said = "你好，请问上周在你们店里买的那件商品什么时候能发货？订单号是 202611200001，麻烦查询一下，谢谢！"

func BenchmarkLastOf1000(b *testing.B) {
	for name, rules := range lastOf1000() {
		set := compiledSet(b, rules...)
		m := text(b, said)
		if name == "event" {
			m = event(b, "SCAN", "1")
		}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if set.Answer(m).RuleID != "last" {
					b.Fatal("another answered")
				}
			}
		})
	}
}

// TestMissesAllocateNothing holds what does not match to no allocation: the answer of the
// last of 1,000 rules takes no more than that of a single one.
func TestMissesAllocateNothing(t *testing.T) {
	for name, rules := range lastOf1000() {
		m := text(t, said)
		if name == "event" {
			m = event(t, "SCAN", "1")
		}
		count := func(rules ...Rule) float64 {
			set := compiledSet(t, rules...)
			return testing.AllocsPerRun(200, func() { set.Answer(m) })
		}
		if many, one := count(rules...), count(rules[len(rules)-1]); many > one {
			t.Errorf("%s: %v allocations, a single rule takes %v", name, many, one)
		}
	}
}

func BenchmarkCompile1000(b *testing.B) {
	for name, rules := range lastOf1000() {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Compile(rules)
			}
		})
	}
}

func BenchmarkDecode1000(b *testing.B) {
	data, err := Encode(lastOf1000()["contains"])
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, problems := Decode("a", data, Own); len(problems) > 0 {
			b.Fatal(problems)
		}
	}
}
