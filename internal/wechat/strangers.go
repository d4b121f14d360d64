package wechat

import "strings"

// Strangers explains a request to a path that no profile has: the nearest path when
// it carries WeChat's parameters or looks like a typing mistake, else that it is not
// WeChat at all. An unsigned request to "/" is somebody looking around.
func Strangers(r *Request, paths []string) []Cause {
	p := Query(r.Query).read()
	near, distance := nearest(r.Path, paths)
	slip := distance <= min(2, len(near)/3) && r.Path != "/" // two letters of "/wx" are all of it
	if near != "" && (p.ours() || slip) {
		return []Cause{{ID: WrongPath, Args: map[string]string{"path": r.Path, "nearest": near}}}
	}
	return []Cause{{ID: NotWeChat, Args: map[string]string{"method": r.Method, "path": r.Path}}}
}

// nearest is the path with the fewest edits; paths are few and short.
func nearest(path string, paths []string) (best string, distance int) {
	if len(path) > 256 {
		path = path[:256]
	}
	for _, p := range paths {
		if d := edits(strings.ToLower(path), strings.ToLower(p)); best == "" || d < distance {
			best, distance = p, d
		}
	}
	return best, distance
}

// edits is the Levenshtein distance in bytes.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
