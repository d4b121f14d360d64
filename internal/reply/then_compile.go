package reply

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"echostr/internal/wechat"
)

// The limits of answers.
const (
	maxSteps = 100 // of a sequence
	maxAfter = 20  // customer messages after one answer
)

// place is where an answer stands.
type place uint8

const (
	asRule    place = iota // the rule's own
	asStep                 // of a sequence
	asMessage              // a customer message
)

// thenCompiler makes answers ready and gathers what is wrong.
type thenCompiler struct{ whenCompiler }

func (c *thenCompiler) warn(field Field, path, id string, args ...string) {
	c.add(field, path, id, args...).Warning = true
}

// answer makes t ready. What it gives works only when there are no problems.
func (c *thenCompiler) answer(t *Then, path string, at place) action {
	allowed := Kinds()
	if at == asMessage {
		allowed = CustomerKinds()
	}
	switch {
	case t.Kind == "" || !slices.Contains(allowed, t.Kind):
		field, id := FieldKind, "unknown"
		if at == asMessage && slices.Contains(Kinds(), t.Kind) {
			field, id = FieldAfter, "kind"
		}
		c.add(field, path+".kind", id, "kind", t.Kind, "known", strings.Join(allowed, ", "))
		return nil
	case at == asStep && t.Kind == KindSequence:
		c.add(FieldSteps, path, "nested")
		return nil
	}
	c.delay(t, path, at)
	out := answer{content: content{kind: t.Kind}, delay: t.Delay, fault: t.Fault}
	c.content(&out.content, t, path)
	if at == asMessage {
		if t.Fault != FaultNone || len(t.After) > 0 {
			c.add(FieldAfter, path, "plain")
		}
		return &out
	}
	c.fault(t, path)
	if len(t.After) > maxAfter {
		c.add(FieldAfter, path+".after", "too_many", "limit", strconv.Itoa(maxAfter))
		return nil
	}
	for i := range t.After {
		if a, ok := c.answer(&t.After[i], fmt.Sprintf("%s.after[%d]", path, i), asMessage).(*answer); ok {
			out.after = append(out.after, *a)
		}
	}
	if t.Kind == KindSequence {
		return c.sequence(t, path, out)
	}
	return &out
}

func (c *thenCompiler) sequence(t *Then, path string, common answer) action {
	out := sequence{answer: common, restart: t.Again == Restart, perUser: t.Per == PerUser}
	switch {
	case len(t.Steps) == 0:
		c.add(FieldSteps, path+".steps", "empty")
	case len(t.Steps) > maxSteps:
		c.add(FieldSteps, path+".steps", "too_many", "limit", strconv.Itoa(maxSteps))
		return nil
	case t.Again != "" && t.Again != Repeat && t.Again != Restart:
		c.add(FieldSteps, path+".again", "again", "again", string(t.Again))
	case t.Per != "" && t.Per != PerRule && t.Per != PerUser:
		c.add(FieldSteps, path+".per", "per", "per", string(t.Per))
	}
	for i := range t.Steps {
		if a, ok := c.answer(&t.Steps[i], fmt.Sprintf("%s.steps[%d]", path, i), asStep).(*answer); ok {
			out.steps = append(out.steps, a)
		}
	}
	return &out
}

func (c *thenCompiler) delay(t *Then, path string, at place) {
	d, at2 := t.Delay, path+".delay"
	switch {
	case d.Min < 0 || d.Max < d.Min:
		c.add(FieldDelay, at2, "range", "delay", d.String())
	case d.Max > MaxDelay:
		c.add(FieldDelay, at2, "too_long", "delay", d.String(), "limit", Delay{MaxDelay, MaxDelay}.String())
	case at != asMessage && d.Max >= WeChatWaits && t.Fault != FaultSlow:
		c.warn(FieldDelay, at2, "slow", "delay", d.String(), "limit", Delay{WeChatWaits, WeChatWaits}.String())
	}
}

func (c *thenCompiler) fault(t *Then, path string) {
	if t.Fault == FaultNone || t.Fault == FaultSlow && t.Kind != KindSequence {
		return
	}
	if !slices.Contains(Faults(), t.Fault) {
		c.add(FieldFault, path+".fault", "unknown", "fault", string(t.Fault))
		return
	}
	effect := false
	switch t.Kind {
	case KindText, KindImage, KindVoice, KindVideo, KindMusic, KindNews, KindTransfer:
		effect = true
	case KindSuccess, KindRaw, KindFile, KindStatus:
		effect = t.Fault == FaultHalf
	}
	if !effect {
		c.warn(FieldFault, path+".fault", "no_effect", "fault", string(t.Fault), "kind", t.Kind)
	}
}

// content makes the kind's own fields ready.
func (c *thenCompiler) content(out *content, t *Then, path string) {
	for _, p := range partsOf[t.Kind] {
		field, notation := FieldReply, none
		if t.Kind == KindRaw || t.Kind == KindStatus {
			notation = notationOf(t.Text)
		}
		text := *p.of(t)
		if t.Kind == KindForward {
			c.backend(out, text, path)
			continue
		}
		if strings.TrimSpace(text) == "" {
			switch {
			case p.must && p.path == "text":
				c.add(field, path+".text", "empty")
			case p.must:
				c.add(field, path+"."+p.path, "missing", "name", p.key, "kind", t.Kind)
			case t.Kind == KindMusic && p.path == "thumb":
				c.warn(field, path+".thumb", "missing", "name", p.key, "kind", t.Kind)
			}
			continue
		}
		tmpl, problems := newTemplate(text, notation)
		if t.Kind == KindText {
			problems = append(problems, tmpl.tooLong()...)
		}
		for _, problem := range problems {
			problem.Path = path + "." + p.path
			c.problems = append(c.problems, problem)
		}
		out.texts = append(out.texts, filled{part: p, path: path + "." + p.path, text: tmpl})
	}
	switch t.Kind {
	case KindNews:
		c.articles(out, t.Articles, path)
	case KindStatus:
		if out.status = t.Status; t.Status < 200 || t.Status > 599 {
			c.add(FieldStatus, path+".status", "range", "status", strconv.Itoa(t.Status))
		}
	case KindFile:
		if out.file = strings.TrimSpace(t.File); out.file == "" {
			c.add(FieldContents, path+".file", "empty")
		} else if !isAbsolute(out.file) && !isLocal(out.file) {
			c.add(FieldContents, path+".file", "outside", "file", out.file)
		}
	}
}

func (c *thenCompiler) articles(out *content, articles []Article, path string) {
	switch n := len(articles); {
	case n == 0:
		c.add(FieldArticles, path+".articles", "empty")
	case n > maxSteps:
		c.add(FieldArticles, path+".articles", "too_many", "count", strconv.Itoa(n), "limit", strconv.Itoa(wechat.MaxArticles))
		return
	case n > wechat.MaxArticles:
		c.warn(FieldArticles, path+".articles", "too_many", "count", strconv.Itoa(n), "limit", strconv.Itoa(wechat.MaxArticles))
	}
	for i := range articles {
		var a article
		for k, p := range articleParts {
			at := fmt.Sprintf("%s.articles[%d].%s", path, i, p.key)
			text := *p.of(&articles[i])
			if strings.TrimSpace(text) == "" {
				if p.must {
					c.add(FieldArticles, at, "missing", "name", p.key)
				}
				continue
			}
			tmpl, problems := newTemplate(text, none)
			for _, problem := range problems {
				problem.Path = at
				c.problems = append(c.problems, problem)
			}
			a[k] = filledArticle{at, tmpl}
		}
		out.articles = append(out.articles, a)
	}
}
