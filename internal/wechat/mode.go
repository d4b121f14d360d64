package wechat

import "fmt"

// Mode is how an account's pushes are encrypted (消息加解密方式).
type Mode uint8

// The three modes of the console.
const (
	Plain      Mode = iota // 明文: the message as it is
	Compatible             // 兼容: the message and its ciphertext side by side
	Safe                   // 安全: ciphertext only; non-empty replies are encrypted too
)

var modeNames = [...]string{"plain", "compatible", "safe"}

// String is "plain", "compatible" or "safe", as in settings and flags.
func (m Mode) String() string {
	if int(m) < len(modeNames) {
		return modeNames[m]
	}
	return fmt.Sprintf("Mode(%d)", m)
}

// ParseMode reads what String writes.
func ParseMode(s string) (Mode, error) {
	for i, n := range modeNames {
		if s == n {
			return Mode(i), nil
		}
	}
	return 0, fmt.Errorf("wechat: mode %q is none of plain, compatible, safe", s)
}

// MarshalText implements encoding.TextMarshaler.
func (m Mode) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (m *Mode) UnmarshalText(b []byte) (err error) {
	*m, err = ParseMode(string(b))
	return err
}
