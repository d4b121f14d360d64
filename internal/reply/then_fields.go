package reply

// part is a text of an answer: where it stands, and what it is called.
type part struct {
	key  string // in a file, below the kind
	path string // in Problem.Path
	must bool   // WeChat takes none without it
	of   func(*Then) *string
}

// The parts there are.
var (
	partText        = part{"text", "text", true, func(t *Then) *string { return &t.Text }}
	partBody        = part{"body", "text", false, partText.of}
	partMedia       = part{"media", "media", true, func(t *Then) *string { return &t.MediaID }}
	partTitle       = part{"title", "title", false, func(t *Then) *string { return &t.Title }}
	partMustTitle   = part{"title", "title", true, partTitle.of}
	partDescription = part{"description", "description", false, func(t *Then) *string { return &t.Description }}
	partURL         = part{"url", "url", false, func(t *Then) *string { return &t.URL }}
	partMustURL     = part{"url", "url", true, partURL.of}
	partHQURL       = part{"hq_url", "hq_url", false, func(t *Then) *string { return &t.HQURL }}
	partPic         = part{"pic", "pic", false, func(t *Then) *string { return &t.PicURL }}
	partThumb       = part{"thumb", "thumb", false, func(t *Then) *string { return &t.ThumbMediaID }}
	partMustThumb   = part{"thumb", "thumb", true, partThumb.of}
	partPage        = part{"page", "page", true, func(t *Then) *string { return &t.Page }}
	partAccount     = part{"account", "account", false, func(t *Then) *string { return &t.Account }}
)

// partsOf are the texts of each kind that has any; the first is the one that stands for
// all in a file's short form.
var partsOf = map[string][]part{
	KindText:        {partText},
	KindRaw:         {partText},
	KindStatus:      {partBody},
	KindImage:       {partMedia},
	KindVoice:       {partMedia},
	KindVideo:       {partMedia, partTitle, partDescription, partThumb},
	KindMusic:       {partTitle, partDescription, partURL, partHQURL, partThumb},
	KindTransfer:    {partAccount},
	KindForward:     {partURL},
	KindLink:        {partMustTitle, partDescription, partMustURL, partPic},
	KindMiniProgram: {partMustTitle, partPage, partMustThumb},
}

// Article's parts.
type articlePart struct {
	key  string
	must bool
	of   func(*Article) *string
}

var articleParts = []articlePart{
	{"title", true, func(a *Article) *string { return &a.Title }},
	{"description", false, func(a *Article) *string { return &a.Description }},
	{"pic", false, func(a *Article) *string { return &a.PicURL }},
	{"url", false, func(a *Article) *string { return &a.URL }},
}

// Clean is t without what its kind does not have, as a file keeps it.
func (t Then) Clean() Then {
	out := Then{Kind: t.Kind, Delay: t.Delay, Fault: t.Fault}
	for _, p := range partsOf[t.Kind] {
		*p.of(&out) = *p.of(&t)
	}
	switch t.Kind {
	case KindNews:
		out.Articles = t.Articles
	case KindFile:
		out.File = t.File
	case KindStatus:
		out.Status = t.Status
	case KindSequence:
		if out.Again, out.Per = t.Again, t.Per; out.Again == Repeat {
			out.Again = ""
		}
		if out.Per == PerRule {
			out.Per = ""
		}
		for _, step := range t.Steps {
			out.Steps = append(out.Steps, step.Clean())
		}
	}
	for _, m := range t.After {
		out.After = append(out.After, m.Clean())
	}
	return out
}
