package ui

import (
	"strings"
	"testing"

	"echostr/internal/archive"
)

// stageMany is the page with n requests and a row chosen in the middle, or none.
func stageMany(tb testing.TB, n int) *requestsRig {
	tb.Helper()
	f := newFakeEngine()
	f.add(messages(n)...)
	s := newStage(tb, f, "zh-Hans")
	r := &requestsRig{stage: s, page: newRequestsPage(s.deps)}
	r.put(r.page.object(), 1004, 726)
	r.settle()
	r.last = f.nextID
	return r
}

// TestUpdateCostsWhatIsNew counts what an update allocates: nothing that grows with the
// list.
func TestUpdateCostsWhatIsNew(t *testing.T) {
	cost := func(n int) float64 {
		r := stageMany(t, n)
		fresh := messages(20)
		state := r.engine.Snapshot()
		id := r.last
		return testing.AllocsPerRun(20, func() {
			for _, x := range fresh {
				id++
				x.ID = id
			}
			state.Counts.Last = id
			r.page.apply(change{state: state, fresh: fresh})
		})
	}
	small, large := cost(200), cost(20_000)
	if large > small*1.5+100 {
		t.Errorf("an update allocates %v times over 20,000 rows, %v over 200", large, small)
	}
}

func BenchmarkUpdate20(b *testing.B) {
	r := stageMany(b, 20_000)
	fresh := messages(20)
	state := r.engine.Snapshot()
	id := r.last
	b.ReportAllocs()
	for b.Loop() {
		for _, x := range fresh {
			id++
			x.ID = id
		}
		state.Counts.Last = id
		r.page.apply(change{state: state, fresh: fresh})
	}
}

func BenchmarkChoose(b *testing.B) {
	r := stageMany(b, 100)
	i := 0
	for b.Loop() {
		i++
		r.page.rows.Choose(i % 2)
	}
}

func BenchmarkPrettyMegabyte(b *testing.B) {
	body := pushBody(strings.Repeat("<A>1</A>", 1<<17))
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		pretty(body)
	}
}

func BenchmarkCurl(b *testing.B) {
	x := said("你好")
	for b.Loop() {
		archive.CurlCommand(&x.Request, "http://127.0.0.1:8787", true)
	}
}
