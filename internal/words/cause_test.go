package words

import (
	"slices"
	"strings"
	"testing"
)

func TestCauseWords(t *testing.T) {
	all := catalogues(t)
	type args = map[string]string
	for _, test := range []struct {
		language, id string
		args         args
		title, text  string // text: its end
	}{
		{Chinese, "token_whitespace", args{"where": "trailing", "side": "here", "position": "11", "character": "U+0020"},
			"Token 末尾多了空白字符", "让两边一字不差。多出来的是第 11 个字符：U+0020。"},
		{English, "token_whitespace", args{"where": "leading", "side": "there"}, "A blank before the Token", ""},
		{Chinese, "token_full_width", args{"side": "there"}, "Token 里有全角字符", "Token 只能用英文和数字，到后台改正。"},
		{Chinese, "timestamp_skew", args{"seconds": "300", "direction": "behind"}, "时间与本机不一致", ""},
		{Chinese, "aes_key_mismatch", args{"code": "-40007", "profile": "商城", "path": "/wx/shop"},
			"解密失败：EncodingAESKey 不对（-40007）", "\n公众号“商城”的 EncodingAESKey 能解开这条密文，很可能填错了位置，或 URL 应当是 /wx/shop。"},
		{Chinese, "encrypt_damaged", args{"code": "-40001", "what": "plus"}, "密文损坏（-40001）", "多半是把报文当作 URL 编码的表单解码了。"},
		{Chinese, "body_syntax", args{"problem": "end", "line": "3", "column": "7", "format": "XML"}, "报文不是完整的 XML", ""},
		{English, "parameter_missing", args{"name": "signature", "nearest": "sign"}, "", " There is a parameter sign, which may be it, misspelt."},
		{Chinese, "wrong_method", args{"method": "PUT", "wanted": ""}, "请求方法是 PUT", "或中间的代理改写了方法。"},
	} {
		c := all[test.language]
		title, text := c.CauseTitle(test.id, test.args), c.CauseText(test.id, test.args)
		if test.title != "" && title != test.title {
			t.Errorf("%s: title %q, want %q", test.id, title, test.title)
		}
		if !strings.HasSuffix(text, test.text) {
			t.Errorf("%s: text %q does not end in %q", test.id, text, test.text)
		}
		for _, s := range []string{title, text} {
			if strings.ContainsAny(s, "{}⟦⟧") || strings.Contains(s, "trailing") || strings.Contains(s, "leading") {
				t.Errorf("%s: identifiers are left in %q", test.id, s)
			}
		}
	}
	if text := all[Chinese].CauseText("timestamp_skew", args{"seconds": "300", "direction": "behind"}); !strings.Contains(text, "慢 5 分钟") {
		t.Errorf("skew: %q", text)
	}
	if text := all[Chinese].CauseText("body_syntax", args{"problem": "end", "line": "3", "column": "7", "format": "XML"}); !strings.Contains(text, "第 3 行第 7 列：报文到这里就断了") {
		t.Errorf("syntax: %q", text)
	}
}

func TestOfficialAndRuledOut(t *testing.T) {
	c := catalogues(t)[Chinese]
	if got := c.Official("-40001"); got != "签名验证错误" {
		t.Errorf("official %q", got)
	}
	if got := c.Official("-1"); got != "" {
		t.Errorf("unknown number: %q", got)
	}
	got := c.RuledOut([]string{"parameter_missing", "token_case", "no_such_cause", "token_case"})
	if !slices.Equal(got, []string{"参数缺失", "Token 的大小写"}) {
		t.Errorf("ruled out %q", got)
	}
}

func TestSpan(t *testing.T) {
	c := catalogues(t)[English]
	for in, want := range map[string]string{"5": "5 s", "119": "119 s", "300": "5 min", "7200": "2 h", "200000": "2 days", "5.1": "5.1", "": ""} {
		if got := c.Span(in); got != want {
			t.Errorf("Span(%q) = %q, want %q", in, got, want)
		}
	}
}
