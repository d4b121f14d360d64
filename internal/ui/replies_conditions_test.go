package ui

import (
	"slices"
	"strings"
	"testing"

	"echostr/internal/reply"
)

func testOf(subject reply.Subject, op reply.Op, words ...string) reply.Test {
	return reply.Test{Subject: subject, Op: op, Words: words}
}

// TestRepliesConditions: what the lines of the form say is what the rule says.
func TestRepliesConditions(t *testing.T) {
	hi, me := testOf(reply.SubjectText, reply.Contains, "hi"), testOf(reply.SubjectFrom, reply.Equals, "oX")
	field := reply.Test{Subject: reply.SubjectField, Path: "A.B", Op: reply.Regexp, Words: []string{"a|b"}}
	two := testOf(reply.SubjectText, reply.Regexp, "a", "b")
	one := func(tests ...reply.Test) reply.When { return reply.When{Tests: tests} }
	not := func(w reply.When) reply.When { return reply.When{Not: []reply.When{w}} }
	for _, c := range []struct {
		name  string
		when  reply.When
		any   bool
		lines int
		other int // of the lines, those that are only told
		paths string
	}{
		{"nothing", reply.When{}, false, 0, 0, ""},
		{"a test", one(hi), false, 1, 0, "when.tests[0]"},
		{"tests", one(hi, me, field), false, 3, 0, "when.tests[0] when.tests[1] when.tests[2]"},
		{"not", reply.When{Tests: []reply.Test{hi}, Not: []reply.When{one(me), one(field)}}, false, 3, 0, "when.tests[0] when.not[0] when.not[1]"},
		{"any", reply.When{Any: []reply.When{one(hi), one(me)}}, true, 2, 0, "when.any[0] when.any[1]"},
		{"any with not and names", reply.When{Any: []reply.When{not(one(hi)), {Types: []string{"text"}}, {Events: []string{"SCAN"}}, not(reply.When{Types: []string{"image"}})}},
			true, 4, 0, "when.any[0] when.any[1] when.any[2] when.any[3]"},
		{"any beside tests", reply.When{Tests: []reply.Test{hi}, Any: []reply.When{one(me), one(field)}}, false, 2, 1, "when.tests[0] when.any"},
		{"nested", reply.When{All: []reply.When{{Any: []reply.When{one(hi)}, Tests: []reply.Test{me}}}}, false, 1, 1, "when.all[0]"},
		{"all of types", reply.When{All: []reply.When{{Types: []string{"text"}}}, Tests: []reply.Test{hi}}, false, 2, 0, "when.tests[0] when.all[0]"},
		{"several patterns", one(two), false, 1, 1, "when.tests[0]"},
		{"a word with a bar", one(testOf(reply.SubjectText, reply.Equals, "a|b")), false, 1, 1, "when.tests[0]"},
		{"not twice", not(not(one(hi))), false, 1, 1, "when.not[0]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := conditionsOf(c.when)
			other := 0
			for _, line := range got.lines {
				if line.kind == condOther {
					other++
				}
			}
			if got.any != c.any || len(got.lines) != c.lines || other != c.other {
				t.Errorf("any %v, %d lines, %d of them told only", got.any, len(got.lines), other)
			}
			with := reply.When{Types: []string{"text"}, Chance: 5}
			paths := got.put(&with)
			if strings.Join(paths, " ") != c.paths {
				t.Errorf("places %v, want %s", paths, c.paths)
			}
			want := c.when
			want.Types, want.Chance = []string{"text"}, 5
			if !with.Equal(want) {
				t.Errorf("the lines say %+v, want %+v", with, want)
			}
			if !got.stands(c.when) {
				t.Error("the lines are not what the rule says")
			}
		})
	}
}

// TestRepliesEmptyNames: a line whose names are not filled in yet must not take everything.
func TestRepliesEmptyNames(t *testing.T) {
	c := conditions{any: true, lines: []condition{{kind: condTypes}}}
	var w reply.When
	c.put(&w)
	_, problems := reply.Compile([]reply.Rule{{ID: "a", On: true, When: w, Then: reply.Then{Kind: "success"}}})
	if !reply.Blocks(problems) {
		t.Errorf("%+v is in force", w)
	}
	if !c.stands(w) {
		t.Error("the line is forgotten")
	}
}

func TestRepliesPlain(t *testing.T) {
	for _, c := range []struct {
		when  reply.When
		plain bool
	}{
		{reply.When{}, true}, {reply.When{Types: []string{"text", "voice"}}, true},
		{reply.When{Tests: []reply.Test{testOf(reply.SubjectText, reply.Contains, "a", "b")}}, true},
		{reply.When{Tests: []reply.Test{testOf(reply.SubjectKey, reply.Contains, "a")}}, false},
		{reply.When{Events: []string{"CLICK"}, Tests: []reply.Test{testOf(reply.SubjectKey, reply.Equals, "a")}}, true},
		{reply.When{Events: []string{"SCAN"}, Tests: []reply.Test{testOf(reply.SubjectScene, reply.Equals, "a")}}, false},
		{reply.When{Chance: 50}, false}, {reply.When{Any: []reply.When{{}}}, false},
		{reply.When{Tests: []reply.Test{testOf(reply.SubjectText, reply.Regexp, "a", "b")}}, false},
	} {
		if got := isPlain(c.when); got != c.plain {
			t.Errorf("%+v: plain is %v", c.when, got)
		}
	}
	w := reply.When{Types: []string{"text"}, Tests: []reply.Test{testOf(reply.SubjectText, reply.Contains, "a")}}
	before := w.Tests[0]
	rename(&w, []string{"event"}, []string{"CLICK"})
	if w.Tests[0].Subject != reply.SubjectKey || before.Subject != reply.SubjectText {
		t.Errorf("a menu's event compares %s", w.Tests[0].Subject)
	}
}

