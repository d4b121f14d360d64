package profile

import (
	"crypto/rand"
	"fmt"
	"io"
)

const (
	alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	idAlphabet   = "abcdefghijkmnpqrstuvwxyz23456789" // none that looks like another
)

// NewToken makes a Token: 16 letters and digits, 95 bits. r is crypto/rand when nil.
func NewToken(r io.Reader) (string, error) { return pick(r, alphanumeric, 16) }

// NewAESKey makes an EncodingAESKey: 43 letters and digits, which with "=" after them
// are the base64 of 32 bytes. r is crypto/rand when nil.
func NewAESKey(r io.Reader) (string, error) { return pick(r, alphanumeric, 43) }

// newID makes a profile's ID: 8 lower-case letters and digits.
func newID(r io.Reader) (string, error) { return pick(r, idAlphabet, 8) }

// pick draws n characters of the alphabet, each equally likely: bytes beyond the
// largest multiple of its length are drawn again.
func pick(r io.Reader, alphabet string, n int) (string, error) {
	if r == nil {
		r = rand.Reader
	}
	limit := byte(256 / len(alphabet) * len(alphabet) % 256) // 0 when all 256 fit
	out, b := make([]byte, 0, n), make([]byte, 1)
	for draws := 0; len(out) < n; draws++ {
		if draws > 1000*n { // a reader that repeats one value
			return "", fmt.Errorf("profile: draw random characters: the source is not random")
		}
		if _, err := io.ReadFull(r, b); err != nil {
			return "", fmt.Errorf("profile: draw random characters: %w", err)
		}
		if limit == 0 || b[0] < limit {
			out = append(out, alphabet[int(b[0])%len(alphabet)])
		}
	}
	return string(out), nil
}
