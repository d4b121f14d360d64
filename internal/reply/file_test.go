package reply

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// everything are rules with all that there is, as they come back from a file.
func everything() []Rule {
	a := "{{.Content}}"
	return []Rule{
		{ID: "营业时间", Name: "营业时间", On: true, When: When{Types: []string{"text"}, Tests: []Test{{Subject: SubjectText, Op: Contains, Words: []string{"开门", "营业"}}}},
			Then: Then{Kind: KindText, Text: "您好，我们每天 9:00–21:00 营业。", Delay: Fixed(2 * time.Second)}},
		{ID: "扫码", Name: "扫码", On: true, When: When{Events: []string{"SCAN"}, Tests: []Test{{Subject: SubjectScene, Op: Equals, Words: []string{"123"}}}},
			Then: Then{Kind: KindNews, Articles: []Article{{Title: "标题", Description: a, PicURL: "https://example.com/a.png", URL: "https://example.com/?a=1#b"}, {Title: "two"}}}},
		{ID: "all", Name: "all", On: true, When: When{Types: []string{"text", "voice"}, Chance: 12.5,
			Tests: []Test{{Subject: SubjectText, Op: Equals, Words: []string{"true", "12", "", "a: b", "- c"}[:2]}, {Subject: SubjectText, Op: Regexp, Words: []string{`^新品(?P<no>\d+)$`}},
				{Subject: SubjectKey, Op: Equals, Words: []string{""}}, {Subject: SubjectKey, Op: Contains, Words: []string{"x", "y"}},
				{Subject: SubjectFrom, Op: Equals, Words: []string{"oGZ3V5x7Qp2LrT9vWb4NcYd6mK8c"}},
				{Subject: SubjectField, Path: "A.B", Op: Equals, Words: []string{"1"}}, {Subject: SubjectField, Path: "A.C", Op: Regexp, Words: []string{"^x"}}},
			All: []When{{Types: []string{"text"}}, {}}, Any: []When{{Not: []When{{Events: []string{"a", "b"}}}}, {Tests: []Test{{Subject: SubjectText, Op: Equals, Words: []string{"hi"}}}}},
			Not: []When{{Types: []string{"image"}}}},
			Then: Then{Kind: KindSuccess, Delay: Delay{time.Second, 90 * time.Second}, Fault: FaultSlow}},
		{ID: "rule-1", On: false, Then: Then{Kind: KindSequence, Again: Restart, Per: PerUser, Steps: []Then{
			{Kind: KindText, Text: "one"}, {Kind: KindText, Text: "two\nlines", Delay: Fixed(500 * time.Millisecond), Fault: FaultSignature},
			{Kind: KindStatus, Status: 500}, {Kind: KindStatus, Status: 503, Text: "<h1>x</h1>"}, {Kind: KindClose}, {Kind: KindForward, URL: "http://127.0.0.1:3000/wx"}, {Kind: KindEmpty, Fault: FaultSlow},
			{Kind: KindTransfer}, {Kind: KindTransfer, Account: "kf@x"}, {Kind: KindTransfer, Delay: Fixed(time.Second)}}}},
		{ID: "media", Name: "media: #1 [x]", On: true, Then: Then{Kind: KindVideo, MediaID: "m", Title: "t", Description: "d", After: []Then{
			{Kind: KindText, Text: "later", Delay: Delay{time.Second, 3 * time.Second}}, {Kind: KindImage, MediaID: "{{.MediaId}}"}, {Kind: KindVideo, MediaID: "m"},
			{Kind: KindLink, Title: "t", URL: "u", PicURL: "p", Description: "d"}, {Kind: KindMiniProgram, Title: "t", Page: "p", ThumbMediaID: "h"}}}},
		{ID: "music", Name: "music", On: true, Then: Then{Kind: KindMusic, Title: "t", Description: "d", URL: "u", HQURL: "h", ThumbMediaID: "m"}},
		{ID: "voice", Name: "voice", On: true, Then: Then{Kind: KindVoice, MediaID: "m"}},
		{ID: "raw", Name: "raw", On: true, Then: Then{Kind: KindRaw, Text: "<xml>\n  <A>{{cdata .Content}}</A>\n\n</xml>\n"}},
		{ID: "file", Name: "file", On: true, Then: Then{Kind: KindFile, File: "answers/a.xml"}},
		{ID: "odd", Name: "yes", On: true, Then: Then{Kind: KindText, Text: "  {{.Content}}: - # \t\n trailing \n\n"}},
	}
}

func TestFileKeepsEverything(t *testing.T) {
	want := everything()
	data, err := Encode(want)
	if err != nil {
		t.Fatal(err)
	}
	d, problems := Decode("a.yaml", data, Own)
	if len(problems) > 0 || !sameRules(d.Rules, want) {
		t.Fatalf("%v\n%s\n%+v", problems, data, d.Rules)
	}
	if p := d.Check(); Blocks(p) {
		t.Errorf("%+v", p)
	}
	again, err := Encode(d.Rules)
	if err != nil || string(again) != string(data) {
		t.Errorf("written again: %v\n%s", err, again)
	}
}

