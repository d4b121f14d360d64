package reply

import (
	"fmt"
	"strings"
	"testing"
)

func TestCheckSecrets(t *testing.T) {
	const secret = "0123456789abcdef0123456789abcdef"
	secrets := []Secret{{"AppSecret", secret}, {"Token", "test"}, {"EncodingAESKey", ""}}
	in := "x" + secret + "y"
	rules := []Rule{
		{ID: "clean", Name: "test", When: when(is(SubjectText, Equals, "test")), Then: Then{Kind: KindText, Text: "test"}},
		{ID: "a", When: When{Types: []string{in}, Any: []When{{Not: []When{when(is(SubjectText, Equals, "x", in))}}}}, Then: Then{Kind: KindSequence, Steps: []Then{
			{Kind: KindNews, Articles: []Article{{Title: "t", URL: in}}}, {Kind: KindSuccess, After: []Then{{Kind: KindLink, Title: in}}}}}},
		{ID: "b", Name: in, Then: Then{Kind: KindFile, File: in}},
	}
	var got []string
	for _, p := range CheckSecrets(rules, secrets) {
		got = append(got, fmt.Sprint(p.Index, p.Path))
		if !p.Warning || p.Args["name"] != "AppSecret" || strings.Contains(fmt.Sprint(p), secret) {
			t.Errorf("%+v", p)
		}
	}
	want := "1when 1when.any[0].not[0].tests[0].words[1] 1then.steps[0].articles[0].url 1then.steps[1].after[0].title 2name 2then.file"
	if s := strings.Join(got, " "); s != want {
		t.Errorf("%s\nwant %s", s, want)
	}
}
