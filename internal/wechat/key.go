package wechat

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"errors"
	"fmt"
)

// ErrKey is an EncodingAESKey that is not 43 letters and digits.
var ErrKey = errors.New("wechat: EncodingAESKey is not 43 characters of base64")

// Key is an EncodingAESKey made ready. It is immutable and safe for concurrent use.
type Key struct {
	block cipher.Block
	iv    [16]byte
}

// ParseKey reads the 43 characters of an EncodingAESKey: the base64 of 32 bytes
// without its "=". 43 characters carry two bits too many; stray ones are accepted,
// as WeChat does.
func ParseKey(s string) (*Key, error) {
	if len(s) != 43 {
		return nil, fmt.Errorf("%w: it has %d", ErrKey, len(s))
	}
	raw, err := base64.StdEncoding.DecodeString(s + "=")
	if err != nil || len(raw) != 32 {
		return nil, ErrKey
	}
	block, err := aes.NewCipher(raw)
	if err != nil {
		return nil, fmt.Errorf("wechat: EncodingAESKey: %w", err)
	}
	k := &Key{block: block}
	copy(k.iv[:], raw)
	return k, nil
}
