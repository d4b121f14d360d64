package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/signal"
	"syscall"

	"echostr/internal/engine"
	"echostr/internal/tunnel"
	"echostr/internal/words"
)

// serve runs the engine without a window until a signal ends it.
func serve(ctx context.Context, o *options, out io.Writer) (err error) {
	c, cat, err := o.config()
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	e, err := engine.New(c)
	if err != nil {
		return err
	}
	var r reporter = &textReport{out: out, words: cat}
	if o.json {
		r = &jsonReport{out: out}
	}
	f := &follower{engine: e, report: r, last: e.Snapshot().Counts.Last}
	defer func() {
		if closed := e.Close(); err == nil {
			err = closed
		}
		f.look() // what was answered while closing
		if f.err != nil && err == nil {
			err = fmt.Errorf("write to standard output: %w", f.err)
		}
	}()
	if err := e.Start(ctx); err != nil {
		return err
	}
	cancel := e.Subscribe(func() {
		if f.look(); f.err != nil {
			stop()
		}
	})
	defer cancel()
	if o.wantsTunnel() {
		if err := e.StartTunnel(ctx); err != nil {
			return inWords(cat, err)
		}
	}
	<-ctx.Done()
	return nil
}

// inWords says what is wrong with the tunnel's settings as the window would.
func inWords(cat *words.Catalogue, err error) error {
	var invalid *engine.TunnelInvalid
	if !errors.As(err, &invalid) {
		return err
	}
	issue, _ := tunnel.FirstError(invalid.Issues)
	return fmt.Errorf("--tunnel: %s", cat.T("tunnel.issue."+issue.Field+"."+issue.ID, "value", issue.Value))
}
