package ui

import "echostr/internal/reply"

// thenPart is one text of an answer as the form shows it in a field. Its words are
// "replies.part.<key>", its hint, if there is one, "replies.part.<key>.hint".
type thenPart struct {
	key      string
	path     string // in the problems
	template bool   // fields of the message can be put in
	of       func(*reply.Then) *string
}

// The parts that are fields of one line.
var (
	partMedia       = thenPart{"media", "media", true, func(t *reply.Then) *string { return &t.MediaID }}
	partTitle       = thenPart{"title", "title", true, func(t *reply.Then) *string { return &t.Title }}
	partDescription = thenPart{"description", "description", true, func(t *reply.Then) *string { return &t.Description }}
	partURL         = thenPart{"url", "url", true, func(t *reply.Then) *string { return &t.URL }}
	partMusicURL    = thenPart{"music_url", "url", true, partURL.of}
	partHQURL       = thenPart{"hq_url", "hq_url", true, func(t *reply.Then) *string { return &t.HQURL }}
	partPic         = thenPart{"pic", "pic", true, func(t *reply.Then) *string { return &t.PicURL }}
	partThumb       = thenPart{"thumb", "thumb", true, func(t *reply.Then) *string { return &t.ThumbMediaID }}
	partPage        = thenPart{"page", "page", true, func(t *reply.Then) *string { return &t.Page }}
	partAccount     = thenPart{"account", "account", true, func(t *reply.Then) *string { return &t.Account }}
	partFile        = thenPart{"file", "file", false, func(t *reply.Then) *string { return &t.File }}
	partBackend     = thenPart{"backend", "url", false, partURL.of}
)

// partsOf are the fields of each kind of answer that has any, in their order.
var partsOf = map[string][]thenPart{
	reply.KindImage:       {partMedia},
	reply.KindVoice:       {partMedia},
	reply.KindVideo:       {partMedia, partTitle, partDescription},
	reply.KindMusic:       {partTitle, partDescription, partMusicURL, partHQURL, partThumb},
	reply.KindTransfer:    {partAccount},
	reply.KindFile:        {partFile},
	reply.KindForward:     {partBackend},
	reply.KindLink:        {partTitle, partDescription, partURL, partPic},
	reply.KindMiniProgram: {partTitle, partPage, partThumb},
}

// articlePart is one text of an article.
type articlePart struct {
	key string // of the words, and the name in the problems
	of  func(*reply.Article) *string
}

var articleParts = []articlePart{
	{"title", func(a *reply.Article) *string { return &a.Title }},
	{"description", func(a *reply.Article) *string { return &a.Description }},
	{"pic", func(a *reply.Article) *string { return &a.PicURL }},
	{"url", func(a *reply.Article) *string { return &a.URL }},
}

// isRaw says whether a kind's text leaves as it is written.
func isRaw(kind string) bool { return kind == reply.KindRaw || kind == reply.KindStatus }