// TestFileIsReadable is the file as a person sees it.
func TestFileIsReadable(t *testing.T) {
	data, err := (&Document{Title: "演示", Rules: everything()}).Encode()
	if err != nil {
		t.Fatal(err)
	}
	const want = `version: 2
title: 演示
rules:
  - id: 营业时间
    name: 营业时间
    when: {type: text, contains: [开门, 营业]}
    then:
      text: 您好，我们每天 9:00–21:00 营业。
      delay: 2s
  - id: 扫码
    name: 扫码
    when: {event: SCAN, scene: "123"}
    then:
      news:
        - title: 标题
          description: "{{.Content}}"
          pic: https://example.com/a.png
          url: "https://example.com/?a=1#b"
        - title: two
  - id: all
    name: all
    when:
      type: [text, voice]
      text: ["true", "12"]
      matches: '^新品(?P<no>\d+)$'
      key: {equals: "", contains: [x, "y"]}
      from: oGZ3V5x7Qp2LrT9vWb4NcYd6mK8c
      field: {A.B: "1", A.C: {matches: ^x}}
      all: [{type: text}, any]
      any: [{not: [{event: [a, b]}]}, {text: hi}]
      not: [{type: image}]
      chance: 12.5%
    then:
      reply: success
      delay: 1s-1m30s
      fault: too_slow
  - id: rule-1
    disabled: true
    then:
      sequence:
        - {text: one}
        - text: |-
            two
            lines
          delay: 500ms
          fault: wrong_signature
        - {status: 500}
        - {status: 503, body: "<h1>x</h1>"}
        - close
        - {forward: "http://127.0.0.1:3000/wx"}
        - {reply: empty, fault: too_slow}
        - transfer_customer_service
        - {transfer_customer_service: "kf@x"}
        - {reply: transfer_customer_service, delay: 1s}
      again: restart
      per: user
`
	if got := strings.TrimPrefix(string(data), fileHead); !strings.HasPrefix(got, want) {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

func TestShortForms(t *testing.T) {
	const file = `
- name: one
  when: {any: [{text: hi}, {from: oGZ}], chance: 50%}
  then: {sequence: [{text: one}, {text: two}, {status: 500}], again: repeat}
- when: any
  then: transfer
- then: {image: "{{.MediaId}}", after: {text: x}}
- name: one
  when: {text: [1, 2.50, yes], key: 007, not: {type: event}}
  then: {text: 0123, delay: 3}
- when: {text: hi}
  then: {news: {title: t}}
- when: {text: hi}
  then: {video: m}
`
	d, problems := Decode("x", []byte(file), Own)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	var got []string
	for _, r := range d.Rules {
		got = append(got, fmt.Sprintf("%s|%s", r.ID, r.Then.Kind))
	}
	want := "one|sequence " + d.Rules[1].ID + "|transfer_customer_service " + d.Rules[1].ID + "-2|image one-2|text " + d.Rules[4].ID + "|news " + d.Rules[4].ID + "-2|video"
	if s := strings.Join(got, " "); s != want {
		t.Errorf("%s\nwant %s", s, want)
	}
	four := d.Rules[3]
	if w := four.When.Tests[0].Words; strings.Join(w, " ") != "1 2.50 yes" || four.When.Tests[1].Words[0] != "007" || four.Then.Text != "0123" || four.Then.Delay != Fixed(3*time.Second) {
		t.Errorf("%+v", four)
	}
	if d.Rules[0].When.Chance != 50 || len(d.Rules[0].When.Any) != 2 || d.Rules[2].Then.After[0].Text != "x" {
		t.Errorf("%+v", d.Rules)
	}
}

// TestOldFile is a file of version 1.
func TestOldFile(t *testing.T) {
	const head = "# Rules, from top to bottom: the first that matches answers.\n"
	const rules = `
  - id: hours
    name: 营业时间
    when:
      type: text
      op: contains
      text: 开门|营业
    then:
      kind: text
      text: |-
        您好 {{.FromUserName}}，
        每天 9:00–21:00。
  - id: menu
    name: ""
    when:
      event: CLICK
      op: equals
      text: K|1
    then:
      kind: success
  - id: left
    name: left
    when:
      type: text
      text: not compared
    then:
      kind: empty
      text: left
  - id: both
    name: both
    when:
      op: regexp
      text: ^a
    then:
      kind: empty
  - id: rest
    name: 兜底
    disabled: true
    then:
      kind: success
`
	said := Test{Subject: SubjectText, Op: Regexp, Words: []string{"^a"}}
	key := said
	key.Subject = SubjectKey
	want := []Rule{
		{ID: "hours", Name: "营业时间", On: true, When: Simple{Type: "text", Op: Contains, Text: "开门|营业"}.When(),
			Then: Then{Kind: KindText, Text: "您好 {{.FromUserName}}，\n每天 9:00–21:00。"}},
		{ID: "menu", On: true, When: Simple{Event: "CLICK", Op: Equals, Text: "K|1"}.When(), Then: Then{Kind: KindSuccess}},
		{ID: "left", Name: "left", On: true, When: Simple{Type: "text"}.When(), Then: Then{Kind: KindEmpty, Text: "left"}},
		{ID: "both", Name: "both", On: true, When: When{Any: []When{{Tests: []Test{said}}, {Tests: []Test{key}}}}, Then: Then{Kind: KindEmpty}},
		{ID: "rest", Name: "兜底", Then: Then{Kind: KindSuccess}},
	}
	for _, version := range []string{"version: 1\n", ""} {
		d, problems := Decode("default.yaml", []byte(head+version+"rules:"+rules), Own)
		if len(problems) > 0 || !sameRules(d.Rules, want) {
			t.Errorf("%q: %v\n%+v", version, problems, d.Rules)
		}
	}
}
