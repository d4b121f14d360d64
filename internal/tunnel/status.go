package tunnel

import "time"

// Status is a snapshot of the tunnel. It is a value; what it points to never
// changes.
type Status struct {
	Provider string        // name of the provider, NoProvider before the first start
	State    State         //
	URL      string        // public base URL, kept while reconnecting
	Since    time.Time     // when State or URL last changed
	Attempt  int           // failed attempts since the start or the last time online
	Latency  time.Duration // round trip of the last heartbeat, 0 before one
	Region   string        // where the provider let us in, if it says so
	Account  string        // name of the account, if the provider says so
	Plan     string        // billing plan of the account, if the provider says so
	Problem  *Problem      // why it failed, or what the latest attempt met
}
