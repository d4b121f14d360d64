package ui

import (
	"slices"
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"echostr/internal/exchange"
	"echostr/internal/ui/kit"
	"echostr/internal/wechat"
)

// requestRow is one exchange as the list shows it: final strings.
type requestRow struct {
	level    kit.Level // LevelNone for what is not WeChat's
	time     string
	kind     string
	kindTone fyne.ThemeColorName
	lead     string // the cause of a failure, or that it was a test
	leadTone fyne.ThemeColorName
	text     string
	status   string
	took     string
	answered string // what it was answered, in place of text where a message's deliveries are told apart
	late     bool   // WeChat did not wait for the answer
	lateLead string // that, where a sign beside it tells the delivery
	attempt  int    // which delivery of its message it is, from 1
}

// foreignMark stands before what is not WeChat's.
const foreignMark = "–"

// requestColumns are those of the list.
var requestColumns = kit.Cols{
	{Width: 20, Face: kit.Code.Sized(16)},
	{Width: 62, Face: kit.Small},
	{Width: 60, Face: kit.Small.Sized(11), Align: fyne.TextAlignCenter, Badge: true},
	{Width: 0, Face: kit.Body},
	{Width: 34, Face: kit.Small, Align: fyne.TextAlignTrailing},
	{Width: 46, Face: kit.Small, Align: fyne.TextAlignTrailing},
}

// cells fills a row of the list; below is one under the newest delivery of its message.
func (r *requestRow) cells(into []kit.Cell, below bool) {
	into[0] = kit.Cell{Text: r.mark(), Color: r.level.Color()}
	into[1].Text = r.time
	into[2] = kit.Cell{Text: r.kind, Color: r.kindTone}
	into[3] = kit.Cell{Lead: r.lead, LeadColor: r.leadTone, Text: r.text}
	if below && r.answered != "" {
		into[3].Text = r.answered
		if r.lead != "" {
			into[3].Text = " · " + r.answered
		}
		if r.late { // the sign beside it says which delivery it is
			into[3].Lead = r.lateLead
		}
	}
	if r.level == kit.LevelNone || below {
		into[3].Color = kit.ColorText2
	}
	into[4].Text, into[5].Text = r.status, r.took
	if r.late {
		into[5].Color = kit.ColorAmber
	}
}

func (r *requestRow) mark() string {
	if r.level == kit.LevelNone {
		return foreignMark
	}
	return r.level.Mark()
}

// row presents an exchange.
func (t teller) row(x *exchange.Exchange) requestRow {
	r := requestRow{level: levelOf(x), time: clock(x.Time), status: status(x.Response.Status), took: took(x.Duration),
		answered: t.answered(x), attempt: max(1, x.Attempt)}
	r.kind, r.kindTone = t.kind(x)
	r.text = t.say(x)
	causes := telling(x)
	if r.late = len(causes) > 0 && causes[0].ID == wechat.ReplySlow; r.late {
		r.lateLead = t.t("requests.slow.below")
	}
	switch {
	case undelivered(x):
		r.lead, r.leadTone = t.undeliveredText(x), r.level.Color()
		r.text = " · " + r.text + " · " + t.own(x)
	case r.level == kit.LevelError, r.level == kit.LevelWarning:
		if len(causes) > 0 {
			r.lead, r.leadTone = t.causeShort(x, &causes[0], r.attempt), r.level.Color()
			r.text = " · " + r.text
		}
		if own := t.own(x); own != "" {
			r.text += " · " + own
		}
	case t.own(x) != "":
		r.lead, r.leadTone = t.own(x)+" ", kit.ColorBlue
	}
	return r
}

// own is the word for what echostr itself sent: a replay, or a test; "" for all others.
func (t teller) own(x *exchange.Exchange) string {
	switch {
	case x.Origin != 0:
		return t.t("requests.replayed")
	case x.Test:
		return t.t("requests.test")
	}
	return ""
}

// causeShort is the likeliest cause; of an answer that came too late, what WeChat makes of it.
func (t teller) causeShort(x *exchange.Exchange, c *wechat.Cause, attempt int) string {
	if c.ID != wechat.ReplySlow {
		return t.causeTitle(x, c)
	}
	key := "requests.slow"
	if attempt >= deliveriesMost {
		key = "requests.slow.last"
	}
	return t.t(key, "n", strconv.Itoa(attempt), "of", strconv.Itoa(deliveriesMost))
}

// answered is what a delivery was answered: the rule and the type of its reply.
func (t teller) answered(x *exchange.Exchange) string {
	switch {
	case x.Response.Status == 0:
		return t.t("requests.answered.none")
	case x.Reply == "":
		return ""
	case x.Rule == "":
		return t.t("requests.answered", "reply", t.reply(x.Reply))
	}
	return t.t("requests.answered.rule", "rule", oneLine(x.Rule), "reply", t.reply(x.Reply))
}

// levelOf is the mark of a verdict: a pass with a warning is a warning, and so is what
// may be WeChat on a wrong path, or what no backend answered.
func levelOf(x *exchange.Exchange) kit.Level {
	switch {
	case undelivered(x):
		return kit.LevelWarning
	case x.Verdict == exchange.Fail:
		return kit.LevelError
	case len(x.Opened.Causes) > 0 && x.Opened.Causes[0].ID == wechat.WrongPath:
		return kit.LevelWarning
	case x.Verdict == exchange.NotForUs:
		return kit.LevelNone
	case len(telling(x)) > 0:
		return kit.LevelWarning
	}
	return kit.LevelGood
}

// telling are the causes that a row and a title speak of. That a request came once more is
// none of a later delivery: the row says already which one it is.
func telling(x *exchange.Exchange) []wechat.Cause {
	causes := x.Opened.Causes
	again := func(c wechat.Cause) bool { return c.ID == wechat.NonceReplayed }
	if x.Attempt < 2 || !slices.ContainsFunc(causes, again) {
		return causes
	}
	return slices.DeleteFunc(slices.Clone(causes), again)
}

// status is a status code, or a dash where nothing was answered.
func status(code int) string {
	if code == 0 {
		return "—"
	}
	return strconv.Itoa(code)
}

// took is a duration as a person compares it.
func took(d time.Duration) string {
	switch {
	case d < time.Millisecond:
		return "<1 ms"
	case d < time.Second:
		return strconv.FormatInt(d.Milliseconds(), 10) + " ms"
	case d < 100*time.Second:
		return strconv.FormatFloat(d.Seconds(), 'f', 1, 64) + " s"
	}
	return strconv.FormatInt(int64(d.Seconds()), 10) + " s"
}

// rowCache keeps the strings of the rows that were shown last: two generations, so that
// what is in use survives when the older one goes.
type rowCache struct{ young, old map[int64]requestRow }

// rowCacheSize is how many rows a generation holds, some screens full.
const rowCacheSize = 256

func (c *rowCache) get(id int64) (requestRow, bool) {
	if r, ok := c.young[id]; ok {
		return r, true
	}
	r, ok := c.old[id]
	if ok {
		c.put(id, r)
	}
	return r, ok
}

func (c *rowCache) put(id int64, r requestRow) {
	if len(c.young) >= rowCacheSize || c.young == nil {
		c.old, c.young = c.young, make(map[int64]requestRow, rowCacheSize)
	}
	c.young[id] = r
}

func (c *rowCache) clear() { *c = rowCache{} }
