package callback

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"echostr/internal/reply"
	"echostr/internal/wechat"
)

const (
	checkKey   = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
	checkAppID = "wx0123456789abcdef"
)

// checkCase is one rule and what testdata/check.py is to find when a message meets it. Say
// is the person's text, or with Said in what their OpenID holds.
type checkCase struct {
	Name  string      `json:"name"`
	Say   string      `json:"say"`
	Said  string      `json:"said,omitempty"`
	Forms []string    `json:"forms,omitempty"`
	Steps []checkStep `json:"steps"`

	then reply.Then
}

// checkStep is what one message is answered with.
type checkStep struct {
	Expect string            `json:"expect"`
	Fields map[string]string `json:"fields,omitempty"`
	Body   string            `json:"body"`
	Type   string            `json:"type,omitempty"`
	Status int               `json:"status,omitempty"`
	Form   string            `json:"form,omitempty"`
	Delay  []float64         `json:"delay,omitempty"`
}

func message(fields ...string) checkStep {
	s := checkStep{Expect: "message", Fields: map[string]string{"MsgType": fields[0]}}
	for i := 1; i+1 < len(fields); i += 2 {
		s.Fields[fields[i]] = fields[i+1]
	}
	return s
}

func (s checkStep) as(expect string) checkStep {
	s.Expect = expect
	return s
}

func (s checkStep) within(low, high float64) checkStep {
	s.Delay = []float64{low, high}
	return s
}

func literal(status int, body, kind string) checkStep {
	return checkStep{Expect: "literal", Status: status, Body: body, Type: kind}
}

