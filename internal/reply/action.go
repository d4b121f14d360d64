package reply

import (
	"errors"
	"strings"

	"echostr/internal/wechat"
)

// ErrEmpty is a template that made no text where WeChat must have one: it tells the
// person that the account is out of order when, for one, a text reply is empty.
var ErrEmpty = errors.New("reply: the template makes no text")

// ErrNoFiles is an answer from a file where there are none.
var ErrNoFiles = errors.New("reply: there are no files here")

// action is an answer made ready.
type action interface {
	do(r *run, out *Outcome) *Failure
}

// content is what an answer says.
type content struct {
	kind     string
	texts    []filled
	articles []article
	status   int
	file     string
	url      string // of forward
}

// filled is a part and the template that fills it.
type filled struct {
	part
	path string
	text *Template
}

// article are the templates of articleParts, nil for an empty one.
type article [4]filledArticle

type filledArticle struct {
	path string
	text *Template
}

// answer is one answer with what belongs to it.
type answer struct {
	content
	delay Delay
	fault Fault
	after []answer
}

func (a *answer) do(r *run, out *Outcome) *Failure {
	if f := a.say(r, out); f != nil {
		return f
	}
	if out.Delay += r.pick(a.delay); a.fault == FaultSlow {
		out.Delay = max(out.Delay, SlowFault)
	}
	if out.Fault = a.fault; a.fault == FaultUsers {
		out.Reply.To, out.Reply.From = r.m.ToUserName(), r.m.FromUserName()
	}
	return a.followUp(r, out)
}

// followUp adds the customer messages.
func (a *answer) followUp(r *run, out *Outcome) *Failure {
	for i := range a.after {
		each := &a.after[i]
		t, f := each.fill(r)
		if f != nil {
			return f
		}
		out.After = append(out.After, CustomerMessage{To: r.m.FromUserName(), Kind: each.kind, Delay: r.pick(each.delay),
			Text: t.Text, MediaID: t.MediaID, ThumbMediaID: t.ThumbMediaID, Title: t.Title, Description: t.Description,
			URL: t.URL, HQURL: t.HQURL, PicURL: t.PicURL, Page: t.Page, Articles: t.Articles})
	}
	return nil
}

// say makes the answer itself.
func (c *content) say(r *run, out *Outcome) *Failure {
	switch c.kind {
	case KindSuccess:
		out.Reply.Type = wechat.ReplySuccess
		return nil
	case KindEmpty:
		out.Reply.Type = wechat.ReplyEmpty
		return nil
	case KindClose:
		out.Do = Close
		return nil
	case KindForward:
		out.Do, out.URL = Forward, c.url
		return nil
	case KindFile:
		return c.readFile(r, out)
	case KindText, KindRaw: // the usual, without a detour
		text, err := c.texts[0].make(r)
		out.Reply.Type, out.Reply.Content = wechat.ReplyType(c.kind), text
		return err
	}
	t, f := c.fill(r)
	if f != nil {
		return f
	}
	if c.kind == KindStatus {
		out.Do, out.Status, out.Body, out.ContentType = Status, c.status, t.Text, notationOf(t.Text).contentType()
		return nil
	}
	out.Reply = wechat.Reply{Type: wechat.ReplyType(c.kind), MediaID: t.MediaID, Title: t.Title, Description: t.Description,
		MusicURL: t.URL, HQMusicURL: t.HQURL, ThumbMediaID: t.ThumbMediaID, KfAccount: t.Account}
	for _, a := range t.Articles {
		out.Reply.Articles = append(out.Reply.Articles, wechat.Article(a))
	}
	return nil
}

func (c *content) readFile(r *run, out *Outcome) *Failure {
	if r.env.Files == nil {
		return &Failure{Field: FieldContents, Path: "then.file", Err: ErrNoFiles}
	}
	data, err := r.env.Files.ReadFile(c.file)
	if err != nil {
		return &Failure{Field: FieldContents, Path: "then.file", Err: err}
	}
	out.Reply = wechat.Reply{Type: wechat.ReplyRaw, Content: string(data)}
	return nil
}

// fill makes the texts.
func (c *content) fill(r *run) (t Then, f *Failure) {
	for i := range c.texts {
		text, f := c.texts[i].make(r)
		if f != nil {
			return t, f
		}
		*c.texts[i].of(&t) = text
	}
	for i := range c.articles {
		var a Article
		for k, p := range articleParts {
			each := &c.articles[i][k]
			if each.text == nil {
				continue
			}
			text, err := each.text.text(r)
			if err == nil && p.must && strings.TrimSpace(text) == "" {
				err = ErrEmpty
			}
			if err != nil {
				return t, failureOf(err, FieldArticles, each.path)
			}
			*p.of(&a) = text
		}
		t.Articles = append(t.Articles, a)
	}
	return t, nil
}

func (p *filled) make(r *run) (string, *Failure) {
	text, err := p.text.text(r)
	if err == nil && p.must && strings.TrimSpace(text) == "" {
		err = ErrEmpty
	}
	if err != nil {
		return "", failureOf(err, FieldReply, p.path)
	}
	return text, nil
}

// sequence answers otherwise each time.
type sequence struct {
	answer  // what all steps have in common: delay and messages
	steps   []*answer
	restart bool
	perUser bool
}

func (s *sequence) do(r *run, out *Outcome) *Failure {
	n := r.count.Rule
	if s.perUser {
		n = r.count.User
	}
	at := n - 1
	if count := int64(len(s.steps)); at >= count {
		if at = count - 1; s.restart {
			at = (n - 1) % count
		}
	}
	out.Step, out.Steps = int(at)+1, len(s.steps)
	out.Delay = r.pick(s.delay)
	if f := s.steps[at].do(r, out); f != nil {
		return f
	}
	return s.followUp(r, out)
}
