package archive

import (
	"encoding/base64"
	"encoding/json"
	"unicode/utf8"
)

// blob is bytes within JSON: a string where they are text, else {"base64":"…"}.
type blob string

// MarshalJSON implements json.Marshaler.
func (b blob) MarshalJSON() ([]byte, error) {
	if utf8.ValidString(string(b)) {
		return json.Marshal(string(b))
	}
	return json.Marshal(map[string]string{"base64": base64.StdEncoding.EncodeToString([]byte(b))})
}

var errBlob = flawed(ReasonEncoding, "", "neither a string nor an object with base64")

// UnmarshalJSON implements json.Unmarshaler.
func (b *blob) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		var s string
		if err := json.Unmarshal(data, &s); err != nil {
			return err
		}
		*b = blob(s)
		return nil
	}
	var in struct{ Base64 *string }
	if err := json.Unmarshal(data, &in); err != nil || in.Base64 == nil {
		return errBlob
	}
	raw, err := base64.StdEncoding.DecodeString(*in.Base64)
	if err != nil {
		return errBlob
	}
	*b = blob(raw)
	return nil
}
