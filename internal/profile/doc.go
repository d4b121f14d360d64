// Package profile keeps what a person configures: the accounts, the tunnel, the
// window. Everything but the secrets stands in one versioned file, settings.json, in
// the home directory; the secrets stand in the OS keyring or, where there is none that
// works, in secrets.json beside it.
//
// A Settings is an immutable snapshot: whoever holds one may read it from any
// goroutine and must not change it. Changes go through Store.Update.
package profile
