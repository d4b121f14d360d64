package reply

// sieve is the set of pairs of neighbouring bytes in a text, by a hash: what asks for a
// pair that is not in it cannot be in the text. It rules out nearly all of a thousand
// words at the price of a look at each.
type sieve [sieveBits / 64]uint64

const sieveBits = 4096

func pairHash(a, b byte) uint16 { return (uint16(a)*167 ^ uint16(b)*661) % sieveBits }

func (s *sieve) add(text string) {
	for i := 1; i < len(text); i++ {
		h := pairHash(text[i-1], text[i])
		s[h/64] |= 1 << (h % 64)
	}
}

// probe is up to four pairs of a word, from its end backwards, where Chinese words and
// codes differ most; the first is repeated where the word has fewer.
type probe struct {
	pairs [4]uint16
	blind bool // too short for a pair: nothing can be ruled out
}

func newProbe(word string) probe {
	if len(word) < 2 {
		return probe{blind: true}
	}
	var p probe
	for i := range p.pairs {
		at := len(word) - 1 - i*(len(word)-1)/len(p.pairs)
		p.pairs[i] = pairHash(word[at-1], word[at])
	}
	return p
}

// mayHold is false when the word of p is not in the text.
func (s *sieve) mayHold(p *probe) bool {
	if p.blind {
		return true
	}
	for _, h := range p.pairs {
		if s[h/64]&(1<<(h%64)) == 0 {
			return false
		}
	}
	return true
}
