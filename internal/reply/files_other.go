//go:build !unix

package reply

const nonBlocking = 0
