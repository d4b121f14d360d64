package wechat

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"
)

func mustKey(t testing.TB, s string) *Key {
	t.Helper()
	k, err := ParseKey(s)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestParseKey(t *testing.T) {
	for _, tt := range []struct {
		name, key string
		ok        bool
	}{
		{"published", goodKey, true},
		{"plus and slash", strings.Repeat("+/", 21) + "A", true},
		{"empty", "", false},
		{"42", goodKey[:42], false},
		{"44 with padding", goodKey + "=", false},
		{"padding within", goodKey[:42] + "=", false},
		{"minus", "-" + goodKey[1:], false},
		{"blank", goodKey[:42] + " ", false},
		{"line ends", goodKey[:39] + "\n\n\n\n", false},
		{"line end", goodKey[:42] + "\n", false},
		{"Chinese", goodKey[:40] + "你", false},
	} {
		k, err := ParseKey(tt.key)
		if (err == nil) != tt.ok || (k != nil) != tt.ok || err != nil && !errors.Is(err, ErrKey) {
			t.Errorf("%s: %v, %v", tt.name, k, err)
		}
		if err != nil && len(tt.key) > 8 && strings.Contains(err.Error(), tt.key[:8]) {
			t.Errorf("%s: the error repeats the key: %v", tt.name, err)
		}
	}
}

// TestStrayBits: the last of 43 characters carries two bits that no byte takes up.
func TestStrayBits(t *testing.T) {
	const last = "EFGH" // 000100 to 000111: the same four high bits
	sealed := referenceEncrypt(t, goodKey[:42]+"E", textXML, goodAppID, referencePad(textXML, goodAppID, 32))
	for _, c := range last {
		got, _, err := mustKey(t, goodKey[:42]+string(c)).Decrypt(sealed)
		if err != nil || string(got) != textXML {
			t.Errorf("%c: %v", c, err)
		}
	}
	if _, _, err := mustKey(t, goodKey[:42]+"I").Decrypt(sealed); err == nil {
		t.Error("another key opens it")
	}
}

func TestEnvelopeLengths(t *testing.T) {
	k := mustKey(t, goodKey)
	seen := map[int]bool{}
	for n := range 70 {
		message := strings.Repeat("m", n)
		for _, appID := range []string{"", goodAppID} {
			sealed := k.Encrypt([]byte(message), appID, []byte("0123456789abcdef"))
			if want := referenceEncrypt(t, goodKey, message, appID, referencePad(message, appID, 32)); sealed != want {
				t.Fatalf("%d bytes: %s, want %s", n, sealed, want)
			}
			got, env, err := k.Decrypt(sealed)
			if err != nil || string(got) != message || env.AppID != appID || env.Random != "0123456789abcdef" || env.Length != n {
				t.Fatalf("%d bytes: %q, %+v, %v", n, got, env, err)
			}
			if env.Cipher%32 != 0 || env.Padding != referencePad(message, appID, 32) {
				t.Errorf("%d bytes: %+v", n, env)
			}
			seen[env.Padding] = true
		}
	}
	for pad := 1; pad <= 32; pad++ {
		if !seen[pad] {
			t.Errorf("no message was padded by %d", pad)
		}
	}
}

func TestDecryptBlocksOf16(t *testing.T) {
	k := mustKey(t, goodKey)
	for n := range 32 {
		message := strings.Repeat("m", n)
		pad := referencePad(message, goodAppID, 16)
		got, env, err := k.Decrypt(referenceEncrypt(t, goodKey, message, goodAppID, pad))
		if err != nil || string(got) != message || env.Padding != pad {
			t.Errorf("%d bytes: %q, %+v, %v", n, got, env, err)
		}
	}
}

func TestDecryptErrors(t *testing.T) {
	k := mustKey(t, goodKey)
	good := referenceEncrypt(t, goodKey, "hello", goodAppID, referencePad("hello", goodAppID, 32))
	raw, err := base64.StdEncoding.DecodeString(good)
	if err != nil {
		t.Fatal(err)
	}
	flip := func(i int) string {
		b := append([]byte(nil), raw...)
		b[i] ^= 0x80
		return base64.StdEncoding.EncodeToString(b)
	}
	// 16 random, then a length of the test's own, then 12 bytes and 32 of padding.
	length := func(n int) string {
		return encryptBlocks(k, "0123456789abcdef"+string([]byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)})+"hello world!"+strings.Repeat("\x20", 32))
	}
	for _, tt := range []struct {
		name, sealed string
		want         error
	}{
		{"not base64", "你好" + good, ErrBase64},
		{"blank within", good[:8] + " " + good[8:], ErrBase64},
		{"URL alphabet", "-_" + good[2:], ErrBase64},
		{"padding lost", strings.TrimRight(good, "=") + "A", ErrBase64},
		{"empty", "", ErrBlockSize},
		{"15 bytes", base64.StdEncoding.EncodeToString(raw[:15]), ErrBlockSize},
		{"one byte more", base64.StdEncoding.EncodeToString(append(append([]byte(nil), raw...), 0)), ErrBlockSize},
		{"last block lost", base64.StdEncoding.EncodeToString(raw[:len(raw)-16]), ErrPadding},
		{"padding byte changed", flip(len(raw) - 17), ErrPadding},
		{"length changed", flip(0), ErrLength}, // CBC hands the bit on to the next block
		{"message changed", flip(15), nil},     // nothing but the signature shows it
		{"length's block changed", flip(16), ErrLength},
		{"padding of 0", encryptBlocks(k, strings.Repeat("x", 31)+"\x00"), ErrPadding},
		{"padding of 33", encryptBlocks(k, strings.Repeat("x", 15)+strings.Repeat("!", 33)), ErrPadding},
		{"uneven padding", encryptBlocks(k, strings.Repeat("x", 30)+"\x01\x02"), ErrPadding},
		{"padding longer than all", encryptBlocks(k, strings.Repeat("\x20", 16)), ErrPadding},
		{"nothing but padding", encryptBlocks(k, strings.Repeat("\x20", 32)), ErrLength},
		{"19 bytes", encryptBlocks(k, strings.Repeat("x", 19)+strings.Repeat("\x0d", 13)), ErrLength},
		{"length of all", length(12), nil},
		{"length one too big", length(13), ErrLength},
		{"length of 4 GB", length(0xffffffff), ErrLength},
		{"length with the top bit", length(0x80000000), ErrLength},
	} {
		message, _, err := k.Decrypt(tt.sealed)
		if !errors.Is(err, tt.want) || err != nil && tt.want == nil || (message == nil) != (err != nil) {
			t.Errorf("%s: %q, %v, want %v", tt.name, message, err, tt.want)
		}
	}
	if _, _, err := mustKey(t, otherKey).Decrypt(good); !errors.Is(err, ErrPadding) && !errors.Is(err, ErrLength) {
		t.Errorf("another key: %v", err)
	}
}

func TestEncryptTakesNoMemoryOfItsInput(t *testing.T) {
	k := mustKey(t, goodKey)
	message, random := []byte("hello"), []byte("0123456789abcdef")
	first := k.Encrypt(message, goodAppID, random)
	if fmt.Sprintf("%s%s", message, random) != "hello0123456789abcdef" {
		t.Error("the input was changed")
	}
	if k.Encrypt(message, goodAppID, random) != first {
		t.Error("the same message sealed with the same random differs")
	}
	if k.Encrypt(message, goodAppID, []byte("0123456789abcdeg")) == first {
		t.Error("the random does not matter")
	}
}
