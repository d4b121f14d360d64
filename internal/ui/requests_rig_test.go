package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"echostr/internal/exchange"
	"echostr/internal/ui/kit"
	"echostr/internal/wechat"
)

// requestsRig is the requests page on a stage.
type requestsRig struct {
	*stage
	page *requestsPage
	last int64
	gone int64 // how often something was cleared or deleted
}

func stageRequests(t *testing.T, lang string, xs ...*exchange.Exchange) *requestsRig {
	t.Helper()
	f := newFakeEngine()
	f.add(xs...)
	s := newStage(t, f, lang)
	r := &requestsRig{stage: s, page: newRequestsPage(s.deps)}
	r.put(r.page.object(), 1004, 726)
	r.settle()
	r.last = f.nextID
	relayout(r.window)
	return r
}

// tick applies what has been recorded since, as the bridge does.
func (r *requestsRig) tick() {
	r.t.Helper()
	s := r.engine.Snapshot()
	c := change{state: s, fresh: r.engine.Since(r.last, freshMax)}
	if n := s.Counts.Cleared + s.Counts.Deleted; n != r.gone {
		c.reload, r.gone = true, n
	}
	r.last = s.Counts.Last
	r.page.apply(c)
	r.settle()
	relayout(r.window)
}

// come records exchanges and shows them.
func (r *requestsRig) come(xs ...*exchange.Exchange) {
	r.t.Helper()
	r.engine.add(xs...)
	r.tick()
}

// choose taps row i of the list.
func (r *requestsRig) choose(i int) {
	r.t.Helper()
	r.item(i).(fyne.Tappable).Tapped(&fyne.PointEvent{Position: fyne.NewPos(200, 18)})
	r.settle()
	relayout(r.window)
}

// click presses the mouse on row i, x units from the left, while keys are held.
func (r *requestsRig) click(i int, x float32, held fyne.KeyModifier) {
	r.t.Helper()
	row := r.item(i)
	at := fyne.PointEvent{Position: fyne.NewPos(x, 18), AbsolutePosition: fyne.CurrentApp().Driver().AbsolutePositionForObject(row).AddXY(x, 18)}
	row.(desktop.Mouseable).MouseDown(&desktop.MouseEvent{PointEvent: at, Button: desktop.MouseButtonPrimary, Modifier: held})
	row.(fyne.Tappable).Tapped(&at)
	r.settle()
	relayout(r.window)
}

// menuOn opens the menu of row i with the other button.
func (r *requestsRig) menuOn(i int) {
	r.t.Helper()
	row := r.item(i)
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(row)
	row.(fyne.SecondaryTappable).TappedSecondary(&fyne.PointEvent{Position: fyne.NewPos(200, 18), AbsolutePosition: at.AddXY(200, 18)})
	r.settle()
	relayout(r.window)
}

// item is what draws row i.
func (r *requestsRig) item(i int) fyne.CanvasObject {
	r.t.Helper()
	for at, o := range r.items() {
		if at == i {
			return o
		}
	}
	r.t.Fatalf("row %d is not in sight", i)
	return nil
}

// items are the rows in sight, by their place in the list.
func (r *requestsRig) items() map[int]fyne.CanvasObject {
	out := map[int]fyne.CanvasObject{}
	driver := fyne.CurrentApp().Driver()
	top := driver.AbsolutePositionForObject(r.page.rows).Y
	for _, o := range visibleTree(r.page.rows, nil) {
		if strings.HasSuffix(fmt.Sprintf("%T", o), ".rowItem") {
			y := driver.AbsolutePositionForObject(o).Y - top
			out[int(y+r.page.rows.GetScrollOffset()+1)/requestHeight] = o
		}
	}
	return out
}

// reads is what row i says.
func (r *requestsRig) reads(i int) string {
	r.t.Helper()
	return readIn(visibleTree(r.item(i), nil))
}

// chip taps a chip by the beginning of its words.
func (r *requestsRig) chip(word string) {
	r.t.Helper()
	for _, o := range r.everything() {
		if c, ok := o.(*kit.Chip); ok && strings.HasPrefix(c.Text(), word) {
			r.tap(c)
			return
		}
	}
	for _, item := range r.page.bar.hidden() { // behind "…"
		if strings.HasPrefix(item.Text, word) {
			item.Act()
			r.settle()
			relayout(r.window)
			return
		}
	}
	r.t.Fatalf("no chip %q; the window says: %s", word, r.said())
}

// form turns the tab to a form by its place.
func (r *requestsRig) form(i int) {
	r.t.Helper()
	for _, o := range r.everything() {
		if s, ok := o.(*kit.Segmented); ok {
			s.Choose(i)
			r.settle()
			relayout(r.window)
			return
		}
	}
	r.t.Fatal("no choice of forms")
}

const (
	rigToken  = "wechat2026"
	rigOpenID = "oGZ3V5abcdefghijklmnopqrmK8c"
)

// rigTime is when the first of the made-up requests came.
var rigTime = time.Date(2026, 11, 20, 14, 6, 8, 412e6, time.Local)

