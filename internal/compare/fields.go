package compare

import "strconv"

// pair is a named value.
type pair struct{ name, key, value string }

// fields compares two lists of named values: those of the same key are paired, the first
// with the first; what stands in another order is Moved.
func fields(a, b []pair, noise func(key string) bool) []Row {
	keysA, keysB := keys(a), keys(b)
	at := make(map[string]int, len(b))
	for i, k := range keysB {
		at[k] = i
	}
	has := make(map[string]bool, len(a))
	for _, k := range keysA {
		has[k] = true
	}
	kept := map[string]bool{} // those in the common order
	i := 0
	for _, s := range align(keysA, keysB) {
		if s.state == Same {
			for _, k := range keysA[i : i+s.n] {
				kept[k] = true
			}
		}
		if s.state != OnlyB {
			i += s.n
		}
	}
	rows := make([]Row, 0, max(len(a), len(b)))
	done := make([]bool, len(b)) // of what only b has
	lone := func(from int) {     // what only b has from there on, up to what both have
		for ; from < len(b) && !has[keysB[from]]; from++ {
			if !done[from] {
				done[from] = true
				rows = append(rows, Row{Name: b[from].name, B: b[from].value, State: OnlyB, Noise: noise(b[from].key)})
			}
		}
	}
	lone(0)
	for n, k := range keysA {
		j, both := at[k]
		if !both {
			rows = append(rows, Row{Name: a[n].name, A: a[n].value, State: OnlyA, Noise: noise(a[n].key)})
			continue
		}
		r := row(a[n].name, a[n].value, b[j].value)
		r.Noise, r.Moved = noise(a[n].key), !kept[k]
		rows = append(rows, r)
		lone(j + 1)
	}
	return rows
}

// keys are the keys, each with how often it came before, so that they are all different.
func keys(pairs []pair) []string {
	seen := make(map[string]int, len(pairs))
	out := make([]string, len(pairs))
	for i, p := range pairs {
		out[i] = p.key + "\x00" + strconv.Itoa(seen[p.key])
		seen[p.key]++
	}
	return out
}
