package tunnel

import "strings"

// Join appends a path to a public base URL, with exactly one slash between
// them. A query in the base stays at the end. Without a base or a path it
// returns the other, as it is.
func Join(base, path string) string {
	if base == "" || path == "" {
		return base + path
	}
	base, query, found := strings.Cut(base, "?")
	joined := strings.TrimRight(base, "/") + "/" + strings.TrimLeft(path, "/")
	if !found {
		return joined
	}
	if strings.Contains(path, "?") {
		return joined + "&" + query
	}
	return joined + "?" + query
}
