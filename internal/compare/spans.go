package compare

import (
	"unicode/utf8"

	"echostr/internal/wechat"
)

// maxSpans is up to how many bytes of both the pieces that differ are looked for.
const maxSpans = maxText

// maxAligned is up to how many bytes of the middle, between what both begin and end with,
// are aligned character by character.
const maxAligned = 512

// Spans are the pieces of two values that the other has not; none of values that are too
// long to look. Of long values with many differences it is all between the first and the
// last.
func Spans(a, b string) (inA, inB []wechat.Span) {
	if a == b || len(a)+len(b) > maxSpans {
		return nil, nil
	}
	from := 0
	for from < len(a) && from < len(b) && a[from] == b[from] {
		from++
	}
	for from > 0 && !(boundary(a, from) && boundary(b, from)) {
		from--
	}
	endA, endB := len(a), len(b)
	for endA > from && endB > from && a[endA-1] == b[endB-1] {
		endA, endB = endA-1, endB-1
	}
	for !(boundary(a, endA) && boundary(b, endB)) {
		endA, endB = endA+1, endB+1
	}
	if endA-from > maxAligned || endB-from > maxAligned {
		return whole(from, endA), whole(from, endB)
	}
	inA, inB = wechat.Differences(a[from:endA], b[from:endB])
	if crumbs(inA, endA-from) || crumbs(inB, endB-from) {
		return whole(from, endA), whole(from, endB)
	}
	return moved(inA, from), moved(inB, from)
}

// crumbs says whether what is left between the pieces is by chance: two sentences share
// letters here and there.
func crumbs(spans []wechat.Span, of int) bool {
	n := 0
	for _, s := range spans {
		n += s.End - s.Start
	}
	return len(spans) > 2 && 2*n > of
}

// boundary says whether a character begins or the text ends at i.
func boundary(s string, i int) bool { return i == len(s) || utf8.RuneStart(s[i]) }

func whole(from, to int) []wechat.Span {
	if from == to {
		return nil
	}
	return []wechat.Span{{Start: from, End: to, Kind: wechat.SpanDiffers}}
}

func moved(spans []wechat.Span, by int) []wechat.Span {
	for i := range spans {
		spans[i].Start += by
		spans[i].End += by
	}
	return spans
}
