package reply

import (
	"errors"
	"strings"
	"text/template"
)

// machine runs a template for one answer at a time: its functions see the answer in the
// making.
type machine struct {
	template *template.Template
	notation notation
	r        *run
	out      limited
	work     int // bytes that functions may still make
}

// maxWork is how many bytes the functions of one run may make in all, which bounds its
// time.
const maxWork = 4 << 20

func newMachine(n notation) *machine { return &machine{notation: n} }

func (x *machine) begin(r *run) {
	x.r, x.work = r, maxWork
	x.out = limited{left: MaxOutput, writes: maxWrites}
	x.out.at.notation = x.notation
}

// end forgets the answer.
func (x *machine) end() {
	x.r = nil
	x.out.text = strings.Builder{}
}

// spend pays for a text that a function has made.
func (x *machine) spend(s string) (string, error) {
	if x.work -= len(s) + 16; x.work < 0 || len(s) > MaxOutput {
		return "", ErrOutput
	}
	return s, nil
}

// ErrOutput is a template whose text grew beyond MaxOutput, or that ran too long.
var ErrOutput = errors.New("reply: the template makes too much text")
