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

// manyIDs are n ids, newest first, of which every fifth message came three times, with the
// firsts of them.
func manyIDs(n int) (ids, first []int64) {
	ids, first = make([]int64, n), make([]int64, n)
	for i := range ids {
		id := int64(n - i)
		ids[i] = id
		if at := id % 15; at == 7 || at == 12 { // the deliveries of number 2 of each 15
			first[i] = id - at + 2
		}
	}
	return ids, first
}

// BenchmarkScroll100000 is one step of the wheel over 100,000 requests, some thousands of
// them repeats, with a few messages open.
func BenchmarkScroll100000(b *testing.B) {
	r := stageMany(b, 200)
	p := r.page
	ids, first := manyIDs(100_000)
	p.feed.replace(ids, first)
	for i := range int64(20) {
		p.feed.show(i*3000+2, true)
	}
	row := p.teller.row(r.engine.exchanges[0])
	p.rows.Refresh()
	at := float32(0)
	foot := float32(p.feed.len()-100) * requestHeight
	b.ReportAllocs()
	for b.Loop() {
		if at += 3*requestHeight + 7; at > foot {
			at = 0
		}
		top := int(at / requestHeight)
		for i := top; i < top+30; i++ { // what the journal and the teller cost is measured elsewhere
			p.cache.put(p.feed.id(i), row)
		}
		p.rows.ScrollToOffset(at)
	}
	b.ReportMetric(float64(p.feed.len()), "rows")
}

// BenchmarkArrivals40 is what one update at 1,000 requests a second costs the feed of 100,000,
// where every fourth request repeats one of a few seconds ago.
func BenchmarkArrivals40(b *testing.B) {
	var f feed
	ids, first := manyIDs(100_000)
	f.replace(ids, first)
	for i := range int64(20) {
		f.show(i*3000+2, true)
	}
	id := int64(len(ids))
	as := make([]arrival, 40)
	b.ReportAllocs()
	for b.Loop() {
		for i := range as {
			id++
			as[i] = arrival{id: id}
			if id%4 == 0 {
				as[i].first = id - 5001
			}
		}
		f.add(as)
		f.trim(id-100_000, nobody)
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
