package ui

import "context"

// previewer makes previews away from the UI goroutine, one at a time; what was wished
// for meanwhile is made next, once.
type previewer struct {
	deps    *deps
	ask     func() (previewAsk, bool) // what to preview now; false: nothing
	show    func(preview)
	clear   func()
	working bool
	again   bool
}

// wish asks for a new preview.
func (v *previewer) wish() {
	if v.working {
		v.again = true
		return
	}
	ask, ok := v.ask()
	if !ok {
		v.clear()
		return
	}
	v.working = true
	var made preview
	v.deps.run(func(ctx context.Context) (err error) {
		made, err = makePreview(ctx, v.deps.engine, ask)
		return err
	}, func(err error) {
		v.working = false
		switch {
		case v.again: // what was made is old already
			v.again = false
			v.wish()
		case err != nil:
			v.clear()
		default:
			v.show(made)
		}
	})
}
