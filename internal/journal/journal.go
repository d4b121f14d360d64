// Package journal records exchanges. For now they are kept in memory, bounded; the
// interface is that of a durable log, and nothing above knows the difference.
//
// A journal gives every exchange an ID of its own, from 1 and growing, before anyone
// sees it. Appending is on the way of a request and never waits long. What is read is
// shared and must not be changed.
package journal

// Counts are totals since the start or the last Clear; keeping less does not lower
// them.
type Counts struct {
	Received, Passed, Failed, Foreign int64
	Last                              int64 // ID of the newest exchange ever appended; 0 before the first
	Cleared                           int64 // how often Clear was called
	Kept                              int   // exchanges at hand
	Bytes                             int64 // what they take, estimated
}
