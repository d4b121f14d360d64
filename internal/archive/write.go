package archive

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"iter"
	"path/filepath"
	"time"

	"echostr/internal/durable"
	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// Source yields exchanges, oldest first, or an error that ends it. It is gone through
// twice for a redacted export, and may yield some more the second time.
type Source = iter.Seq2[*exchange.Exchange, error]

// Options say how exchanges are written.
type Options struct {
	Format Format
	// Unredacted leaves everything as it was, secrets and OpenIDs included.
	Unredacted bool
	// Accounts are the profiles' own, by profile ID: redaction takes out what belongs to
	// them; unredacted, a Go test has the Token and key that it verifies with.
	Accounts map[string]Account
	// Secrets are other values to take out, such as a tunnel's authtoken.
	Secrets []string
	// Base is where cURL commands and a Postman collection send to:
	// "http://127.0.0.1:8787". "" is that address.
	Base string
	// Version is the program's, for formats that name their creator.
	Version string
	// Progress is told now and then, on the goroutine that writes; nil is not.
	Progress func(Progress)
	// Total is how many exchanges there are, for Progress; 0 when it is not known.
	Total int
}

// Progress is how far an export or import is.
type Progress struct {
	Done, Total int   // exchanges; Total is 0 when it is not known
	Bytes       int64 // written or read
	Learning    bool  // the first reading of a redacted export: nothing is written yet
}

// Summary is what was written.
type Summary struct {
	Exchanges int
	Skipped   int // those that the format has no room for, such as what was no HTTP
	Bytes     int64
	// Accounts are what redacted requests verify with, by profile ID.
	Accounts map[string]wechat.AccountConfig
}

const defaultBase = "http://127.0.0.1:8787"

// writer writes one format. add says whether the exchange has a place in it.
type writer interface {
	begin() error
	add(x *exchange.Exchange) (bool, error)
	end() error
}

// output is what the writers share.
type output struct {
	*bufio.Writer
	Options
	test map[string]wechat.AccountConfig // what the requests verify with, by profile
}

// every is after how many exchanges progress is told and ctx looked at.
const every = 64

// Write writes the exchanges of src. When ctx ends it stops and returns its error; what
// has been written by then is of no use.
func Write(ctx context.Context, w io.Writer, src Source, o Options) (Summary, error) {
	if o.Base == "" {
		o.Base = defaultBase
	}
	if o.Progress == nil {
		o.Progress = func(Progress) {}
	}
	count := &counted{w: w}
	out := &output{Writer: bufio.NewWriterSize(count, 64<<10), Options: o, test: map[string]wechat.AccountConfig{}}
	same := func(x *exchange.Exchange) *exchange.Exchange { return x }
	if !o.Unredacted {
		r := newRedactor(o.Accounts, o.Secrets)
		err := each(ctx, src, func(n int, x *exchange.Exchange) error {
			r.learn(x)
			if n%every == 0 {
				o.Progress(Progress{Done: n, Total: o.Total, Learning: true})
			}
			return nil
		})
		if err != nil {
			return Summary{}, err
		}
		same, out.test = r.exchange, r.testAccounts()
	} else {
		for id, a := range o.Accounts {
			out.test[id] = a.AccountConfig
		}
	}
	var s Summary
	to := out.format()
	err := to.begin()
	if err == nil {
		err = each(ctx, src, func(n int, x *exchange.Exchange) error {
			added, err := to.add(same(x))
			switch {
			case err != nil:
				return fmt.Errorf("write exchange %d: %w", x.ID, err)
			case added:
				s.Exchanges++
			default:
				s.Skipped++
			}
			if n%every == 0 {
				o.Progress(Progress{Done: n, Total: o.Total, Bytes: count.n})
			}
			return nil
		})
	}
	if err == nil {
		err = to.end()
	}
	if err == nil {
		err = out.Flush()
	}
	s.Bytes = count.n
	if !o.Unredacted {
		s.Accounts = out.test
	}
	if err == nil {
		o.Progress(Progress{Done: s.Exchanges + s.Skipped, Total: o.Total, Bytes: s.Bytes})
	}
	return s, err
}

// each goes through src and looks at ctx.
func each(ctx context.Context, src Source, f func(n int, x *exchange.Exchange) error) error {
	n := 0
	for x, err := range src {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		n++
		if err := f(n, x); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// WriteFile is Write into a file, which takes the place of an older one only when it is
// whole.
func WriteFile(ctx context.Context, path string, src Source, o Options) (s Summary, err error) {
	err = durable.Write(path, 0o600, func(w io.Writer) error {
		s, err = Write(ctx, w, src, o)
		return err
	})
	if err != nil {
		return Summary{}, fmt.Errorf("export to %s: %w", filepath.Base(path), err)
	}
	return s, nil
}

func (o *output) format() writer {
	switch o.Format {
	case Curl:
		return &curlWriter{output: o}
	case Raw:
		return &rawWriter{output: o}
	case NDJSON:
		return &ndjsonWriter{output: o}
	case GoTest:
		return &goWriter{output: o}
	case Postman:
		return &postmanWriter{output: o}
	}
	return &harWriter{output: o}
}

// stamp is a time as the formats write it.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000000Z") }

// counted counts what is written.
type counted struct {
	w io.Writer
	n int64
}

func (c *counted) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}
