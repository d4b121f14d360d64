package journal

import (
	"context"
	"encoding/binary"
	"hash/maphash"
	"math"
	"slices"
	"sort"
	"strings"
	"time"

	"echostr/internal/exchange"
)

// WeChat tries a message three times, five seconds apart. Deliveries count as one message's
// while they come within deliveryGap of each other; of so many messages the last delivery
// is remembered.
const (
	deliveryGap   = time.Minute
	deliveryCount = 1024
)

// deliveries remembers which messages came last, to tell WeChat's further attempts. The
// log's lock guards it.
type deliveries struct {
	places map[uint64]int
	ring   [deliveryCount]delivery
	next   int
}

// delivery is the last one of a message.
type delivery struct {
	key     uint64
	first   int64 // ID
	at      time.Time
	attempt int
}

// keySeed is for the keys of deliveries, which are never kept.
var keySeed = maphash.MakeSeed()

// deliveryKey is the same for the deliveries of one message, 0 where they cannot be told: by
// sender and MsgId, of an event by sender, time and what it was. A test request is told
// from the real one. Replays are no deliveries of WeChat's: only the tries of one that is sent
// as WeChat retries go together.
func deliveryKey(x *exchange.Exchange) uint64 {
	if x.Verdict != exchange.Pass || x.Opened.Message == nil || x.Origin != 0 && x.Run == 0 {
		return 0
	}
	var kind, from, id, made, event, eventKey string
	for i := range x.Opened.Message.Nodes {
		n := &x.Opened.Message.Nodes[i]
		if n.Parent >= 0 {
			continue
		}
		to := &kind
		switch n.Name {
		case "MsgType":
		case "FromUserName":
			to = &from
		case "MsgId", "MsgID":
			to = &id
		case "CreateTime":
			to = &made
		case "Event":
			to = &event
		case "EventKey":
			to = &eventKey
		default:
			continue
		}
		if *to == "" {
			*to = n.Value
		}
	}
	isEvent := strings.EqualFold(kind, "event")
	if from == "" || isEvent && made == "" || !isEvent && id == "" {
		return 0
	}
	var h maphash.Hash
	h.SetSeed(keySeed)
	part := func(s string) {
		h.WriteString(s)
		h.WriteByte(0)
	}
	var sent [18]byte
	binary.LittleEndian.PutUint64(sent[:], uint64(x.Origin))
	binary.LittleEndian.PutUint64(sent[10:], uint64(x.Run))
	if x.Test {
		sent[8] = 1
	}
	if x.Via == exchange.Direct {
		sent[9] = 1
	}
	h.Write(sent[:])
	part(x.Profile)
	part(from)
	if !isEvent {
		part(id)
	} else {
		part(made)
		part(strings.ToLower(event))
		part(eventKey)
	}
	return max(1, h.Sum64())
}

// note takes down an exchange, which has its ID, and sets its First and Attempt; true if
// it is not the first delivery.
func (d *deliveries) note(key uint64, x *exchange.Exchange) bool {
	if i, ok := d.places[key]; ok {
		last := &d.ring[i]
		if gap := x.Time.Sub(last.at); gap <= deliveryGap && gap >= -deliveryGap {
			last.at = x.Time
			last.attempt++
			x.First, x.Attempt = last.first, last.attempt
			return true
		}
		*last = delivery{key, x.ID, x.Time, 1}
		return false
	}
	d.put(delivery{key, x.ID, x.Time, 1})
	return false
}

func (d *deliveries) put(one delivery) {
	if d.places == nil {
		d.places = make(map[uint64]int, deliveryCount)
	}
	if old := d.ring[d.next].key; old != 0 {
		delete(d.places, old)
	}
	d.ring[d.next] = one
	d.places[one.key] = d.next
	d.next = (d.next + 1) % deliveryCount
}

// recall takes down an exchange of an earlier run.
func (d *deliveries) recall(x *exchange.Exchange) {
	key := deliveryKey(x)
	if key == 0 {
		return
	}
	one := delivery{key, x.ID, x.Time, 1}
	if x.First > 0 {
		one.first, one.attempt = x.First, x.Attempt
	}
	if i, ok := d.places[key]; ok {
		d.ring[i] = one
		return
	}
	d.put(one)
}

// Attempts are the IDs of all kept deliveries of the same message, oldest first; only id
// itself for one that WeChat sent once, and none when it is not kept.
func (l *Log) Attempts(id int64) []int64 {
	x, ok := l.Get(id)
	if !ok {
		return nil
	}
	first := x.ID
	if x.First > 0 {
		first = x.First
	}
	s := l.view(Query{})
	f := attempts{first: first, latest: x.Time.UnixNano()}
	err := l.read(context.Background(), func(r *reader) error {
		from := sort.Search(len(s.heads), func(i int) bool { return s.heads[i].last >= first })
		for _, h := range s.heads[from:] {
			b := &block{head: h}
			if err := r.entries(b); err != nil {
				return err
			}
			if f.look(b); f.over {
				break
			}
		}
		return nil
	})
	if err != nil {
		return []int64{id}
	}
	for i := len(s.blocks) - 1; i >= 0 && !f.over; i-- {
		f.look(s.blocks[i])
	}
	for i := len(s.direct) - 1; i >= 0; i-- {
		f.see(s.direct[i].ID, s.direct[i].First, s.direct[i].Time.UnixNano())
	}
	if !slices.Contains(f.ids, id) { // it has gone meanwhile, or been found by chance
		return []int64{id}
	}
	return f.ids
}

// attempts looks for the deliveries of one message among exchanges in the order of their
// IDs.
type attempts struct {
	first  int64
	ids    []int64
	latest int64 // when the last one came, nanoseconds since 1970
	later  int   // how many came too late to be followed by another
	over   bool  // none can follow
}

// attemptsMargin is by how much later an exchange must be than the last delivery to show
// that no other follows: the gap, and how long an answer may take before it is recorded.
// attemptsBeyond is how many must be so late: while old ones are brought in others arrive,
// and stand between them.
const (
	attemptsMargin = int64(3 * time.Minute)
	attemptsBeyond = 1024
)

func (f *attempts) see(id, first, at int64) {
	switch {
	case id == f.first, first == f.first:
		f.ids = append(f.ids, id)
		f.latest = max(f.latest, at)
	case id > f.first && at > f.latest && at-f.latest > attemptsMargin:
		f.later++
		f.over = f.later > attemptsBeyond
	}
}

// look goes through a block.
func (f *attempts) look(b *block) {
	from := sort.Search(b.count, func(i int) bool { return b.id(i) >= f.first })
	for i := from; i < b.count && !f.over; i++ {
		e := b.entries[i*entrySize:]
		id := b.id(i)
		f.see(id, firstIn(e, id), int64(min(binary.LittleEndian.Uint64(e[4:]), math.MaxInt64)))
	}
}
