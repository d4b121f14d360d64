package exchange

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// units are those of durations, in the order in which a text is tried for them.
var units = []struct {
	name string
	unit time.Duration
}{{"ms", time.Millisecond}, {"s", time.Second}, {"m", time.Minute}, {"h", time.Hour}, {"d", 24 * time.Hour}, {"w", 7 * 24 * time.Hour}}

// parseDuration reads "500ms", "1.5s", "10m", "2h", "3d", "1w", and sums such as "1h30m".
func parseDuration(s string) (time.Duration, bool) {
	var sum float64
	if s == "" {
		return 0, false
	}
	for s != "" {
		digits := 0
		for digits < len(s) && (s[digits] >= '0' && s[digits] <= '9' || s[digits] == '.') {
			digits++
		}
		n, err := strconv.ParseFloat(s[:digits], 64)
		if err != nil {
			return 0, false
		}
		s = s[digits:]
		var unit time.Duration
		for _, u := range units {
			if rest, ok := strings.CutPrefix(s, u.name); ok {
				unit, s = u.unit, rest
				break
			}
		}
		if unit == 0 {
			return 0, false
		}
		if sum += n * float64(unit); sum > math.MaxInt64/4 {
			return 0, false
		}
	}
	return time.Duration(sum), true
}

// layouts are those of days and times, with how long what they name lasts; 0 is a day.
var layouts = []struct {
	layout string
	lasts  time.Duration
	day    bool // without a day of its own: the last such time
}{
	{"15:04", time.Minute, true}, {"15:04:05", time.Second, true},
	{"2006-01-02", 0, false}, {"2006-1-2", 0, false},
	{"2006-01-02t15:04", time.Minute, false}, {"2006-01-02t15:04:05", time.Second, false},
	{"2006-01-02 15:04", time.Minute, false}, {"2006-01-02 15:04:05", time.Second, false},
}

// parseTime reads a time, folded: a while ago ("10m"), a time of day (the last one that was),
// a day ("2026-11-20", "today", "yesterday"), or both ("2026-11-20T14:05"). What it names
// begins at from and ends before to; a while ago is a moment. moves says that it depends on
// now.
func parseTime(s string, now time.Time) (from, to time.Time, moves, ok bool) {
	if d, ok := parseDuration(s); ok {
		at := now.Add(-d)
		return at, at, true, true
	}
	y, m, d := now.Date()
	switch s {
	case "today":
		return time.Date(y, m, d, 0, 0, 0, 0, now.Location()), time.Date(y, m, d+1, 0, 0, 0, 0, now.Location()), true, true
	case "yesterday":
		return time.Date(y, m, d-1, 0, 0, 0, 0, now.Location()), time.Date(y, m, d, 0, 0, 0, 0, now.Location()), true, true
	}
	for _, l := range layouts {
		at, err := time.ParseInLocation(l.layout, s, now.Location())
		if err != nil {
			continue
		}
		if l.day {
			h, mi, sec := at.Clock()
			if at = time.Date(y, m, d, h, mi, sec, 0, now.Location()); at.After(now) {
				at = time.Date(y, m, d-1, h, mi, sec, 0, now.Location())
			}
		}
		if l.lasts == 0 {
			y, m, d := at.Date()
			return at, time.Date(y, m, d+1, 0, 0, 0, 0, now.Location()), false, true
		}
		return at, at.Add(l.lasts), l.day, true
	}
	return from, to, false, false
}
