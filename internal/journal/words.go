package journal

import (
	"bytes"

	"echostr/internal/exchange"
)

// eachWord calls f with all that search finds an exchange by: the parts of its text, folded,
// each searched by itself, so that what stands in many exchanges is kept once a block. A
// target is taken apart into path and parameters, an answer in XML into its texts. buf is
// scratch memory, returned for the next time; a word is good until f returns.
func eachWord(buf []byte, x *exchange.Exchange, f func([]byte)) []byte {
	buf = exchange.AppendText(buf[:0], x)
	for rest := buf; len(rest) > 0; {
		var part []byte
		part, rest, _ = bytes.Cut(rest, nul)
		switch {
		case len(rest) == 0 && bytes.HasPrefix(part, xmlBegin):
			eachReplied(part, f)
		case bytes.IndexByte(part, '?') >= 0: // needles are parted there too
			for len(part) > 0 {
				i := bytes.IndexAny(part, "?&")
				if i < 0 {
					i = len(part)
				}
				f(part[:i])
				part = part[min(len(part), i+1):]
			}
		default:
			f(part)
		}
	}
	return buf
}

// These are as they look when they are folded.
var (
	nul      = []byte{0}
	xmlBegin = []byte("<xml>")
	cdata    = []byte("<![cdata[")
	cdataEnd = []byte("]]>")
	tagEnd   = []byte(">")
	cipherIn = []byte("encrypt")
)

// eachReplied takes an answer in XML apart: its texts, but for ciphertext.
func eachReplied(s []byte, f func([]byte)) {
	cipher := false
	for len(s) > 0 {
		at := bytes.IndexByte(s, '<')
		if at < 0 {
			return
		}
		if text := bytes.TrimSpace(s[:at]); len(text) > 0 && !cipher {
			f(text)
		}
		s = s[at:]
		if inside, ok := bytes.CutPrefix(s, cdata); ok {
			text, rest, _ := bytes.Cut(inside, cdataEnd)
			if !cipher {
				f(text)
			}
			s = rest
			continue
		}
		var tag []byte
		tag, s, _ = bytes.Cut(s[1:], tagEnd)
		cipher = bytes.Equal(tag, cipherIn)
	}
}
