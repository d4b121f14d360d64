package wechat

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"hash"
	"strings"
)

// algorithm is the name of another hash that gives the signature from the right parts;
// "" for none. Hashes of the Token as a key over the other parts are among them.
func (q *inquiry) algorithm(given string) string {
	if len(q.c.Encrypt) > longestGuessed {
		return ""
	}
	hashes := []struct {
		name string
		new  func() hash.Hash
	}{{"MD5", md5.New}, {"SHA-1", sha1.New}, {"SHA-256", sha256.New}, {"SHA-512", sha512.New}}
	parts := Sorted(q.c.Parts()...)
	var others []string
	for _, p := range q.c.named() {
		if p.kind != SpanToken {
			others = append(others, p.value)
		}
	}
	for _, h := range hashes {
		if hex.EncodedLen(h.new().Size()) != len(given) {
			continue
		}
		if h.name != "SHA-1" && sameDigest(h.new(), parts, given) {
			return h.name
		}
		if q.c.Token != "" && sameDigest(hmac.New(h.new, []byte(q.c.Token)), others, given) {
			return "HMAC-" + h.name
		}
	}
	return ""
}

func sameDigest(h hash.Hash, parts []string, given string) bool {
	for _, p := range parts {
		h.Write([]byte(p))
	}
	return SameSignature(hex.EncodeToString(h.Sum(nil)), given)
}

// guessParts finds a sort by number instead of by bytes, and signatures over other
// parts, in another order, or with signs between them.
func (q *inquiry) guessParts() *Cause {
	for _, order := range numericOrders(q.c) {
		if signsInOrder(q.c.Given, order...) {
			return &Cause{ID: SortNumeric}
		}
	}
	q.out(SortNumeric)
	for _, guess := range []func() (what, formula string){q.guessMissingPart, q.guessMorePart, q.guessOrder, q.guessSeparator} {
		if what, formula := guess(); formula != "" {
			return &Cause{ID: SignatureParts, Args: map[string]string{"name": q.c.Scheme.parameter(), "what": what, "formula": formula}}
		}
	}
	q.out(SignatureParts)
	return nil
}

// Formulas are written as sort(Token, timestamp, nonce): what was sorted and hashed; or
// Token + timestamp + nonce: what was hashed in that order. They read the same in
// every language.

// names are those of the right parts, in the documentation's order.
func (c *Check) names() []string {
	if c.Scheme == MsgSignature {
		return []string{"Token", "timestamp", "nonce", "Encrypt"}
	}
	return []string{"Token", "timestamp", "nonce"}
}

func (q *inquiry) guessMissingPart() (what, formula string) {
	parts, names := q.c.Parts(), q.c.names()
	for i, name := range names {
		if q.c.Scheme == MsgSignature && name == "Encrypt" { // that is a plain signature
			continue
		}
		if signs(q.c.Given, without(parts, i)...) {
			return "no_" + strings.ToLower(name), "sort(" + strings.Join(without(names, i), ", ") + ")"
		}
	}
	return "", ""
}

func without(s []string, i int) []string {
	return append(append(make([]string, 0, len(s)), s[:i]...), s[i+1:]...)
}

func (q *inquiry) guessMorePart() (what, formula string) {
	body := ""
	if q.c.Scheme == Signature && len(q.r.Body) <= longestGuessed {
		body = string(q.r.Body)
	}
	echo := ""
	if q.c.Scheme == Signature || q.o.Kind != Verification {
		echo = q.q.Get(signedNames[hasEchostr])
	}
	for _, more := range []struct{ name, value string }{{"echostr", echo}, {"openid", q.q.Get("openid")},
		{"AppID", q.a.AppID}, {"body", body}} {
		if more.value == "" {
			continue
		}
		if signs(q.c.Given, append(q.c.Parts(), more.value)...) {
			return strings.ToLower(more.name), "sort(" + strings.Join(q.c.names(), ", ") + ", " + more.name + ")"
		}
	}
	return "", ""
}

// guessOrder tries the parts in orders that no sort by bytes makes: all orders of three;
// of four those with the ciphertext last, or before a Token that is.
func (q *inquiry) guessOrder() (what, formula string) {
	parts, names := q.c.Parts(), q.c.names()
	orders := [][]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}}
	for _, order := range orders {
		if q.c.Scheme == MsgSignature {
			order = append(order, 3)
		}
		for {
			if signsInOrder(q.c.Given, pick(parts, order)...) {
				return "unsorted", strings.Join(pick(names, order), " + ")
			}
			if len(order) == 3 || order[2] != 0 || order[3] != 3 {
				break
			}
			order[2], order[3] = 3, 0
		}
	}
	return "", ""
}

func pick(s []string, order []int) []string {
	out := make([]string, len(order))
	for i, at := range order {
		out[i] = s[at]
	}
	return out
}

// guessSeparator tries the right order with something between, and as name=value pairs.
func (q *inquiry) guessSeparator() (what, formula string) {
	sorted, names := Sorted(q.c.Parts()...), strings.Join(q.c.names(), ", ")
	for _, sign := range []string{"&", ",", " ", "\n", "|", "-", "_", "+"} {
		if signsInOrder(q.c.Given, strings.Join(sorted, sign)) {
			return "separator", "sort(" + names + ").join(" + quoted(sign) + ")"
		}
	}
	pairs := "nonce=" + q.c.Nonce + "&timestamp=" + q.c.Timestamp + "&token=" + q.c.Token
	if q.c.Scheme == MsgSignature {
		pairs = "encrypt=" + q.c.Encrypt + "&" + pairs
	}
	if signsInOrder(q.c.Given, pairs) {
		return "pairs", "nonce=…&timestamp=…&token=…"
	}
	return "", ""
}

func quoted(sign string) string {
	if sign == "\n" {
		return `"\n"`
	}
	return `"` + sign + `"`
}

// numericOrders are the orders in which a sort that compares digits as numbers, such
// as PHP's sort() without SORT_STRING, may put the parts: the smaller number before
// the bigger one, whatever is no number anywhere.
func numericOrders(c *Check) [][]string {
	if len(c.Timestamp) == len(c.Nonce) || !isDigits(c.Timestamp) || !isDigits(c.Nonce) {
		return nil // the same order either way
	}
	small, big := c.Timestamp, c.Nonce
	if len(small) > len(big) {
		small, big = big, small
	}
	out := everywhere([]string{small, big}, c.Token)
	if c.Scheme == MsgSignature {
		three := out
		out = nil
		for _, order := range three {
			out = append(out, everywhere(order, c.Encrypt)...)
		}
	}
	return out
}

// everywhere puts s before, between and after the parts.
func everywhere(parts []string, s string) (out [][]string) {
	for i := range len(parts) + 1 {
		order := append([]string{}, parts[:i]...)
		out = append(out, append(append(order, s), parts[i:]...))
	}
	return out
}
