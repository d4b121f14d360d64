package ui

import (
	"sync/atomic"

	"fyne.io/fyne/v2"

	"echostr/internal/archive"
	"echostr/internal/ui/kit"
)

// transferProgress shows how far an export or import is.
type transferProgress struct {
	deps  *deps
	verb  string       // "transfer.writing" or "transfer.reading"
	size  atomic.Int64 // bytes of what is read; 0: not known
	twice bool         // everything is gone through twice, as a redacted export does
	bar   *kit.Progress
	words *kit.Label
	box   *fyne.Container

	latest  atomic.Pointer[archive.Progress]
	waiting atomic.Bool // a look at latest is on its way
}

func newTransferProgress(d *deps, verb string) *transferProgress {
	p := &transferProgress{deps: d, verb: verb, bar: kit.NewProgress(), words: kit.NewCutLabel("", kit.Small)}
	p.box = kit.Column(8, p.words, p.bar)
	return p
}

// begin starts anew with something that is gone through twice or once.
func (p *transferProgress) begin(twice bool) {
	p.twice = twice
	p.size.Store(0)
	p.latest.Store(&archive.Progress{})
	p.look()
}

// hear takes news from the goroutine that works. However many come, only one at a time is
// on its way to the window.
func (p *transferProgress) hear(news archive.Progress) {
	p.latest.Store(&news)
	if !p.waiting.Swap(true) {
		p.deps.post(func() {
			p.waiting.Store(false)
			p.look()
		})
	}
}

func (p *transferProgress) look() {
	d, news := p.deps, p.latest.Load()
	done, total, size := grouped(int64(news.Done)), grouped(int64(news.Total)), sizeText(d, news.Bytes)
	share := 0.0
	switch {
	case news.Total > 0:
		share = float64(news.Done) / float64(news.Total)
		if p.twice && !news.Learning && news.Done+int(news.Bytes) > 0 {
			share++
		}
		if p.twice {
			share /= 2
		}
	case p.size.Load() > 0:
		share = float64(news.Bytes) / float64(p.size.Load())
	}
	p.bar.SetValue(share)
	switch {
	case news.Learning:
		p.words.Set(d.t("transfer.learning", "done", done, "total", total), kit.Small)
	case news.Total > 0:
		p.words.Set(d.t(p.verb+".of", "done", done, "total", total, "size", size), kit.Small)
	default:
		p.words.Set(d.t(p.verb, "done", done, "size", size), kit.Small)
	}
}

// sizeText is a size in words.
func sizeText(d *deps, n int64) string { return teller{words: d.words}.bytes(n) }