func TestRepliesPercent(t *testing.T) {
	for in, want := range map[string]float64{"": 0, "50": 50, " 12.5 % ": 12.5, "100％": 100, "x": -1, "0": 0} {
		if got := percentOf(in); got != want {
			t.Errorf("%q is %v, want %v", in, got, want)
		}
	}
	if got := percentText(12.5); got != "12.5%" {
		t.Errorf("12.5 is %q", got)
	}
}

func TestRepliesConditionLines(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	chooseRule(t, s, p, "营业时间")
	s.press("＋ 更多条件")
	when := p.editor.when
	if len(when.held.lines) != 2 || when.matchAt.Visible() {
		t.Fatalf("%d lines, the plain field is shown: %v", len(when.held.lines), when.matchAt.Visible())
	}
	if got := s.rules()[1].When; len(got.Tests) != 1 {
		t.Fatalf("an empty line is in force: %+v", got)
	}
	s.silent("未生效") // the second line says nothing yet
	s.says("已生效")
	line := when.lines[1]
	line.subject.Choose(slices.Index(lineSubjects, reply.SubjectFrom))
	line.op.Choose(slices.Index(line.ops(false), "not_equals"))
	s.settle()
	s.fill(line.words, "oGZ1 | oGZ2")
	s.pass(editPause)
	want := reply.When{Types: []string{"text"}, Tests: []reply.Test{testOf(reply.SubjectText, reply.Contains, "开门", "营业")},
		Not: []reply.When{{Tests: []reply.Test{testOf(reply.SubjectFrom, reply.Equals, "oGZ1", "oGZ2")}}}}
	if got := s.rules()[1].When; !got.Equal(want) {
		t.Fatalf("waits for %+v", got)
	}
	if told := p.tell.when(want); told != "任意文本：说的话 包含 “开门 | 营业”，且 OpenID 不等于 “oGZ1 | oGZ2”" {
		t.Errorf("the rule is told as %s", told)
	}

	when.among.Choose(1)
	s.settle()
	s.fill(when.chance, "30%")
	s.pass(editPause)
	want = reply.When{Types: []string{"text"}, Any: []reply.When{{Tests: want.Tests}, {Not: want.Not}}, Chance: 30}
	if got := s.rules()[1].When; !got.Equal(want) {
		t.Fatalf("waits for %+v", got)
	}
	s.fill(when.chance, "300")
	s.pass(editPause)
	s.says("概率 300 不在 0 到 100 之间")
	s.fill(when.chance, "")
	s.pass(editPause)

	line.subject.Choose(slices.Index(lineSubjects, reply.SubjectField))
	s.settle()
	s.fill(line.path, "MsgId")
	s.pass(editPause)
	line.subject.Choose(slices.Index(lineSubjects, reply.Subject("types")))
	s.settle()
	s.fill(line.words, "voice")
	s.pass(editPause)
	if got := s.rules()[1].When.Any[1]; !got.Equal(reply.When{Not: []reply.When{{Types: []string{"voice"}}}}) {
		t.Fatalf("the second line says %+v", got)
	}
	line.remove()
	s.settle()
	when.lines[0].remove()
	s.settle()
	relayout(s.window)
	if got := s.rules()[1].When; !got.Equal(reply.When{Types: []string{"text"}}) {
		t.Fatalf("without lines it waits for %+v", got)
	}
	chooseRule(t, s, p, "关注欢迎")
	chooseRule(t, s, p, "营业时间")
	s.says("匹配方式", "＋ 更多条件") // a plain rule is shown plainly again
}

// TestRepliesConditionTold: a condition that no line can show is told and stays.
func TestRepliesConditionTold(t *testing.T) {
	rules := someRules()
	inner := reply.When{Types: []string{"voice"}, Tests: []reply.Test{testOf(reply.SubjectText, reply.Contains, "x")}}
	rules[1].When = reply.When{Any: []reply.When{inner, {Tests: []reply.Test{testOf(reply.SubjectText, reply.Equals, "y")}}}}
	s, p := repliesStage(t, "zh-Hans", rules)
	chooseRule(t, s, p, "营业时间")
	s.says("类型是 语音 voice，且 说的话 包含 “x”", "在文本里修改", "任一满足")
	s.fill(p.editor.when.lines[1].words, "z")
	s.pass(editPause)
	got := s.rules()[1].When
	if len(got.Any) != 2 || !got.Any[0].Equal(inner) || got.Any[1].Tests[0].Words[0] != "z" {
		t.Errorf("waits for %+v", got)
	}
}

func TestRepliesPatternIsPointedAt(t *testing.T) {
	s, p := repliesStage(t, "zh-Hans", someRules())
	chooseRule(t, s, p, "营业时间")
	p.editor.when.op.Choose(2)
	s.settle()
	s.fill(p.editor.when.match, `新品[0-`)
	s.pass(editPause)
	s.says("正则表达式第 3 个字符处有误")
	if from, to := p.editor.when.match.Fault(); from != 2 || to != 5 {
		t.Errorf("underlined are %d to %d", from, to)
	}
	s.fill(p.editor.when.match, `新品[0-9]`)
	s.pass(editPause)
	if from, to := p.editor.when.match.Fault(); from != to {
		t.Errorf("underlined are %d to %d", from, to)
	}
}
