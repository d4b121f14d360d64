// Package ui is the window: a view of the engine. It keeps no state of its own that
// matters: pages are given a snapshot and show it, taps become commands.
//
// Everything here runs on the UI goroutine unless a comment says otherwise. Work that
// may take time goes through deps.run, and comes back through post.
package ui
