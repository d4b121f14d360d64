package reply

import "sync"

// State is what is counted for a profile's rules, by their IDs, so that a Set that
// takes another's place goes on counting. It is safe for concurrent use; the zero State
// is ready. It may be forgotten: nothing in it is kept in a file.
type State struct {
	mu    sync.Mutex
	rules map[string]*counted
}

// counted is what is known of one rule.
type counted struct {
	hits  int64
	users map[string]int64 // by OpenID
	order []string         // OpenIDs as they came, for the one to forget
}

// maxUsers is of how many OpenIDs a rule's hits are remembered; beyond it the one that
// came first is forgotten and counts from nothing.
const maxUsers = 10_000

// Count is how often a rule answered: at all, and this OpenID.
type Count struct{ Rule, User int64 }

// next counts a hit, or when dry says what the count would be.
func (s *State) next(rule, user string, dry bool) Count {
	if s == nil {
		return Count{1, 1}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.rules[rule]
	if dry {
		if c == nil {
			return Count{1, 1}
		}
		return Count{c.hits + 1, c.users[user] + 1}
	}
	if c == nil {
		c = &counted{users: map[string]int64{}}
		if s.rules == nil {
			s.rules = map[string]*counted{}
		}
		s.rules[rule] = c
	}
	c.hits++
	if _, known := c.users[user]; !known {
		if len(c.order) >= maxUsers {
			delete(c.users, c.order[0])
			c.order = c.order[1:]
		}
		c.order = append(c.order, user)
	}
	c.users[user]++
	return Count{c.hits, c.users[user]}
}

// back takes a hit back that came to nothing.
func (s *State) back(rule, user string) {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.rules[rule]; c != nil && c.hits > 0 && c.users[user] > 0 {
		c.hits--
		c.users[user]--
	}
}

// Counted is how often a rule answered, and how often this OpenID.
func (s *State) Counted(rule, user string) Count {
	if s == nil {
		return Count{}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.rules[rule]
	if c == nil {
		return Count{}
	}
	return Count{c.hits, c.users[user]}
}

// Reset forgets what was counted for a rule, so that its sequence begins again; "" is
// every rule.
func (s *State) Reset(rule string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if rule == "" {
		clear(s.rules)
		return
	}
	delete(s.rules, rule)
}
