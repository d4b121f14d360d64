package wechat

import (
	"encoding/json"
	"encoding/xml"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// typedReply is any reply, as other readers than ours see it.
type typedReply struct {
	XMLName                           xml.Name `json:"-"`
	ToUserName, FromUserName, MsgType string
	CreateTime                        int64
	Content                           string
	Image, Voice                      *struct{ MediaId string }
	Video                             *struct{ MediaId, Title, Description string }
	Music                             *struct{ Title, Description, MusicUrl, HQMusicUrl, ThumbMediaId string }
	ArticleCount                      int
	Articles                          struct {
		Item []struct{ Title, Description, PicUrl, Url string } `xml:"item" json:"item"`
	}
	TransInfo *struct{ KfAccount string }
}

// full is a reply of each type with everything it can have.
func full(t ReplyType) *Reply {
	return &Reply{Type: t, Content: "你好]]>", MediaID: "m1", Title: "T<&", Description: `D"`, MusicURL: "http://a/1?x=1&y=2", HQMusicURL: "http://a/2",
		ThumbMediaID: "t1", KfAccount: "test1@test", Articles: []Article{{"t1", "d1", "http://p/1", "http://u/1"}, {"t2", "", "", "http://u/2"}}}
}

func TestReplyTypes(t *testing.T) {
	for _, kind := range messageTypes {
		for _, d := range []*draft{goodPost(), goodSafe(t), goodSafeJSON(t)} {
			d.body = strings.Replace(d.body, "<MsgType><![CDATA[text]]>", "<MsgType><![CDATA[link]]>", 1)
			a := NewAccount(d.config)
			o := a.Open(d.request())
			in := full(kind)
			body, contentType, err := a.AppendAnswer(nil, &o, in, goodTime)
			if err != nil {
				t.Fatalf("%s: %v", kind, err)
			}
			if kind == ReplyNews && d.config.Mode == Safe {
				in.Articles = in.Articles[:1] // the sealed pushes are texts
				if body, _, err = a.AppendAnswer(nil, &o, in, goodTime); err != nil {
					t.Fatal(err)
				}
			}
			if causes := Lint(body, contentType, &o, a, goodTime); causes != nil {
				t.Errorf("%s: %s: %+v", kind, body, causes)
			}
			if causes := in.Check(&o); causes != nil {
				t.Errorf("%s: %+v", kind, causes)
			}
			f := o.Message.Format
			if o.Encrypted {
				body = unseal(t, f, body)
			}
			var got typedReply
			if f == JSON {
				err = json.Unmarshal(body, &got)
			} else {
				err = xml.Unmarshal(body, &got)
			}
			if err != nil {
				t.Fatalf("%s: %s: %v", kind, body, err)
			}
			want := typedReply{XMLName: got.XMLName, ToUserName: "o9AgO5Kd5ggOC-bXrbNODIiE3bGY", FromUserName: "gh_97417a04a28d",
				MsgType: string(kind), CreateTime: goodTime.Unix()}
			switch kind {
			case ReplyText:
				want.Content = in.Content
			case ReplyImage:
				want.Image = &struct{ MediaId string }{"m1"}
			case ReplyVoice:
				want.Voice = &struct{ MediaId string }{"m1"}
			case ReplyVideo:
				want.Video = &struct{ MediaId, Title, Description string }{"m1", "T<&", `D"`}
			case ReplyMusic:
				want.Music = &struct{ Title, Description, MusicUrl, HQMusicUrl, ThumbMediaId string }{"T<&", `D"`, "http://a/1?x=1&y=2", "http://a/2", "t1"}
			case ReplyNews:
				want.ArticleCount = len(in.Articles)
				for _, a := range in.Articles {
					want.Articles.Item = append(want.Articles.Item, struct{ Title, Description, PicUrl, Url string }{a.Title, a.Description, a.PicURL, a.URL})
				}
			case ReplyTransfer:
				want.TransInfo = &struct{ KfAccount string }{"test1@test"}
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%s: %s:\n%+v, want\n%+v", kind, body, got, want)
			}
		}
	}
}

// TestSparseReplies leave out what need not be there.
func TestSparseReplies(t *testing.T) {
	head := "<xml><ToUserName><![CDATA[o9AgO5Kd5ggOC-bXrbNODIiE3bGY]]></ToUserName><FromUserName><![CDATA[gh_97417a04a28d]]></FromUserName><CreateTime>1714036504</CreateTime>"
	a := NewAccount(config(Plain))
	o := a.Open(goodPost().request())
	for _, tt := range []struct {
		r    Reply
		want string
	}{
		{Reply{Type: ReplyTransfer}, head + "<MsgType><![CDATA[transfer_customer_service]]></MsgType></xml>"},
		{Reply{Type: ReplyVideo, MediaID: "m"}, head + "<MsgType><![CDATA[video]]></MsgType><Video><MediaId><![CDATA[m]]></MediaId></Video></xml>"},
		{Reply{Type: ReplyMusic, ThumbMediaID: "t"}, head + "<MsgType><![CDATA[music]]></MsgType><Music><ThumbMediaId><![CDATA[t]]></ThumbMediaId></Music></xml>"},
		{Reply{Type: ReplyRaw, Content: " <xml>\n"}, " <xml>\n"},
	} {
		body, _, err := a.AppendAnswer(nil, &o, &tt.r, goodTime)
		if err != nil || string(body) != tt.want {
			t.Errorf("%s: %s, %v", tt.r.Type, body, err)
		}
	}
}

// TestRaw answers are neither changed nor encrypted.
func TestRaw(t *testing.T) {
	for _, d := range []*draft{goodPost(), goodSafe(t)} {
		a := NewAccount(d.config)
		o := a.Open(d.request())
		for content, contentType := range map[string]string{"<xml/>": "text/xml", "\n {}": "application/json", "hello": "text/plain", "\x00\xff": "text/plain", "": "text/plain"} {
			body, got, err := a.AppendAnswer([]byte("kept"), &o, &Reply{Type: ReplyRaw, Content: content}, goodTime)
			if err != nil || string(body) != "kept"+content || got != contentType+"; charset=utf-8" {
				t.Errorf("%q: %q, %s, %v", content, body, got, err)
			}
		}
	}
}

func TestReplyCheck(t *testing.T) {
	event := goodPost()
	event.body = strings.Replace(event.body, "[text]", "[event]", 1)
	articles := func(n int) []Article { return slices.Repeat([]Article{{Title: "t"}}, n) }
	for _, tt := range []struct {
		name string
		d    *draft
		r    Reply
		want CauseID
		args args
	}{
		{"success", goodPost(), Reply{}, "", nil},
		{"empty", goodPost(), Reply{Type: ReplyEmpty}, "", nil},
		{"raw", goodPost(), Reply{Type: ReplyRaw, Content: "?"}, "", nil},
		{"text", goodPost(), Reply{Type: ReplyText, Content: strings.Repeat("x", 2048)}, "", nil},
		{"text too long", goodPost(), Reply{Type: ReplyText, Content: strings.Repeat("长", 683)}, ReplyTextLong, args{"bytes": "2049", "limit": "2048"}},
		{"text of blanks", goodPost(), Reply{Type: ReplyText, Content: " \n"}, ReplyFieldMissing, args{"name": "Content", "type": "text"}},
		{"image", goodPost(), Reply{Type: ReplyImage}, ReplyFieldMissing, args{"name": "MediaId", "type": "image"}},
		{"voice", goodPost(), Reply{Type: ReplyVoice}, ReplyFieldMissing, args{"name": "MediaId", "type": "voice"}},
		{"video", goodSafe(t), Reply{Type: ReplyVideo, Title: "x"}, ReplyFieldMissing, args{"name": "MediaId", "type": "video"}},
		{"music", goodPost(), Reply{Type: ReplyMusic, MusicURL: "x"}, ReplyFieldMissing, args{"name": "ThumbMediaId", "type": "music"}},
		{"transfer", goodPost(), Reply{Type: ReplyTransfer}, "", nil},
		{"no article", goodPost(), Reply{Type: ReplyNews}, ReplyArticles, args{"what": "none"}},
		{"one article", goodPost(), Reply{Type: ReplyNews, Articles: articles(1)}, "", nil},
		{"two articles to a text", goodPost(), Reply{Type: ReplyNews, Articles: articles(2)}, ReplyArticles, args{"what": "too_many", "items": "2", "limit": "1"}},
		{"eight articles to an event", event, Reply{Type: ReplyNews, Articles: articles(8)}, "", nil},
		{"nine articles to an event", event, Reply{Type: ReplyNews, Articles: articles(9)}, ReplyArticles, args{"what": "too_many", "items": "9", "limit": "8"}},
		{"article without a title", goodPost(), Reply{Type: ReplyNews, Articles: []Article{{URL: "x"}}}, ReplyFieldMissing, args{"name": "Title"}},
		{"unknown", goodPost(), Reply{Type: "Text"}, ReplyKind, args{"type": "Text", "nearest": "text"}},
		{"to somebody else", goodPost(), Reply{Type: ReplyTransfer, To: "x"}, ReplyUsers, args{"name": "ToUserName", "got": "x", "want": "o9AgO5Kd5ggOC-bXrbNODIiE3bGY"}},
		{"from somebody else", goodPost(), Reply{Type: ReplyTransfer, From: "x"}, ReplyUsers, args{"name": "FromUserName", "got": "x", "want": "gh_97417a04a28d"}},
		{"not swapped", goodPost(), Reply{Type: ReplyTransfer, To: "gh_97417a04a28d", From: "o9AgO5Kd5ggOC-bXrbNODIiE3bGY"}, ReplyUsers, args{"what": "not_swapped"}},
	} {
		o := NewAccount(tt.d.config).Open(tt.d.request())
		if !o.OK() {
			t.Fatalf("%s: %+v", tt.name, o.Causes)
		}
		got := tt.r.Check(&o)
		if tt.want == "" && got != nil || tt.want != "" && (len(got) != 1 || got[0].ID != tt.want || !got[0].Warning || !contains(got[0].Args, tt.args)) {
			t.Errorf("%s: %+v, want %s %v", tt.name, got, tt.want, tt.args)
		}
	}
}
