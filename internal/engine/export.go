package engine

import (
	"context"
	"fmt"
	"io"
	"slices"

	"echostr/internal/archive"
	"echostr/internal/exchange"
)

// Selection is which exchanges are exported.
type Selection struct {
	IDs    []int64         // these, in any order; nil: all that pass the filter
	Filter exchange.Filter // the zero value takes all
}

// ExportRequest says what is exported and how.
type ExportRequest struct {
	Selection
	Format archive.Format
	// Unredacted leaves OpenIDs, AppIDs, Tokens and secrets as they are.
	Unredacted bool
	Base       string // where cURL and Postman send to; "" is the local server
	Version    string // the program's
	Progress   func(archive.Progress)
}

// Export writes exchanges to a file, oldest first; it takes the place of one that is there
// only when it is whole. Exchanges that come in meanwhile may be part of it. Those of the
// IDs that are not kept any more are passed over.
func (e *Engine) Export(ctx context.Context, path string, r ExportRequest) (archive.Summary, error) {
	src, o, err := e.exporting(ctx, r)
	if err != nil {
		return archive.Summary{}, err
	}
	return archive.WriteFile(ctx, path, src, o)
}

// ExportTo is Export to a stream.
func (e *Engine) ExportTo(ctx context.Context, w io.Writer, r ExportRequest) (archive.Summary, error) {
	src, o, err := e.exporting(ctx, r)
	if err != nil {
		return archive.Summary{}, err
	}
	return archive.Write(ctx, w, src, o)
}

// exporting is what r selects, and how it is written.
func (e *Engine) exporting(ctx context.Context, r ExportRequest) (archive.Source, archive.Options, error) {
	o := archive.Options{Format: r.Format, Unredacted: r.Unredacted, Base: r.Base, Version: r.Version, Progress: r.Progress,
		Accounts: map[string]archive.Account{}}
	s := e.Snapshot()
	for _, p := range s.Settings.Profiles {
		o.Accounts[p.ID] = archive.Account{AccountConfig: account(p).AccountConfig, AppSecret: p.AppSecret, EarlierTokens: p.EarlierTokens}
	}
	if t := s.Settings.Tunnel.Authtoken; t != "" {
		o.Secrets = append(o.Secrets, t)
	}
	if o.Base == "" && s.Server.Addr != "" {
		o.Base = "http://" + s.Server.Addr
	}
	if r.IDs == nil && r.Filter.Empty() {
		o.Total = s.Counts.Kept
		return e.all(ctx), o, nil
	}
	ids := slices.Clone(r.IDs)
	if r.IDs == nil {
		var err error
		if ids, err = e.journal.Find(ctx, r.Filter); err != nil {
			return nil, o, fmt.Errorf("export: %w", err)
		}
	}
	slices.Sort(ids)
	o.Total = len(ids)
	return e.those(ctx, ids), o, nil
}

// all are all exchanges that are kept, read in pages.
func (e *Engine) all(ctx context.Context) archive.Source {
	const page = 200
	return func(yield func(*exchange.Exchange, error) bool) {
		for last := int64(0); ; {
			some, err := e.journal.Read(ctx, last, page)
			if err != nil {
				yield(nil, err)
				return
			}
			if len(some) == 0 {
				return
			}
			for _, x := range some {
				if last = x.ID; !yield(x, nil) {
					return
				}
			}
		}
	}
}

// those are the exchanges with these IDs.
func (e *Engine) those(ctx context.Context, ids []int64) archive.Source {
	return func(yield func(*exchange.Exchange, error) bool) {
		for _, id := range ids {
			some, err := e.journal.Read(ctx, id-1, 1)
			if err != nil {
				yield(nil, err)
				return
			}
			if len(some) > 0 && some[0].ID == id && !yield(some[0], nil) {
				return
			}
		}
	}
}
