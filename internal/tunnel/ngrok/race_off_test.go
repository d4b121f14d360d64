//go:build !race

package ngrok_test

import "time"

// heartbeat is short to see a dead link soon; see the other file of the pair.
const heartbeat = 100 * time.Millisecond
