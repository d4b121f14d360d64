package wechat

import "strconv"

// replyWriter writes a reply in XML or JSON.
type replyWriter struct {
	dst  []byte
	json bool
	more bool // in JSON: the object being written has a member already
}

// name begins a member of a JSON object.
func (w *replyWriter) name(name string) {
	if w.more {
		w.dst = append(w.dst, ',')
	}
	w.dst = append(appendQuoted(w.dst, name), ':')
	w.more = true
}

// begin opens a structure; "" is the outermost.
func (w *replyWriter) begin(name string) {
	switch {
	case !w.json && name == "":
		name = "xml"
		fallthrough
	case !w.json:
		w.dst = append(append(append(w.dst, '<'), name...), '>')
		return
	case name != "":
		w.name(name)
	}
	w.dst, w.more = append(w.dst, '{'), false
}

func (w *replyWriter) end(name string) {
	switch {
	case w.json:
		w.dst, w.more = append(w.dst, '}'), true
		return
	case name == "":
		name = "xml"
	}
	w.dst = append(append(append(w.dst, "</"...), name...), '>')
}

func (w *replyWriter) text(name, value string) {
	if !w.json {
		w.dst = appendElement(w.dst, name, value)
		return
	}
	w.name(name)
	w.dst = appendQuoted(w.dst, value)
}

// some writes a value that need not be there.
func (w *replyWriter) some(name, value string) {
	if value != "" {
		w.text(name, value)
	}
}

func (w *replyWriter) number(name string, n int64) {
	if w.json {
		w.name(name)
		w.dst = strconv.AppendInt(w.dst, n, 10)
		return
	}
	w.dst = append(append(append(w.dst, '<'), name...), '>')
	w.dst = strconv.AppendInt(w.dst, n, 10)
	w.dst = append(append(append(w.dst, "</"...), name...), '>')
}

// articles writes an item for each; in JSON a list called item.
func (w *replyWriter) articles(articles []Article) {
	if w.json {
		w.name("item")
		w.dst, w.more = append(w.dst, '['), false
	}
	for i := range articles {
		if w.json {
			if i > 0 {
				w.dst = append(w.dst, ',')
			}
			w.begin("")
		} else {
			w.begin("item")
		}
		w.text("Title", articles[i].Title)
		w.text("Description", articles[i].Description)
		w.text("PicUrl", articles[i].PicURL)
		w.text("Url", articles[i].URL)
		w.end("item")
	}
	if w.json {
		w.dst, w.more = append(w.dst, ']'), true
	}
}
