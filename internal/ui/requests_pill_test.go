package ui

import "testing"

// TestShortListNeedsNoPill: while all rows fit, a new one is seen at the top even though a
// row is chosen, and nothing lies over it.
func TestShortListNeedsNoPill(t *testing.T) {
	r := stageRequests(t, "zh-Hans", said("一"), said("二"))
	r.choose(0)
	r.come(said("三"), said("四"))
	r.silent("条新请求")
	for range 30 {
		r.come(said("更多"))
	}
	r.says("条新请求")
}
