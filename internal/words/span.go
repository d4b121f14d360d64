package words

import "strconv"

// Span is a number of seconds as a person says it; what is no number stays as it is.
func (c *Catalogue) Span(seconds string) string {
	n, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil {
		return seconds
	}
	switch {
	case n < 120:
		return c.T("span.seconds", "n", n)
	case n < 2*3600:
		return c.T("span.minutes", "n", n/60)
	case n < 48*3600:
		return c.T("span.hours", "n", n/3600)
	}
	return c.T("span.days", "n", n/86400)
}
