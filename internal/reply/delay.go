package reply

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

var errDelay = errors.New("reply: a delay is a time such as 2s, 500ms or 1s-3s")

// Fixed is a delay that is always the same.
func Fixed(d time.Duration) Delay { return Delay{d, d} }

// String is "2s", or "1s-3s" for a range; "0s" for none.
func (d Delay) String() string {
	if d.Min == d.Max {
		return short(d.Min)
	}
	return short(d.Min) + "-" + short(d.Max)
}

// short is a time without the parts that are nothing: "1m" for "1m0s".
func short(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = s[:len(s)-2]
	}
	if strings.HasSuffix(s, "h0m") {
		s = s[:len(s)-2]
	}
	return s
}

// ParseDelay reads "2s", "500ms", "1m30s", "1s-3s"; a bare number is seconds.
func ParseDelay(text string) (Delay, error) {
	from, to, isRange := strings.Cut(strings.ReplaceAll(text, "–", "-"), "-")
	low, err := parseTime(from)
	if err != nil {
		return Delay{}, err
	}
	if !isRange {
		return Fixed(low), nil
	}
	high, err := parseTime(to)
	if err == nil && high < low {
		err = errDelay
	}
	return Delay{low, high}, err
}

func parseTime(text string) (time.Duration, error) {
	text = strings.TrimSpace(text)
	if n, err := strconv.ParseFloat(text, 64); err == nil && n >= 0 && n <= MaxDelay.Seconds()*1000 {
		return time.Duration(n * float64(time.Second)), nil
	}
	d, err := time.ParseDuration(strings.ReplaceAll(text, " ", ""))
	if err != nil || d < 0 {
		return 0, errDelay
	}
	return d, nil
}
