package ngrok

import (
	"fmt"
	"log/slog"
)

// hidden is what stands for a secret in every text.
const hidden = "***"

// Secret is a text that no log, error or format verb shows.
type Secret string

// Reveal is the text itself.
func (s Secret) Reveal() string { return string(s) }

// String hides the text; an empty secret stays "".
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return hidden
}

// Format hides the text from every verb, %#v and %x included.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(s.String())) }

// LogValue hides the text from slog.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText hides the text from encoders that work by reflection.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }
