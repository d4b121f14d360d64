package reply

import (
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// bareKinds are the kinds that a word alone says.
var bareKinds = []string{KindSuccess, KindEmpty, KindClose, KindTransfer}

// kindKeys are the kinds that are a key of their own.
var kindKeys = []string{KindText, KindImage, KindVoice, KindVideo, KindMusic, KindNews, KindTransfer, KindRaw, KindFile, KindStatus, KindForward,
	KindSequence, KindLink, KindMiniProgram}

// shortKinds are those of which the first part may stand for all.
var shortKinds = []string{KindText, KindRaw, KindImage, KindVoice, KindVideo, KindTransfer, KindForward}

// replyKey has a bare kind beside other keys: {reply: success, delay: 3s}.
const replyKey = "reply"

// shortTransfer is what people may write for WeChat's long word.
const shortTransfer = "transfer"

// then reads an answer.
func (r *reader) then(n ast.Node, path string, at place) Then {
	switch n.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return r.thenMap(n, path, at)
	case *ast.NullNode, nil:
		r.fail(n, "no_kind", "known", strings.Join(kindsAt(at), ", "))
		return Then{}
	}
	var t Then
	r.bareKind(&t, n)
	return t
}

func kindsAt(at place) []string {
	if at == asMessage {
		return CustomerKinds()
	}
	return Kinds()
}

func (r *reader) bareKind(t *Then, n ast.Node) {
	if s, ok := n.(*ast.StringNode); ok && s.Value == shortTransfer {
		t.Kind = KindTransfer
		return
	}
	if kind, ok := r.choice(n, bareKinds...); ok {
		t.Kind = kind
	}
}

func (r *reader) thenMap(n ast.Node, path string, at place) Then {
	var t Then
	known := slices.Concat(kindKeys, []string{shortTransfer, replyKey, "body", "again", "per", "delay", "fault", "after"})
	entries := r.entries(n, known...)
	var kind *entry
	for i := range entries {
		e := &entries[i]
		if e.key == shortTransfer {
			e.key = KindTransfer
		}
		if e.key != replyKey && !slices.Contains(kindKeys, e.key) {
			continue
		}
		if kind != nil {
			r.fail(e.at, "two_kinds", "key", e.key, "other", kind.key)
			continue
		}
		kind = e
	}
	if kind == nil {
		if !r.told(n) {
			r.fail(n, "no_kind", "known", strings.Join(kindsAt(at), ", "))
		}
		return t
	}
	r.mark(path+".kind", kind.at)
	r.kind(&t, kind, path)
	for _, e := range entries {
		r.common(&t, e, path)
	}
	return t
}

// told says whether something at or behind a node was told already.
func (r *reader) told(n ast.Node) bool {
	m := markOf(n)
	return slices.ContainsFunc(r.problems, func(p Problem) bool { return p.Index == r.index && p.Line >= m.line })
}

// common reads the keys that stand beside a kind.
func (r *reader) common(t *Then, e entry, path string) {
	only := func(kind string) bool {
		if t.Kind != kind {
			r.fail(e.at, "not_here", "key", e.key, "kind", kind)
		}
		return t.Kind == kind
	}
	switch e.key {
	case "body":
		if only(KindStatus) {
			r.text(&t.Text, e.value, path+".text")
		}
	case "again":
		if only(KindSequence) {
			if s, ok := r.choice(e.value, string(Repeat), string(Restart)); ok && s != string(Repeat) {
				t.Again = Again(s)
			}
		}
	case "per":
		if only(KindSequence) {
			if s, ok := r.choice(e.value, string(PerRule), string(PerUser)); ok && s != string(PerRule) {
				t.Per = Per(s)
			}
		}
	case "delay":
		r.mark(path+".delay", e.value)
		if s, ok := r.scalar(e.value); ok {
			d, err := ParseDelay(s)
			if err != nil {
				r.fail(e.value, "delay", "value", s)
			}
			t.Delay = d
		}
	case "fault":
		r.mark(path+".fault", e.value)
		var known []string
		for _, f := range Faults() {
			known = append(known, string(f))
		}
		if s, ok := r.choice(e.value, known...); ok {
			t.Fault = Fault(s)
		}
	case "after":
		t.After = r.thens(e.value, path+".after", asMessage)
	}
}

func (r *reader) thens(n ast.Node, path string, at place) []Then {
	r.mark(path, n)
	var out []Then
	for i, item := range r.list(n) {
		each := pathIndex(path, i)
		r.mark(each, item)
		out = append(out, r.then(item, each, at))
	}
	return out
}

func (r *reader) text(to *string, n ast.Node, path string) {
	r.mark(path, n)
	*to, _ = r.scalar(n)
}

// kind reads the key that says what kind of answer it is.
func (r *reader) kind(t *Then, e *entry, path string) {
	if e.key == replyKey {
		r.bareKind(t, e.value)
		return
	}
	switch t.Kind = e.key; e.key {
	case KindNews:
		r.articles(t, e.value, path+".articles")
	case KindSequence:
		t.Steps = r.thens(e.value, path+".steps", asStep)
	case KindFile:
		r.text(&t.File, e.value, path+".file")
		if r.foreign && isAbsolute(strings.TrimSpace(t.File)) {
			r.fail(e.value, "absolute", "value", t.File)
		}
	case KindStatus:
		r.mark(path+".status", e.value)
		if s, ok := r.scalar(e.value); ok {
			n, err := strconv.Atoi(strings.TrimSpace(s))
			if err != nil {
				r.fail(e.value, "status", "value", s)
			}
			t.Status = n
		}
	default:
		r.parts(t, e.value, path)
	}
}

// parts reads a kind's texts: a map of them, or the first alone.
func (r *reader) parts(t *Then, n ast.Node, path string) {
	parts := partsOf[t.Kind]
	keys := make([]string, len(parts))
	for i, p := range parts {
		keys[i] = p.key
	}
	_, isMap := n.(*ast.MappingNode)
	_, isPair := n.(*ast.MappingValueNode)
	short := slices.Contains(shortKinds, t.Kind)
	if short && (len(parts) == 1 && t.Kind != KindTransfer || !isMap && !isPair) {
		r.text(parts[0].of(t), n, path+"."+parts[0].path)
		return
	}
	for _, e := range r.entries(n, keys...) {
		for _, p := range parts {
			if p.key == e.key {
				r.text(p.of(t), e.value, path+"."+p.path)
			}
		}
	}
}

func (r *reader) articles(t *Then, n ast.Node, path string) {
	r.mark(path, n)
	for i, item := range r.list(n) {
		at := pathIndex(path, i)
		r.mark(at, item)
		var a Article
		for _, e := range r.entries(item, "title", "description", "pic", "url") {
			for _, p := range articleParts {
				if p.key == e.key {
					r.text(p.of(&a), e.value, at+"."+p.key)
				}
			}
		}
		t.Articles = append(t.Articles, a)
	}
}