// hostile is what people type to break out of an answer, with what of it XML can hold.
var hostile = []struct{ name, text, inXML string }{
	{"cdata end", "]]>", ""},
	{"cdata ends", "a]]]]>]]>b]]", ""},
	{"elements", "</Content><MsgType>image</MsgType><xml><!--", ""},
	{"entities", `&lt;&#60;&amp;"'&nosuch;`, ""},
	{"template", "{{.FromUserName}} {{range .}}{{end}} ${x} %s", ""},
	{"backslashes", `\","MsgType":"image","x":"\u0041\n\`, ""},
	{"emoji and joiners", "👩‍👩‍👧‍👦🏳️‍🌈 𠮷 é", ""},
	{"right to left", "\u202eabc\u202c \u200f\u061c\u2066x\u2069", ""},
	{"line ends", "a\nb\u2028c\u2029d\te", ""},
	{"controls", "a\x01b\x1fc\x7fd", "a\ufffdb\ufffdc\x7fd"},
	{"no characters", "a\ufffeb\uffffc", "a\ufffdb\ufffdc"},
}

// checkCases are all kinds of answers, faults and ways to leave.
func checkCases(dir string, backend string) []checkCase {
	text := func(s string) checkStep { return message("text", "Content", s) }
	say := reply.Then{Kind: reply.KindText, Text: "as asked"}
	drill := func(f reply.Fault) reply.Then {
		t := say
		t.Fault = f
		return t
	}
	slow := say
	slow.Delay = reply.Delay{Min: 300 * time.Millisecond, Max: 600 * time.Millisecond}
	many := reply.Then{Kind: reply.KindSequence, Again: reply.Restart, Per: reply.PerUser, Steps: []reply.Then{
		{Kind: reply.KindText, Text: "one"}, {Kind: reply.KindStatus, Status: 503, Text: "two"}, {Kind: reply.KindSuccess}}}
	news := reply.Then{Kind: reply.KindNews, Articles: []reply.Article{
		{Title: "a & b", Description: "<d>", PicURL: "http://p/?x=1&y=2", URL: "http://u/1"}, {Title: "]]>", URL: "http://u/2"}}}
	cases := []checkCase{
		{Name: "text", then: reply.Then{Kind: reply.KindText, Text: "said {{.Content}}"}, Steps: []checkStep{text("said text")}},
		{Name: "image", then: reply.Then{Kind: reply.KindImage, MediaID: "m1"}, Steps: []checkStep{message("image", "Image.MediaId", "m1")}},
		{Name: "voice", then: reply.Then{Kind: reply.KindVoice, MediaID: "m2"}, Steps: []checkStep{message("voice", "Voice.MediaId", "m2")}},
		{Name: "video", then: reply.Then{Kind: reply.KindVideo, MediaID: "m3", Title: "t", Description: "d"},
			Steps: []checkStep{message("video", "Video.MediaId", "m3", "Video.Title", "t", "Video.Description", "d")}},
		{Name: "music", then: reply.Then{Kind: reply.KindMusic, Title: "t", Description: "d", URL: "http://a/1?x=1&y=2", HQURL: "http://a/2", ThumbMediaID: "m4"},
			Steps: []checkStep{message("music", "Music.Title", "t", "Music.Description", "d", "Music.MusicUrl", "http://a/1?x=1&y=2",
				"Music.HQMusicUrl", "http://a/2", "Music.ThumbMediaId", "m4")}},
		{Name: "news", then: news, Steps: []checkStep{message("news", "ArticleCount", "2",
			"Articles.item[0].Title", "a & b", "Articles.item[0].Description", "<d>", "Articles.item[0].PicUrl", "http://p/?x=1&y=2", "Articles.item[0].Url", "http://u/1",
			"Articles.item[1].Title", "]]>", "Articles.item[1].Description", "", "Articles.item[1].PicUrl", "", "Articles.item[1].Url", "http://u/2")}},
		{Name: "transfer", then: reply.Then{Kind: reply.KindTransfer}, Steps: []checkStep{message("transfer_customer_service")}},
		{Name: "transfer to one", then: reply.Then{Kind: reply.KindTransfer, Account: "kf1@gh"},
			Steps: []checkStep{message("transfer_customer_service", "TransInfo.KfAccount", "kf1@gh")}},
		{Name: "success", then: reply.Then{Kind: reply.KindSuccess}, Steps: []checkStep{literal(200, "success", plainUTF8[0])}},
		{Name: "empty", then: reply.Then{Kind: reply.KindEmpty}, Steps: []checkStep{literal(200, "", plainUTF8[0])}},
		{Name: "raw xml", then: reply.Then{Kind: reply.KindRaw, Text: "<xml><A>1</A></xml>"}, Steps: []checkStep{literal(200, "<xml><A>1</A></xml>", xmlUTF8[0])}},
		{Name: "raw json", then: reply.Then{Kind: reply.KindRaw, Text: ` {"a":1}`}, Steps: []checkStep{literal(200, ` {"a":1}`, jsonUTF8[0])}},
		{Name: "raw text", then: reply.Then{Kind: reply.KindRaw, Text: "no message"}, Steps: []checkStep{literal(200, "no message", plainUTF8[0])}},
		{Name: "file", then: reply.Then{Kind: reply.KindFile, File: "answer.xml"}, Steps: []checkStep{literal(200, "<xml>\n<B>{{.Content}}</B>\n</xml>\n", xmlUTF8[0])}},
		{Name: "status", then: reply.Then{Kind: reply.KindStatus, Status: 500, Text: "broken: {{.Content}}"}, Steps: []checkStep{literal(500, "broken: status", plainUTF8[0])}},
		{Name: "no content", then: reply.Then{Kind: reply.KindStatus, Status: 204, Text: "never sent"}, Steps: []checkStep{literal(204, "", "")}},
		{Name: "close", then: reply.Then{Kind: reply.KindClose}, Steps: []checkStep{{Expect: "closed"}}},
		{Name: "forward", then: reply.Then{Kind: reply.KindForward, URL: backend}, Steps: []checkStep{{Expect: "forward"}}},
		{Name: "delay", then: slow, Steps: []checkStep{text("as asked").within(0.3, 4)}},
		{Name: "sequence", then: many, Steps: []checkStep{text("one"), literal(503, "two", ""), literal(200, "success", ""), text("one")}},
		{Name: "wrong signature", then: drill(reply.FaultSignature), Steps: []checkStep{text("as asked").as("wrong_signature")}},
		{Name: "plaintext", then: drill(reply.FaultPlain), Steps: []checkStep{text("as asked").as("plaintext")}},
		{Name: "not swapped", then: drill(reply.FaultUsers), Steps: []checkStep{text("as asked").as("not_swapped")}},
		{Name: "half", then: drill(reply.FaultHalf), Steps: []checkStep{text("as asked").as("half")}},
		{Name: "too slow", then: drill(reply.FaultSlow), Steps: []checkStep{text("as asked").within(6, 15)}},
	}
	for i := range cases {
		cases[i].Say = cases[i].Name
	}
	return append(cases, hostileCases()...)
}

// hostileCases send what people type back, as a text and through raw templates.
func hostileCases() (cases []checkCase) {
	add := func(name, said string, then reply.Then, form string, step checkStep) {
		cases = append(cases, checkCase{Name: name + " from " + form, Say: "h" + strconv.Itoa(len(cases)) + "h", Said: said, Forms: []string{form},
			then: then, Steps: []checkStep{step}})
	}
	quote := reply.Then{Kind: reply.KindText, Text: "{{.Content}}"}
	inXML := reply.Then{Kind: reply.KindRaw, Text: "<xml><A>{{.Content}}</A><B><![CDATA[{{.Content}}]]></B></xml>"}
	inJSON := reply.Then{Kind: reply.KindRaw, Text: `{"a":"{{.Content}}","b":{"c":"x{{.Content}}"}}`}
	for _, h := range hostile {
		held := h.inXML
		if held == "" {
			held = h.text
			add(h.name, h.text, quote, "xml", message("text", "Content", h.text))
		}
		add(h.name, h.text, quote, "json", message("text", "Content", h.text))
		add(h.name+" in XML", h.text, inXML, "json", checkStep{Expect: "echo", Form: "xml", Fields: map[string]string{"A": held, "B": held}})
		add(h.name+" in JSON", h.text, inJSON, "json", checkStep{Expect: "echo", Form: "json", Fields: map[string]string{"a": h.text, "b.c": "x" + h.text}})
	}
	long := strings.Repeat("长]]>", 10_000)
	add("long", long, quote, "xml", message("text", "Content", long))
	add("long", long, quote, "json", message("text", "Content", long))
	return cases
}

// TestIndependentCheck lets a program that shares nothing with ours read what the server
// answers over the wire: every kind of answer and fault, in three modes, to XML and JSON.
func TestIndependentCheck(t *testing.T) {
	for _, program := range []string{"python3", "openssl"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Fatalf("this check needs %s; .ci/install test installs it", program)
		}
	}
	cmd := exec.CommandContext(t.Context(), "python3", filepath.Join("testdata", "check.py"))
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		t.Fatalf("the check did not begin: %v", lines.Err())
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "answer.xml"), []byte("<xml>\n<B>{{.Content}}</B>\n</xml>\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	cases := checkCases(dir, "http://127.0.0.1:"+lines.Text()+"/backend")
	g := checkedServer(t, dir, cases)
	_, port, _ := strings.Cut(g.addr, ":")
	number, err := strconv.Atoi(port)
	if err != nil {
		t.Fatal(err)
	}
	plan := map[string]any{"port": number, "token": testToken, "key": checkKey, "app": checkAppID, "cases": cases}
	if err := json.NewEncoder(in).Encode(plan); err != nil {
		t.Fatal(err)
	}
	last := ""
	for lines.Scan() {
		if last = lines.Text(); !strings.HasPrefix(last, "checked ") {
			t.Error(last)
		}
	}
	if err := cmd.Wait(); err != nil && !t.Failed() {
		t.Error(err)
	}
	tasks := 0
	for _, c := range cases {
		tasks += 3 * max(len(c.Forms), 2*(1-min(1, len(c.Forms))))
	}
	if want := fmt.Sprintf("checked %d", tasks); last != want {
		t.Errorf("the check ended with %q, want %q", last, want)
	}
}

// checkedServer has the same rules at a path for each mode.
func checkedServer(t *testing.T, dir string, cases []checkCase) *rig {
	t.Helper()
	var rules []reply.Rule
	for _, c := range cases {
		when := reply.When{Tests: []reply.Test{{Subject: reply.SubjectText, Op: reply.Equals, Words: []string{c.Say}}}}
		if c.Said != "" {
			when.Tests[0] = reply.Test{Subject: reply.SubjectFrom, Op: reply.Contains, Words: []string{"o-" + c.Say + "-"}}
		}
		rules = append(rules, reply.Rule{ID: c.Name, Name: c.Name, On: true, When: when, Then: c.then})
	}
	set, problems := reply.Compile(rules)
	if reply.Blocks(problems) {
		t.Fatal(problems)
	}
	g := serve(t, Config{})
	table := map[string]Route{}
	for _, mode := range []wechat.Mode{wechat.Plain, wechat.Compatible, wechat.Safe} {
		table["/"+mode.String()] = Route{Profile: mode.String(), Rules: set,
			Account: wechat.NewAccount(wechat.AccountConfig{Token: testToken, AppID: checkAppID, Mode: mode, Keys: []string{checkKey}}),
			Env:     reply.Env{State: &reply.State{}, Files: reply.Files{Dir: dir}}}
	}
	g.SetRoutes(NewRoutes(table))
	return g
}
