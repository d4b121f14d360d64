package exchange

// Key is what a term of a query is about, as it is typed before the colon.
type Key string

// The keys. A term without one is a free word.
const (
	Word       Key = ""
	KeyVerdict Key = "verdict"
	KeyKind    Key = "kind"
	KeyType    Key = "type"
	KeyEvent   Key = "event"
	KeyFrom    Key = "from"
	KeyCause   Key = "cause"
	KeyRule    Key = "rule"
	KeyStatus  Key = "status"
	KeySlow    Key = "slow"
	KeySince   Key = "since"
	KeyUntil   Key = "until"
	KeyIs      Key = "is"
	KeyHas     Key = "has"
	KeyVia     Key = "via"
	KeyPath    Key = "path"
	KeyProfile Key = "profile"
	KeyAttempt Key = "attempt"
	KeyNote    Key = "note"
)

// Keys are all keys, the ones that are used most first.
func Keys() []Key {
	return []Key{KeyVerdict, KeyType, KeyEvent, KeyFrom, KeyCause, KeyRule, KeyStatus, KeySlow, KeySince, KeyUntil,
		KeyKind, KeyIs, KeyHas, KeyNote, KeyAttempt, KeyVia, KeyPath, KeyProfile}
}

// synonyms are other words that people try.
var synonyms = map[string]Key{"openid": KeyFrom, "sender": KeyFrom, "user": KeyFrom, "msgtype": KeyType,
	"code": KeyStatus, "after": KeySince, "before": KeyUntil, "reason": KeyCause, "took": KeySlow, "account": KeyProfile, "try": KeyAttempt, "delivery": KeyAttempt, "comment": KeyNote}

// keyOf is the key with that name; folded.
func keyOf(name string) (Key, bool) {
	for _, k := range Keys() {
		if string(k) == name {
			return k, true
		}
	}
	k, ok := synonyms[name]
	return k, ok
}

// Fixed are the values of a key that has no others; nil for all other keys.
func (k Key) Fixed() []string {
	switch k {
	case KeyVerdict:
		return []string{"fail", "pass", "foreign"}
	case KeyKind:
		return []string{"verification", "message", "event", "foreign"}
	case KeyVia:
		return []string{"tunnel", "local", "direct"}
	case KeyIs:
		return []string{"retry", "pinned", "marked", "test", "encrypted", "cut"}
	case KeyHas:
		return []string{"warning", "note", "rule", "reply", "message"}
	}
	return nil
}

// Nearest is the word that somebody may have meant by a name that is not among those
// there are, "" when none is close.
func Nearest(word string, among []string) string { return nearest(word, among) }

// nearest is the word that somebody may have meant, "" when none is close: one with the same
// beginning, or at most two changes away and not more than a third of the word.
func nearest(word string, among []string) string {
	best, least := "", 3
	for _, w := range among {
		d := distance(word, w)
		if len(word) >= 2 && len(w) > len(word) && w[:len(word)] == word {
			d = 1
		}
		if d < least && d*3 <= max(len(w), 3) {
			best, least = w, d
		}
	}
	return best
}

// distance is how many bytes must be put in, taken out, changed, or swapped with their
// neighbour to make b of a; of long words it is just a large number.
func distance(a, b string) int {
	const long = 24
	if len(a) > long || len(b) > long {
		return long
	}
	var rows [long + 1][long + 1]int
	for i := 0; i <= len(a); i++ {
		for j := 0; j <= len(b); j++ {
			switch {
			case i == 0:
				rows[i][j] = j
			case j == 0:
				rows[i][j] = i
			default:
				same := 1
				if a[i-1] == b[j-1] {
					same = 0
				}
				d := min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+same)
				if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
					d = min(d, rows[i-2][j-2]+1)
				}
				rows[i][j] = d
			}
		}
	}
	return rows[len(a)][len(b)]
}
