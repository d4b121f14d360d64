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
	for i := 1; i < len(parts); i++ {
		for j := i; j > 0 && parts[j] < parts[j-1]; j-- {
			parts[j], parts[j-1] = parts[j-1], parts[j]
		}
	}
	return signInOrder(parts)
}

// signInOrder hashes the parts as they stand, which finds servers that sort wrongly.
func signInOrder(parts []string) string {
	var buf [512]byte
	text := buf[:0]
	for _, p := range parts {
		text = append(text, p...)
	}
	sum := sha1.Sum(text)
	var digits [2 * sha1.Size]byte
	hex.Encode(digits[:], sum[:])
	return string(digits[:])
}

// SameSignature compares in constant time.
func SameSignature(a, b string) bool {
	return len(a) == len(b) && subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1
}

// Sorted returns the parts in the order in which they are hashed.
func Sorted(parts ...string) []string {
	out := append([]string(nil), parts...)
	for i := 1; i < len(out); i++ {
		for j := i; j > 0 && out[j] < out[j-1]; j-- {
			out[j], out[j-1] = out[j-1], out[j]
		}
	}
	return out
}

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
