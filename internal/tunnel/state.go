package tunnel

import "fmt"

// State is where a tunnel stands.
type State int

const (
	// Stopped: nothing runs, nothing is wrong.
	Stopped State = iota
	// Connecting: on the way to the first endpoint. A status may carry the
	// problem that the latest attempt met.
	Connecting
	// Online: the URL leads to the local server.
	Online
	// Reconnecting: was online, the link is lost, attempts go on by themselves.
	Reconnecting
	// Failed: given up; the problem says why. Only a new start helps.
	Failed
)

var stateNames = [...]string{"stopped", "connecting", "online", "reconnecting", "failed"}

// String is the stable name of the state.
func (s State) String() string {
	if s < 0 || int(s) >= len(stateNames) {
		return fmt.Sprintf("State(%d)", int(s))
	}
	return stateNames[s]
}

// MarshalText gives the stable name, for JSON output.
func (s State) MarshalText() ([]byte, error) { return []byte(s.String()), nil }
