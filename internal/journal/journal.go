// Package journal records exchanges durably, in a SQLite file, or for a while in memory,
// bounded.
//
// A journal gives every exchange an ID of its own, from 1 and growing, before anyone
// sees it. Appending is on the way of a request and never waits long. What is read is
// shared and must not be changed.
//
// # How a Log works
//
// Append encodes the exchange into a record, queues it, and waits until the spooler has
// written all that has queued up into the spool, a file that is only appended to: then it
// is on record, whatever becomes of the process (append.go, spooler.go, spool.go). Behind
// that the writer, which owns the database's one writing connection, takes up to some
// thousand exchanges at a time into the database (writer.go). The newest also stay in memory, so that
// who follows the log does not read the file; all others are read through connections of
// their own (readers.go).
//
// What a search needs is kept beside the records, packed by the thousand into blocks: a
// small fixed entry for each exchange and its folded text (block.go). The newest block is
// built in memory behind the writer and written when it is full (index.go); what was not
// written before a crash is built again from the records at the next start.
//
// When the database cannot be written, exchanges queue up to a bound and the rest is
// counted as lost; a damaged one is set aside, a new one begun (trouble.go), and what still
// reads of the old one brought over (salvage.go). On a full disk a reserve lets Delete,
// Clear and the limits make room (reserve.go). Health tells.
//
// What Delete and Clear take away is overwritten in the file, too, and gone from the
// spool and from what SQLite writes ahead soon after (delete.go, upkeep.go).
package journal

import "echostr/internal/exchange"

// Counts are totals since the last Clear, without a file since the start; keeping less does
// not lower them.
type Counts struct {
	Received, Passed, Failed, Foreign int64
	Last                              int64 // ID of the newest exchange ever appended; 0 before the first
	Cleared                           int64 // how often Clear was called since the start
	Deleted                           int64 // how often Delete removed something since the start
	Floor                             int64 // every exchange before this ID is gone, unless it is pinned
	Kept                              int   // exchanges at hand
	Bytes                             int64 // what they take, estimated
}

func (c *Counts) add(v exchange.Verdict) {
	c.Received++
	switch v {
	case exchange.Pass:
		c.Passed++
	case exchange.Fail:
		c.Failed++
	default:
		c.Foreign++
	}
}
