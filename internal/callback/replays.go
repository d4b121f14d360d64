package callback

import (
	"encoding/binary"
	"encoding/hex"
	"hash/maphash"
	"sync"
	"time"
)

// How much a profile remembers of the requests that held.
const (
	replayMemory = 1024
	replayAge    = 10 * time.Minute
)

// WeChat sends a message that was not answered again with the same timestamp and nonce: up
// to three times more, five seconds apart or, after an answer that it does not take, at
// once. That is no replay, and the record counts the attempts.
const (
	retryCount = 3
	retryAge   = 30 * time.Second
)

// replays remembers the signatures of one profile's last requests that held, so that
// the same request coming again is noticed. Whoever does not have the Token cannot fill
// it. It is safe for concurrent use.
type replays struct {
	mu   sync.Mutex
	keys [replayMemory]uint64 // the first half of each signature; a ring
	at   [replayMemory]int64  // when it came, Unix nanoseconds
	body [replayMemory]uint64 // the hash of what came with it
	more [replayMemory]uint8  // how often it came again, up to 255
	used int                  // how many of them are filled
	next int                  // where the next goes
}

// bodySeed is for the hashes of bodies, which are never kept.
var bodySeed = maphash.MakeSeed()

// again notes a signature and says how long ago it came before, 0 if it did not, and
// whether that is how WeChat tries again. It looks at every one: that takes some hundred
// nanoseconds and no memory.
func (p *replays) again(signature string, body []byte, now time.Time) (ago time.Duration, retry bool) {
	key, ok := replayKey(signature)
	if !ok {
		return 0, false
	}
	at, hash := now.UnixNano(), maphash.Bytes(bodySeed, body)
	oldest := at - int64(replayAge)
	p.mu.Lock()
	defer p.mu.Unlock()
	for i, k := range p.keys[:p.used] {
		if k == key && p.at[i] >= oldest {
			ago = time.Duration(max(at-p.at[i], 1))
			p.more[i] = max(p.more[i], p.more[i]+1)
			return ago, len(body) > 0 && p.body[i] == hash && p.more[i] <= retryCount && ago <= retryAge
		}
	}
	p.keys[p.next], p.at[p.next], p.body[p.next], p.more[p.next] = key, at, hash, 0
	p.used, p.next = max(p.used, p.next+1), (p.next+1)%replayMemory
	return 0, false
}

// replayKey is a signature as a number: 64 of its 160 bits tell a thousand apart.
func replayKey(signature string) (uint64, bool) {
	if len(signature) < 16 {
		return 0, false
	}
	var b [8]byte
	var digits [16]byte
	copy(digits[:], signature)
	if _, err := hex.Decode(b[:], digits[:]); err != nil {
		return 0, false
	}
	return binary.BigEndian.Uint64(b[:]), true
}

// memories are the replays of each profile. They outlive the routes.
type memories struct {
	mu sync.RWMutex
	of map[string]*replays
}

// keep forgets the profiles that have no route any more and makes room for new ones.
func (m *memories) keep(r *Routes) {
	m.mu.Lock()
	defer m.mu.Unlock()
	old := m.of
	m.of = make(map[string]*replays, len(r.table))
	for _, route := range r.table {
		if m.of[route.Profile] = old[route.Profile]; m.of[route.Profile] == nil {
			m.of[route.Profile] = new(replays)
		}
	}
}

// again is that of the profile. A request under way while its profile is taken away is
// not remembered.
func (m *memories) again(profile, signature string, body []byte, now time.Time) (ago time.Duration, retry bool) {
	m.mu.RLock()
	p := m.of[profile]
	m.mu.RUnlock()
	if p == nil {
		return 0, false
	}
	return p.again(signature, body, now)
}
