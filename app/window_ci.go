//go:build ci

package main

import (
	"context"
	"errors"
)

// openWindow says that this build, made without a display, has none.
func openWindow(context.Context, *options) error {
	return errors.New("this build has no window; run echostr serve")
}
