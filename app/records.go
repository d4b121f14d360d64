package main

import (
	"context"
	"errors"
	"io"
	"os/signal"
	"slices"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"echostr/internal/archive"
	"echostr/internal/engine"
	"echostr/internal/exchange"
)

// records are the flags of the commands that read or write what was recorded. They open the
// home without listening. Only what writes wants it for itself.
type records struct {
	options            *options
	filter, format, to string
	unredacted, json   bool
	writes             bool
}

func recordCommands(o *options) []*cobra.Command {
	r := &records{options: o}
	export := &cobra.Command{Use: "export", Short: "Write recorded requests to a file", Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return r.export(cmd.Context(), cmd.OutOrStdout()) }}
	export.Flags().StringVar(&r.format, "format", "har", "har, curl, raw, ndjson, go or postman")
	export.Flags().StringVar(&r.to, "output", "-", "file to write; - is standard output")
	export.Flags().BoolVar(&r.unredacted, "unredacted", false, "leave OpenIDs, AppIDs, Tokens and secrets as they are")
	log := &cobra.Command{Use: "log", Short: "Print recorded requests", Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return r.log(cmd.Context(), cmd.OutOrStdout()) }}
	log.Flags().BoolVar(&r.json, "json", false, "write one JSON object a line")
	for _, c := range []*cobra.Command{export, log} {
		c.Flags().StringVar(&r.filter, "filter", "", "only what a search in the window would show, such as 'verdict:fail type:text'")
	}
	imported := &cobra.Command{Use: "import FILE", Short: "Record the requests of a HAR, NDJSON or raw HTTP file",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("import wants one file; - is standard input")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			r.writes = true
			return r.read(cmd.Context(), args[0], cmd.OutOrStdout(), cmd.ErrOrStderr())
		}}
	return []*cobra.Command{export, imported, log}
}

// open opens the home for a command; done closes it.
func (r *records) open(ctx context.Context) (_ context.Context, e *engine.Engine, f exchange.Filter, done func(*error), err error) {
	c, _, err := r.options.config()
	if err != nil {
		return ctx, nil, f, nil, err
	}
	f = exchange.Filter{Text: r.filter, Now: time.Now()}
	if _, bad := exchange.ParseQuery(r.filter, f.Now); bad != nil {
		return ctx, nil, f, nil, usagef("--filter: %s at character %d of %q", bad.ID, bad.Offset+1, r.filter)
	}
	if e, err = engine.New(c); errors.Is(err, engine.ErrInUse) && !r.writes {
		c.ReadOnly = true // another process goes on recording
		e, err = engine.New(c)
	}
	if err != nil {
		return ctx, nil, f, nil, err
	}
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGINT, syscall.SIGTERM)
	return ctx, e, f, func(err *error) {
		stop()
		if closed := e.Close(); *err == nil {
			*err = closed
		}
	}, nil
}

func (r *records) export(ctx context.Context, out io.Writer) (err error) {
	format, err := archive.ParseFormat(r.format)
	if err != nil {
		return usagef("--format %s: want har, curl, raw, ndjson, go or postman", r.format)
	}
	ctx, e, f, done, err := r.open(ctx)
	if err != nil {
		return err
	}
	defer done(&err)
	wanted := engine.ExportRequest{Selection: engine.Selection{Filter: f}, Format: format, Unredacted: r.unredacted, Version: versionText()}
	if r.to == "-" {
		_, err = e.ExportTo(ctx, out, wanted)
		return err
	}
	_, err = e.Export(ctx, r.to, wanted)
	return err
}

func (r *records) log(ctx context.Context, out io.Writer) (err error) {
	ctx, e, f, done, err := r.open(ctx)
	if err != nil {
		return err
	}
	defer done(&err)
	var report reporter = &jsonReport{out: out}
	if !r.json {
		_, words, err := r.options.config()
		if err != nil {
			return err
		}
		report = &textReport{out: out, words: words}
	}
	ids, err := e.Find(ctx, f)
	if err != nil {
		return err
	}
	slices.Reverse(ids) // oldest first, as they came
	for _, id := range ids {
		if ctx.Err() != nil {
			return errors.New("interrupted")
		}
		if x, ok := e.Exchange(id); ok {
			if err := report.exchange(x); err != nil {
				return err
			}
		}
	}
	return nil
}
