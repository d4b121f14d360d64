//go:build !ci

package main

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"echostr/internal/engine"
	"echostr/internal/ui"
)

// appID names the program to the desktop, as FyneApp.toml does.
const appID = "dev.echostr.app"

// openWindow runs the engine under its window, until that is closed. When another process
// has the home a window says so, and takes another one.
func openWindow(ctx context.Context, o *options) (err error) {
	c, _, err := o.config()
	if err != nil {
		return err
	}
	p := &windowed{options: o, config: c}
	defer func() { err = errors.Join(err, p.close()) }()
	err = p.take(ctx, c.Home)
	holder, inUse := engine.HolderOf(err)
	if err != nil && !inUse {
		return err
	}
	app.SetMetadata(fyne.AppMetadata{ID: appID, Name: "echostr", Version: versionText()})
	p.app = app.NewWithID(appID)
	if inUse {
		err = p.ask(ctx, holder)
	} else {
		err = p.show(ctx)
	}
	if err != nil {
		return err
	}
	p.app.Run()
	return p.failed
}

// windowed is the program with a window.
type windowed struct {
	options *options
	config  engine.Config
	app     fyne.App
	engine  *engine.Engine
	home    *ui.Home   // while, or after, the home was in use
	window  *ui.Window // nil as long as there is no engine
	failed  error      // of what was done while the app ran
}

// take opens a home. It may be called on any goroutine, once at a time.
func (p *windowed) take(ctx context.Context, home string) error {
	c := p.config
	c.Home = home
	e, err := engine.New(c)
	if err != nil {
		return err
	}
	if err := e.Start(ctx); err != nil {
		c.Logger.Warn("start without a listener", "err", err) // the window says so, and takes another address
	}
	p.engine = e
	return nil
}

// ask shows who has the home.
func (p *windowed) ask(ctx context.Context, holder engine.Holder) error {
	var err error
	p.home, err = ui.OpenHome(ui.HomeConfig{App: p.app, Holder: holder, Locale: p.options.locale(), Another: anotherHome,
		Take: func(wait context.Context, home string) error {
			if err := wait.Err(); err != nil {
				return err
			}
			home, err := wholeHome(home)
			if err != nil {
				return err
			}
			return p.take(ctx, home)
		},
		Taken: func() {
			if p.failed = p.show(ctx); p.failed != nil {
				p.app.Quit()
			}
		}})
	if err != nil {
		return err
	}
	p.home.Show()
	return nil
}

// show opens the program's window over the engine.
func (p *windowed) show(ctx context.Context) error {
	w, err := ui.Open(ui.Config{App: p.app, Engine: p.engine, Version: versionText(),
		Locale: p.options.locale(), Logger: p.config.Logger})
	if err != nil {
		return err
	}
	p.window = w
	if p.options.wantsTunnel() {
		if err := p.engine.StartTunnel(ctx); err != nil { // the window has the means to mend it
			p.config.Logger.Warn("start without a tunnel", "err", err)
		}
	}
	w.Show()
	return nil
}

// close ends what was begun, the last first.
func (p *windowed) close() error {
	if p.window != nil {
		p.window.Close()
	}
	if p.home != nil {
		p.home.Close()
	}
	if p.engine == nil {
		return nil
	}
	return p.engine.Close()
}
