//go:build race

package ngrok_test

import "time"

// heartbeat is the SDK's default: a shorter one meets a data race inside the
// SDK after a reconnect, which is not ours to report.
const heartbeat = 10 * time.Second