// pushed is an exchange as the server would record it: the request is opened, and
// explained if it does not hold, with an account's Token.
func pushed(token, method, query, body string, k *wechat.Known) *exchange.Exchange {
	a := wechat.NewAccount(wechat.AccountConfig{Token: token, AppID: "wx5823bf96d3bd56c7"})
	return arrived(a, method, "/wx/demo", query, body, k)
}

func arrived(a *wechat.Account, method, path, query, body string, k *wechat.Known) *exchange.Exchange {
	target := path
	if query != "" {
		target += "?" + query
	}
	head := fmt.Sprintf("%s %s HTTP/1.0\r\nHost: brave-fox.ngrok-free.app\r\nUser-Agent: Mozilla/4.0\r\nAccept: */*\r\nPragma: no-cache\r\n", method, target)
	if body != "" {
		head += fmt.Sprintf("Content-Type: text/xml\r\nContent-Length: %d\r\n", len(body))
	}
	head += "\r\n"
	q := &wechat.Request{Method: method, Path: path, Query: query, UserAgent: "Mozilla/4.0", Body: []byte(body), Time: rigTime}
	x := &exchange.Exchange{Time: rigTime, Duration: 3 * time.Millisecond, Profile: "demo0001", Via: exchange.Tunnel, Remote: "140.207.54.80:31337",
		Request: exchange.Request{Method: method, Target: target, Path: path, Query: query, Proto: "HTTP/1.0",
			Raw: []byte(head + body), Head: len(head), Size: int64(len(body))}}
	x.Opened = a.Open(q)
	x.Verdict = exchange.Judge(&x.Opened)
	answer, code := "success", 200
	switch {
	case x.Verdict != exchange.Pass:
		d := a.Diagnose(q, &x.Opened, k)
		x.Opened.Causes, x.Opened.RuledOut = d.Causes, d.RuledOut
		answer, code = "signature mismatch: see echostr\n", 403
	case x.Opened.Kind == wechat.Verification:
		answer = x.Opened.Echo
	default:
		x.Reply = "success"
	}
	answered(x, code, answer)
	return x
}

func answered(x *exchange.Exchange, code int, body string) {
	head := fmt.Sprintf("HTTP/1.0 %d X\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: %d\r\n\r\n", code, len(body))
	x.Response = exchange.Response{Status: code, Raw: []byte(head + body), Head: len(head)}
}

// signedQuery is a query that WeChat would send with a Token.
func signedQuery(token string) string {
	ts := fmt.Sprint(rigTime.Unix() - 2)
	return fmt.Sprintf("signature=%s&timestamp=%s&nonce=1320562132", wechat.Sign(token, ts, "1320562132"), ts)
}

func verification(here, there string) *exchange.Exchange {
	return pushed(here, "GET", signedQuery(there)+"&echostr=4375120948345356249", "", nil)
}

// said is a push of a user's text message.
func said(text string) *exchange.Exchange {
	return pushed(rigToken, "POST", signedQuery(rigToken)+"&openid="+rigOpenID, textBody(text), nil)
}

func textBody(text string) string {
	return pushBody("<MsgType><![CDATA[text]]></MsgType>\n<Content><![CDATA[" + text + "]]></Content>\n<MsgId>6272960105994287618</MsgId>")
}

func pushBody(own string) string {
	return "<xml><ToUserName><![CDATA[gh_7f083739789a]]></ToUserName>\n<FromUserName><![CDATA[" + rigOpenID +
		"]]></FromUserName>\n<CreateTime>1763618768</CreateTime>\n" + own + "\n</xml>"
}

// happened is a push of an event or a message with elements of its own.
func happened(own string) *exchange.Exchange {
	return pushed(rigToken, "POST", signedQuery(rigToken)+"&openid="+rigOpenID, pushBody(own), nil)
}

// strange is a request of a scanner.
func strange(path string) *exchange.Exchange {
	q := &wechat.Request{Method: "GET", Path: path}
	head := "GET " + path + " HTTP/1.1\r\nHost: brave-fox.ngrok-free.app\r\nUser-Agent: zgrab/0.x\r\n\r\n"
	x := &exchange.Exchange{Time: rigTime, Via: exchange.Tunnel, Remote: "185.191.171.3:40210",
		Request: exchange.Request{Method: "GET", Target: path, Path: path, Proto: "HTTP/1.1", Raw: []byte(head), Head: len(head)}}
	x.Opened.Causes = wechat.Strangers(q, []string{"/wx/demo"})
	answered(x, 404, "404 not found\n")
	return x
}

// slow is a message that was answered too late.
func slow(d time.Duration) *exchange.Exchange {
	x := happened("<MsgType><![CDATA[image]]></MsgType>\n<PicUrl><![CDATA[http://mmbiz.qpic.cn/x/0]]></PicUrl>\n<MediaId><![CDATA[m1]]></MediaId>\n<MsgId>6272960105994287619</MsgId>")
	x.Duration = d
	x.Opened.Causes = append(x.Opened.Causes, wechat.Cause{ID: wechat.ReplySlow, Warning: true,
		Args: map[string]string{"seconds": fmt.Sprintf("%.1f", d.Seconds())}})
	return x
}
