package journal

import (
	"bytes"

	"echostr/internal/exchange"
)

// Needle is a text to look for, in any part of an exchange.
type Needle struct {
	Not   bool // pass the exchanges that do not have it
	parts [][]byte
}

// NewNeedle makes the text ready, once for a search. Case and width do not matter. Query
// parameters are searched one by one, so a text that runs over ? or & is taken apart there:
// an exchange passes that has all the parts. A needle of nothing passes everything.
func NewNeedle(text string) Needle {
	folded := []byte(exchange.Fold(text))
	n := Needle{parts: bytes.FieldsFunc(folded, func(r rune) bool { return r == '?' || r == '&' })}
	if len(n.parts) == 0 && len(folded) > 0 {
		n.parts = [][]byte{folded}
	}
	return n
}

func (n *Needle) empty() bool { return len(n.parts) == 0 }

// finder looks for one part by its byte that is rarest in a sample of what is searched.
type finder struct {
	part []byte
	at   int // index of that byte
}

// frequencies counts the bytes of a sample.
func frequencies(sample []byte) (n [256]int) {
	for _, c := range sample {
		n[c]++
	}
	return n
}

func newFinder(part []byte, often *[256]int) finder {
	f := finder{part: part}
	for i, c := range part {
		if often[c] < often[part[f.at]] {
			f.at = i
		}
	}
	return f
}

// next is where the part begins in text, from an index on; -1 when it does not.
func (f *finder) next(text []byte, from int) int {
	rare := f.part[f.at]
	for i := from + f.at; i < len(text); i++ {
		j := bytes.IndexByte(text[i:], rare)
		if j < 0 {
			return -1
		}
		i += j
		begin := i - f.at
		if begin+len(f.part) > len(text) {
			return -1
		}
		if string(text[begin:begin+len(f.part)]) == string(f.part) {
			return begin
		}
	}
	return -1
}
