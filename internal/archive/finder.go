package archive

// finder finds many strings in a text at once. Nearly every place is passed over after one
// look at a table; the longest string wins where several begin.
type finder struct {
	table  [1 << 16]bool // by hash of the first bytes
	starts map[string][]string
	short  bool // some are shorter than lead
	least  int  // bytes of the shortest; 0 for none
}

// lead is how many first bytes strings are told apart by.
const lead = 4

// loneBelow is up to which length a string is found only where no letter or digit stands
// beside it: a Token "test" is no part of "latest".
const loneBelow = 8

func (f *finder) add(s string) {
	if f.starts == nil {
		f.starts = map[string][]string{}
	}
	if f.least == 0 || len(s) < f.least {
		f.least = len(s)
	}
	k := s[:min(lead, len(s))]
	if len(k) == lead {
		f.table[hash(k)] = true
	} else {
		f.short = true
	}
	list := append(f.starts[k], s)
	for i := len(list) - 1; i > 0 && len(list[i]) > len(list[i-1]); i-- { // longest first
		list[i], list[i-1] = list[i-1], list[i]
	}
	f.starts[k] = list
}

func hash(k string) uint16 {
	h := uint32(k[0]) | uint32(k[1])<<8 | uint32(k[2])<<16 | uint32(k[3])<<24
	return uint16(h * 0x9E3779B1 >> 16)
}

// next is the first string in s from there on and where it is; -1 when there is none.
func (f *finder) next(s string, from int) (at int, found string) {
	for i := from; i < len(s); i++ {
		if i+lead <= len(s) && f.table[hash(s[i:i+lead])] {
			if one := f.at(s, i, lead); one != "" {
				return i, one
			}
		}
		for n := min(lead-1, len(s)-i); f.short && n > 0; n-- {
			if one := f.at(s, i, n); one != "" {
				return i, one
			}
		}
	}
	return -1, ""
}

// at is the longest string with n leading bytes that stands in s at i.
func (f *finder) at(s string, i, n int) string {
	for _, one := range f.starts[s[i:i+n]] {
		end := i + len(one)
		if end > len(s) || s[i:end] != one {
			continue
		}
		if len(one) >= loneBelow || (i == 0 || !wordByte(s[i-1])) && (end == len(s) || !wordByte(s[end])) {
			return one
		}
	}
	return ""
}

func wordByte(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80
}
