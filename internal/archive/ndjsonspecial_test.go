package archive

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// TestSpecialIsKept reads back what was special about answers, and takes people out of it.
func TestSpecialIsKept(t *testing.T) {
	all := traffic(t, wechat.Plain)[:4]
	all[0].Special = &exchange.Special{Delay: 3 * time.Second, Gone: true, Fault: "half_body", Moot: true, Closed: true, Step: 2, Steps: 3, Followups: 4}
	all[1].Special = &exchange.Special{Forward: &exchange.Forward{URL: "http://127.0.0.1/" + alice, Took: time.Second, Problem: wechat.BackendSlow}}
	all[2].Special = &exchange.Special{Forward: &exchange.Forward{URL: "http://127.0.0.1/\xff", Status: 502}}
	all[1].RuleID = "for-" + alice
	file, _ := export(t, all, Options{Format: NDJSON, Unredacted: true})
	again, err := readAll(t.Context(), file, ReadOptions{})
	if err != nil || len(again) != 4 {
		t.Fatal(len(again), err)
	}
	for i, y := range again {
		if !reflect.DeepEqual(all[i].Special, y.Special) {
			t.Errorf("%d: %+v, was %+v", i, y.Special, all[i].Special)
		}
	}
	file, _ = export(t, all, Options{Format: NDJSON})
	again, err = readAll(t.Context(), file, ReadOptions{})
	if err != nil || len(again) != 4 {
		t.Fatal(len(again), err)
	}
	if strings.Contains(file, alice) || again[1].Special.Forward.Problem != wechat.BackendSlow || !reflect.DeepEqual(again[0].Special, all[0].Special) {
		t.Errorf("redacted %+v and %+v", again[0].Special, again[1].Special.Forward)
	}
	if !strings.Contains(all[1].Special.Forward.URL, alice) {
		t.Error("redaction changed the recorded exchange")
	}
	var at *ReadError
	bad := strings.Replace(file, `"step":2`, `"step":-2`, 1)
	got, err := readAll(t.Context(), bad, ReadOptions{Skipped: func(e *ReadError) { at = e }})
	if err != nil || len(got) != 3 || at == nil || at.Reason != ReasonLength || errors.Is(at, ErrLimit) {
		t.Errorf("a negative number: %d read, %+v, %v", len(got), at, err)
	}
}
