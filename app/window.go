//go:build !ci

package main

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"echostr/internal/engine"
	"echostr/internal/ui"
)

// appID names the program to the desktop, as FyneApp.toml does.
const appID = "dev.echostr.app"

// openWindow runs the engine under its window, until that is closed.
func openWindow(ctx context.Context, o *options) (err error) {
	c, _, err := o.config()
	if err != nil {
		return err
	}
	e, err := engine.New(c)
	if err != nil {
		return err
	}
	defer func() {
		if closed := e.Close(); err == nil {
			err = closed
		}
	}()
	if err := e.Start(ctx); err != nil {
		c.Logger.Warn("start without a listener", "err", err) // the window says so, and takes another address
	}
	app.SetMetadata(fyne.AppMetadata{ID: appID, Name: "echostr", Version: versionText()})
	w, err := ui.Open(ui.Config{App: app.NewWithID(appID), Engine: e, Version: versionText(),
		Locale: o.locale(), Logger: c.Logger})
	if err != nil {
		return err
	}
	defer w.Close()
	if o.wantsTunnel() {
		if err := e.StartTunnel(ctx); err != nil { // the window has the means to mend it
			c.Logger.Warn("start without a tunnel", "err", err)
		}
	}
	w.ShowAndRun()
	return nil
}
