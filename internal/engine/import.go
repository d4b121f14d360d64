package engine

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"echostr/internal/archive"
	"echostr/internal/exchange"
	"echostr/internal/journal"
	"echostr/internal/wechat"
)

// Imported is what an import brought.
type Imported struct {
	Count                   int
	First, Last             int64 // IDs of the first and last exchange; 0 when there is none
	Passed, Failed, Foreign int   // how they were judged
	Skipped                 int   // exchanges that do not read
	// Faults tell of the first of those, in their order.
	Faults []*archive.ReadError
}

// faultsTold is how many faults are told of; the others are counted.
const faultsTold = 20

// Import reads a file that archive can read and records its exchanges as new ones, judged
// with the settings of this moment: each is held to the profile that has its path, else to
// the one that it was recorded for. Replays stay linked to those they came with. Exchanges
// that do not read are skipped. What nothing can be read after is an *archive.ReadError;
// what stood before it has been recorded by then, and so it is when ctx ends.
func (e *Engine) Import(ctx context.Context, path string, progress func(archive.Progress)) (Imported, error) {
	f, err := os.Open(path)
	if err != nil {
		return Imported{}, fmt.Errorf("import: %w", err)
	}
	defer f.Close()
	in, err := e.ImportFrom(ctx, f, progress)
	if err != nil {
		return in, fmt.Errorf("import %s: %w", filepath.Base(path), err)
	}
	return in, nil
}

// ImportFrom is Import from a stream.
func (e *Engine) ImportFrom(ctx context.Context, r io.Reader, progress func(archive.Progress)) (Imported, error) {
	var in Imported
	ids := map[int64]int64{} // new by old
	var batch journal.Batch
	defer func() {
		if in.Count > 0 {
			e.watch.changed()
		}
	}()
	skipped := func(bad *archive.ReadError) {
		if in.Skipped++; in.Skipped <= faultsTold {
			in.Faults = append(in.Faults, bad)
		}
	}
	for x, err := range archive.Read(ctx, r, archive.ReadOptions{Open: e.judgeAgain, Skipped: skipped, Progress: progress}) {
		if err != nil {
			return in, err
		}
		old := x.ID
		if x.Origin != 0 { // the tries of one replay are known by the first of them
			x.Run = cmp.Or(x.First, x.ID)
		}
		x.ID, x.Origin, x.First, x.Attempt = 0, ids[x.Origin], 0, 0
		if x.Time.IsZero() { // pasted, without a time
			x.Time = e.now()
		}
		e.journal.AppendOf(&batch, x)
		if old > 0 {
			ids[old] = x.ID
		}
		switch x.Verdict {
		case exchange.Pass:
			in.Passed++
		case exchange.Fail:
			in.Failed++
		default:
			in.Foreign++
		}
		if in.Last = x.ID; in.Count == 0 {
			in.First = x.ID
		}
		if in.Count++; in.Count%256 == 0 {
			e.watch.changed()
		}
	}
	return in, nil
}

// judgeAgain opens an exchange from elsewhere as if it had come in here.
func (e *Engine) judgeAgain(x *exchange.Exchange) {
	s := e.profiles.Settings()
	p, ok := s.Answering(x.Request.Path, x.Profile)
	if !ok {
		x.Profile = ""
	}
	if x.Time.IsZero() {
		x.Time = e.now()
	}
	q, err := x.Received()
	x.Verdict, x.Opened = exchange.NotForUs, wechat.Opened{}
	switch {
	case err != nil:
		x.Opened.Causes = []wechat.Cause{{ID: wechat.NotWeChat, Args: map[string]string{"method": x.Request.Method, "path": x.Request.Path}}}
	case !ok:
		x.Opened.Causes = wechat.Strangers(q, paths(s))
	default:
		r := check(s, p, q)
		x.Profile, x.Opened, x.Verdict = p.ID, r.Opened, r.Verdict
	}
}
