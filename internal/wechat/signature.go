package wechat

import (
	"crypto/sha1"
	"crypto/subtle"
	"encoding/hex"
)

// Sign is WeChat's signature: the SHA-1, as 40 lower-case hex digits, of the parts
// sorted bytewise and put together. Three parts (Token, timestamp, nonce) make a
// signature, four (and the ciphertext) a msg_signature.
func Sign(parts ...string) string {
	var sorted [8]string
	return signSorted(append(sorted[:0], parts...))
}

// signSorted sorts in place. Insertion: there are three or four.
func signSorted(parts []string) string {
	digits := digest(sortParts(parts))
	return string(digits[:])
}

func sortParts(parts []string) []string {
	for i := 1; i < len(parts); i++ {
		for j := i; j > 0 && parts[j] < parts[j-1]; j-- {
			parts[j], parts[j-1] = parts[j-1], parts[j]
		}
	}
	return parts
}

// digest hashes the parts as they stand. What is longer than the buffer costs an
// allocation.
func digest(parts []string) (digits [2 * sha1.Size]byte) {
	var buf [1024]byte
	text := buf[:0]
	for _, p := range parts {
		text = append(text, p...)
	}
	sum := sha1.Sum(text)
	hex.Encode(digits[:], sum[:])
	return digits
}

// signs says, without allocating, whether the parts, sorted, give a signature.
func signs(given string, parts ...string) bool {
	var sorted [8]string
	return signsInOrder(given, sortParts(append(sorted[:0], parts...))...)
}

// signsInOrder is signs without the sort, which finds servers that sort wrongly.
func signsInOrder(given string, parts ...string) bool {
	digits := digest(parts)
	var other [2 * sha1.Size]byte
	return len(given) == len(digits) && copy(other[:], given) == len(digits) && subtle.ConstantTimeCompare(digits[:], other[:]) == 1
}

// SameSignature compares in constant time.
func SameSignature(a, b string) bool {
	return len(a) == len(b) && subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1
}

// Sorted returns the parts in the order in which they are hashed.
func Sorted(parts ...string) []string { return sortParts(append([]string(nil), parts...)) }

// Parts are what goes into the signature, unsorted: Token, timestamp, nonce and, for
// a msg_signature, the ciphertext.
func (c *Check) Parts() []string {
	if c.Scheme == MsgSignature {
		return []string{c.Token, c.Timestamp, c.Nonce, c.Encrypt}
	}
	return []string{c.Token, c.Timestamp, c.Nonce}
}

// with is the signature that another Token would give.
func (c *Check) with(token string) string {
	if c.Scheme == MsgSignature {
		return Sign(token, c.Timestamp, c.Nonce, c.Encrypt)
	}
	return Sign(token, c.Timestamp, c.Nonce)
}

// fits says whether another Token would give the signature that came.
func (c *Check) fits(token string) bool {
	if c.Scheme == MsgSignature {
		return signs(c.Given, token, c.Timestamp, c.Nonce, c.Encrypt)
	}
	return signs(c.Given, token, c.Timestamp, c.Nonce)
}
