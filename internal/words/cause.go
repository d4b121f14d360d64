package words

import (
	"maps"
	"slices"
)

// CauseTitle is a cause of the protocol in a few words. id and args are those of
// wechat.Cause; they are strings here, because words know nothing of the protocol.
func (c *Catalogue) CauseTitle(id string, args map[string]string) string {
	return c.TM("cause."+id+".title", c.causeArgs(id, args))
}

// CauseText is what happened, why, and what to do, with a sentence for each argument
// that has one. What concerns another profile stands on a line of its own.
func (c *Catalogue) CauseText(id string, args map[string]string) string {
	base := "cause." + id + "."
	filled := c.causeArgs(id, args)
	text, profile := c.TM(base+"text", filled), ""
	placed := Places(c.texts[base+"title"] + c.texts[base+"text"])
	for _, name := range slices.Sorted(maps.Keys(args)) {
		key := base + name
		switch value := args[name]; {
		case value == "" || name == "title" || name == "text":
			continue
		case name == "profile" && c.Has(key):
			profile = "\n" + c.TM(key, filled)
			continue
		case c.Has(key + "." + value):
			if key += "." + value; slices.Contains(placed, name) {
				continue // it fills a place in the text
			}
		case !c.Has(key):
			continue
		}
		text += c.joint(text) + c.TM(key, filled)
	}
	return text + profile
}

// joint is what stands between two sentences.
func (c *Catalogue) joint(text string) string {
	if c.language == Chinese || text == "" {
		return ""
	}
	return " "
}

// causeArgs are a cause's arguments as words: identifiers become the words that there
// are for them.
func (c *Catalogue) causeArgs(id string, args map[string]string) map[string]string {
	out := make(map[string]string, len(args)+1)
	maps.Copy(out, args)
	for name, value := range args {
		if key := "cause." + id + "." + name + "." + value; value != "" && c.Has(key) {
			out[name] = c.texts[key]
		}
	}
	if seconds, ok := args["seconds"]; ok {
		out["skew"] = c.Span(seconds)
	}
	if key := "syntax." + args["problem"]; c.Has(key) {
		out["problem"] = c.TM(key, args)
	}
	return out
}

// Official is what WeChat's own libraries mean by one of their numbers, such as
// "-40001"; "" where it is not known.
func (c *Catalogue) Official(code string) string {
	if key := "official." + code; c.Has(key) {
		return c.texts[key]
	}
	return ""
}

// ReplyFailure is why a rule could not answer, as the end of a sentence: a stable name's
// words, and what has none as it is.
func (c *Catalogue) ReplyFailure(why string) string {
	if key := "cause.reply_failed.error." + why; c.Has(key) {
		return c.texts[key]
	}
	return why
}

// RuledOut is what was looked for and is not the case, as a list of a few words each;
// what has no words is left out. Neighbours that read alike are named once.
func (c *Catalogue) RuledOut(ids []string) []string {
	var out []string
	for _, id := range ids {
		if key := "ruled." + id; c.Has(key) && !slices.Contains(out, c.texts[key]) {
			out = append(out, c.texts[key])
		}
	}
	return out
}
