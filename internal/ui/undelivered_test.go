package ui

import (
	"strings"
	"testing"

	"echostr/internal/exchange"
)

// TestUndelivered: a replay that no backend answered is not shown as one that went well,
// neither in the list nor in the detail, whatever is to be said of the request.
func TestUndelivered(t *testing.T) {
	sent := func(x *exchange.Exchange, remote string) *exchange.Exchange {
		x.Via, x.Test, x.Origin, x.Remote, x.Response = exchange.Direct, true, 1, remote, exchange.Response{}
		return x
	}
	hostless := sent(said("三"), "")
	hostless.Request.Raw, hostless.Request.Head = []byte("POST / HTTP/1.0\r\n\r\n"), 19
	for _, c := range []struct {
		name, lang string
		x          *exchange.Exchange
		says       string
	}{
		{"nobody there", "zh-Hans", sent(said("一"), ""), "未送达：连不上 brave-fox.ngrok-free.app"},
		{"nobody there", "en", sent(said("一"), ""), "Not delivered: brave-fox.ngrok-free.app cannot be reached"},
		{"no answer", "zh-Hans", sent(said("二"), "127.0.0.1:8080"), "没有回答：127.0.0.1:8080 接受了连接，却没有响应"},
		{"no host", "zh-Hans", hostless, "未送达：连不上后端"},
		{"it does not hold either", "zh-Hans", sent(pushed("another", "POST", signedQuery(rigToken)+"&openid="+rigOpenID, textBody("五"), nil), ""), "未送达：连不上"},
	} {
		t.Run(c.name+" "+c.lang, func(t *testing.T) {
			if row := tellerIn(t, c.lang).row(c.x); row.mark() != "!" || !strings.HasPrefix(row.lead, c.says) || row.status != "—" {
				t.Errorf("%+v", row)
			}
			r := stageRequests(t, c.lang, c.x)
			r.choose(0)
			r.says(c.says)
			r.silent("通过验签", tellerIn(t, c.lang).t("detail.good.title"))
		})
	}
	answered := sent(said("四"), "127.0.0.1:8080")
	answered.Response.Status = 500
	if row := tellerIn(t, "zh-Hans").row(answered); row.mark() != "✓" {
		t.Errorf("%+v", row)
	}
}
