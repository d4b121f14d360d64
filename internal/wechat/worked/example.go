package worked

import (
	"strings"

	"echostr/internal/wechat"
)

// Example is the check of r, which was opened into o, as Markdown that also reads as
// plain text; "" for a request without a signature check.
func Example(r *wechat.Request, o *wechat.Opened, opt Options) string {
	steps := o.Steps(r)
	if len(steps) == 0 {
		return ""
	}
	w := opt.Words
	var b strings.Builder
	b.WriteString("## " + w.T("worked.title."+parameter(o.Check.Scheme)) + "\n\n")
	b.WriteString(w.T("worked.formula."+parameter(o.Check.Scheme)) + "\n\n")
	line := r.Method + " " + printable(r.Path)
	if !r.Time.IsZero() {
		at := r.Time
		if opt.Location != nil {
			at = at.In(opt.Location)
		}
		line += " · " + at.Format(timeForm)
	}
	b.WriteString(line + "\n")
	for _, s := range steps {
		b.WriteString("\n### " + w.T("detail.step."+string(s.ID)) + "\n\n")
		for _, l := range Lines(s, opt) {
			b.WriteString("    " + l + "\n")
		}
	}
	for _, n := range opt.Notes {
		b.WriteString("\n" + n + "\n")
	}
	return b.String()
}
