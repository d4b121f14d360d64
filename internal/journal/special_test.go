package journal

import (
	"reflect"
	"testing"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// TestRecordKeepsSpecial writes and reads what was special about answers.
func TestRecordKeepsSpecial(t *testing.T) {
	for _, s := range []*exchange.Special{
		nil,
		{},
		{Delay: 3 * time.Second, Gone: true},
		{Fault: "half_body", Moot: true, Closed: true, Step: 2, Steps: 3, Followups: 4},
		{Forward: &exchange.Forward{}},
		{Forward: &exchange.Forward{URL: "http://a/b", Status: 502, Took: time.Second, Problem: wechat.BackendSlow}},
	} {
		x, err := readRecord(string(appendRecord(nil, &exchange.Exchange{Special: s})), nil)
		if err != nil || !reflect.DeepEqual(x.Special, s) {
			t.Errorf("%+v came back as %+v, %v", s, x.Special, err)
		}
	}
}
