package archive

import (
	"time"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// ndjsonSpecial is what was other than usual about an answer.
type ndjsonSpecial struct {
	Delay     time.Duration  `json:"delayNs,omitempty"`
	Gone      bool           `json:"gone,omitempty"`
	Fault     string         `json:"fault,omitempty"`
	Moot      bool           `json:"moot,omitempty"`
	Closed    bool           `json:"closed,omitempty"`
	Step      int            `json:"step,omitempty"`
	Steps     int            `json:"steps,omitempty"`
	Forward   *ndjsonForward `json:"forward,omitempty"`
	Followups int            `json:"followups,omitempty"`
}

type ndjsonForward struct {
	URL     blob           `json:"url"`
	Status  int            `json:"status,omitempty"`
	Took    time.Duration  `json:"tookNs,omitempty"`
	Problem wechat.CauseID `json:"problem,omitempty"`
}

// maxCount is how much any number of what is special can be.
const maxCount = 1 << 20

func specialOf(s *exchange.Special) *ndjsonSpecial {
	if s == nil {
		return nil
	}
	out := &ndjsonSpecial{Delay: s.Delay, Gone: s.Gone, Fault: s.Fault, Moot: s.Moot, Closed: s.Closed, Step: s.Step, Steps: s.Steps, Followups: s.Followups}
	if f := s.Forward; f != nil {
		out.Forward = &ndjsonForward{blob(f.URL), f.Status, f.Took, f.Problem}
	}
	return out
}

// special is the reverse of specialOf.
func (s *ndjsonSpecial) special() (*exchange.Special, error) {
	if s == nil {
		return nil, nil
	}
	numbers := []int{s.Step, s.Steps, s.Followups}
	out := &exchange.Special{Delay: s.Delay, Gone: s.Gone, Fault: s.Fault, Moot: s.Moot, Closed: s.Closed, Step: s.Step, Steps: s.Steps, Followups: s.Followups}
	if f := s.Forward; f != nil {
		numbers = append(numbers, f.Status)
		out.Forward = &exchange.Forward{URL: string(f.URL), Status: f.Status, Took: f.Took, Problem: f.Problem}
	}
	for _, n := range numbers {
		if n < 0 || n > maxCount {
			return nil, flawed(ReasonLength, "", "special: a number is out of range")
		}
	}
	return out, nil
}

// special is what was special about an answer in aliases.
func (r *redactor) special(s *exchange.Special) *exchange.Special {
	if s == nil || s.Forward == nil {
		return s
	}
	y, f := *s, *s.Forward
	f.URL = r.scrub(f.URL)
	y.Forward = &f
	return &y
}
