// Package engine is the running program without its window: the server WeChat
// calls, the tunnel to it, the accounts, the rules and what has been recorded. The
// window and the command line are views of it and speak to nothing below.
//
// Every method may be called from any goroutine. Commands that wait take a context.
package engine
