package tunnel

import "time"

// Event is something a [Provider] tells about an endpoint that it opens or has
// opened: one of [Up], [Down], [Busy], [Beat], [Ended].
type Event interface{ tunnelEvent() }

// Up says that the provider has let us in, or the lost link is restored. Fields that
// are not known are "".
type Up struct{ Region, Account, Plan string }

// Down says that the link is lost, or an attempt to make or restore it has failed. The
// provider goes on trying.
type Down struct{ Problem *Problem }

// Busy says that the provider has let us in but does not give us the address yet. It
// goes on asking.
type Busy struct{ Problem *Problem }

// Beat says that a heartbeat went to the provider and back.
type Beat struct{ Latency time.Duration }

// Ended says that the endpoint is gone for good, though nobody closed it. With Restart
// the provider asks for a new one to be opened in its place.
type Ended struct {
	Problem *Problem
	Restart bool
}

func (Up) tunnelEvent()    {}
func (Down) tunnelEvent()  {}
func (Busy) tunnelEvent()  {}
func (Beat) tunnelEvent()  {}
func (Ended) tunnelEvent() {}
