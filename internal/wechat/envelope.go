package wechat

import (
	"crypto/cipher"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
)

// The ways in which ciphertext fails to open. WeChat's own libraries number them.
var (
	ErrBase64    = errors.New("wechat: ciphertext is not base64 (-40010)")
	ErrBlockSize = errors.New("wechat: ciphertext is not whole blocks of 16 bytes (-40008)")
	ErrPadding   = errors.New("wechat: padding is wrong, most likely the wrong EncodingAESKey (-40007)")
	ErrLength    = errors.New("wechat: the length inside does not fit, most likely the wrong EncodingAESKey (-40008)")
)

// padTo is WeChat's PKCS#7 block: 32 bytes, though AES has 16.
const padTo = 32

// Decrypt opens the base64 ciphertext of an Encrypt element: AES-256-CBC over
// random(16), length(4, big endian), message, receiver. It accepts padding of 1 to
// 32 bytes and whole blocks of 16, since some libraries pad to 16. Whether the
// receiver is the right one is the caller's to judge.
func (k *Key) Decrypt(encrypt string) (message []byte, env Envelope, err error) {
	buf, err := base64.StdEncoding.DecodeString(encrypt)
	if err != nil {
		return nil, env, fmt.Errorf("%w: %w", ErrBase64, err)
	}
	if len(buf) == 0 || len(buf)%16 != 0 {
		return nil, env, fmt.Errorf("%w: %d bytes", ErrBlockSize, len(buf))
	}
	env.Cipher = len(buf)
	cipher.NewCBCDecrypter(k.block, k.iv[:]).CryptBlocks(buf, buf)

	pad := int(buf[len(buf)-1])
	if pad < 1 || pad > padTo || pad > len(buf) {
		return nil, env, ErrPadding
	}
	for _, b := range buf[len(buf)-pad:] {
		if int(b) != pad {
			return nil, env, ErrPadding
		}
	}
	full := buf[:len(buf)-pad]
	if len(full) < 20 {
		return nil, env, ErrLength
	}
	n := int64(binary.BigEndian.Uint32(full[16:20]))
	if n > int64(len(full)-20) {
		return nil, env, ErrLength
	}
	env.Random = string(full[:16])
	env.Length, env.Padding = int(n), pad
	env.AppID = string(full[20+n:])
	return full[20 : 20+n : 20+n], env, nil
}

// Encrypt is the reverse of Decrypt: random must be 16 bytes, fresh for every
// message. The result is base64, as it stands in an Encrypt element.
func (k *Key) Encrypt(message []byte, appID string, random []byte) string {
	n := 20 + len(message) + len(appID)
	pad := padTo - n%padTo
	buf := make([]byte, 0, n+pad)
	buf = append(buf, random[:16]...)
	buf = binary.BigEndian.AppendUint32(buf, uint32(len(message)))
	buf = append(buf, message...)
	buf = append(buf, appID...)
	for range pad {
		buf = append(buf, byte(pad))
	}
	cipher.NewCBCEncrypter(k.block, k.iv[:]).CryptBlocks(buf, buf)
	return base64.StdEncoding.EncodeToString(buf)
}
