package ui

import (
	"context"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"echostr/internal/ui/kit"
	"echostr/internal/words"
)

// deps is what every page is given. One set lives as long as one language's content.
type deps struct {
	toReplies    func(exchangeID int64) // makes a rule from a request, on the replies page
	showRequests func(query string)     // searches on the requests page

	engine Engine
	words  *words.Catalogue
	window fyne.Window
	layer  *kit.Layer
	ctx    context.Context // ends with the window
	post   func(func())    // runs f on the UI goroutine, later
	// after runs f on the UI goroutine once d has passed, unless stop was called. nil is
	// a timer and post.
	after   func(d time.Duration, f func()) (stop func())
	work    sync.WaitGroup // what run has started
	now     func() time.Time
	clip    func(string)       // to the clipboard
	paste   func() string      // from it
	open    func(string) error // a web page in the browser
	version string
	show    func(pageID) // turns to another page
	choose  func(int64)  // turns to an exchange on the requests page
}

// t is the words of a key; args are name, value pairs.
func (d *deps) t(key string, args ...any) string { return d.words.T(key, args...) }

// copied puts text on the clipboard and says so.
func (d *deps) copied(text string) {
	d.clip(text)
	d.layer.Toast(d.t("copied"))
}

// run does work away from the UI goroutine and comes back with its error to then.
func (d *deps) run(work func(ctx context.Context) error, then func(error)) {
	d.work.Go(func() {
		err := work(d.ctx)
		if d.ctx.Err() != nil {
			return
		}
		d.post(func() { then(err) })
	})
}

// save is run for what must not be lost: the end of the window does not cut it off.
func (d *deps) save(work func(ctx context.Context) error, then func(error)) {
	d.run(func(ctx context.Context) error {
		ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), saveTime)
		defer stop()
		return work(ctx)
	}, then)
}

// saveTime bounds how long the window's end waits for what is being saved.
const saveTime = 5 * time.Second

// command runs work and shows its error, if any, in words.
func (d *deps) command(work func(ctx context.Context) error) { d.run(work, d.complain) }
