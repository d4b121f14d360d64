package archive

import (
	"fmt"
	"strings"
)

// identity is what kind of thing a value is that does not leave.
type identity uint8

const (
	openID     identity = iota // of a user; UnionIDs too
	originalID                 // of the account: gh_…
	appID
	token
	aesKey
	appSecret
	otherSecret
	identities
)

// aliases gives every original an alias of the same shape. Aliases are numbered in the
// order in which originals are met: nothing about an original can be told from its alias.
type aliases struct {
	of      map[string]string // alias by original
	used    map[string]bool   // aliases that are given away
	numbers [identities]int
	find    finder
}

func newAliases() *aliases { return &aliases{of: map[string]string{}, used: map[string]bool{}} }

// name is the alias of an original, given to it now if it had none; "" stays. An original
// that is an alias already, because it was redacted before, stays as well.
func (a *aliases) name(k identity, original string) string {
	if original == "" {
		return ""
	}
	if alias, ok := a.of[original]; ok {
		return alias
	}
	if a.used[original] {
		return original
	}
	for {
		a.numbers[k]++
		alias := shape(k, a.numbers[k])
		if _, met := a.of[alias]; met || a.used[alias] || alias == original {
			continue
		}
		a.of[original], a.used[alias] = alias, true
		a.find.add(original)
		return alias
	}
}

// shape is the n-th alias of a kind.
func shape(k identity, n int) string {
	switch k {
	case openID: // o and 27 characters
		return fmt.Sprintf("oRedacted%019d", n)
	case originalID:
		return fmt.Sprintf("gh_%012d", n)
	case appID:
		return fmt.Sprintf("wx%016d", n)
	case token:
		return fmt.Sprintf("echostrTestToken%d", n)
	case aesKey: // 43 letters and digits
		return fmt.Sprintf("echostrTestKey%029d", n)
	case appSecret:
		return fmt.Sprintf("%032d", n)
	}
	return fmt.Sprintf("redacted%d", n)
}

// replace puts aliases in place of all originals in s.
func (a *aliases) replace(s string) string {
	at, original := a.find.next(s, 0)
	if at < 0 {
		return s
	}
	var b strings.Builder
	from := 0
	for at >= 0 {
		b.WriteString(s[from:at])
		b.WriteString(a.of[original])
		from = at + len(original)
		at, original = a.find.next(s, from)
	}
	b.WriteString(s[from:])
	return b.String()
}
