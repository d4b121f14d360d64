// Package ngroktest is a stand-in for the ngrok cloud on loopback. It speaks
// the agent protocol (TLS, muxado, one JSON request and answer per typed
// stream), so that the real ngrok SDK can be tested end to end without a
// network: [Edge] is the far side of the agent connection together with its
// public side, [Proxy] stands in for a SOCKS5 or HTTP CONNECT proxy on the way.
//
// The command in the directory edge runs one by hand.
package ngroktest

// TB is the part of testing.TB that the package needs; with it a program may
// use the package without linking the testing package.
type TB interface {
	Helper()
	Cleanup(func())
	Fatalf(format string, args ...any)
	TempDir() string
}
