package profile

import (
	"encoding/json"
	"fmt"
	"strings"
)

// owner is whose secrets they are: "p-<profile id>" or "tunnel".
type owner string

const tunnelOwner owner = "tunnel"

func ownerOf(p Profile) owner { return owner("p-" + p.ID) }

// ref says where an owner's secrets are: in which vault under which name. A name is
// used once and never again, so that what settings.json names is either what was
// written for it or missing, whatever was cut off in between.
type ref struct {
	vault place
	item  string
}

// place is a kind of vault.
type place string

const (
	inKeyring place = "keyring"
	inFile    place = "file"
)

// MarshalText writes "keyring:<item>", "file:<item>" or "".
func (r ref) MarshalText() ([]byte, error) {
	if r.item == "" {
		return nil, nil
	}
	return []byte(string(r.vault) + ":" + r.item), nil
}

// UnmarshalText reads what MarshalText writes.
func (r *ref) UnmarshalText(b []byte) error {
	at, item, _ := strings.Cut(string(b), ":")
	if *r = (ref{place(at), item}); len(b) == 0 {
		*r = ref{}
	} else if item == "" || r.vault != inKeyring && r.vault != inFile {
		*r = ref{}
		return fmt.Errorf("profile: where secrets are: neither keyring nor file")
	}
	return nil
}

// secretsForm is the blob of one owner.
type secretsForm struct {
	Token          string   `json:"token,omitempty"`
	AppSecret      string   `json:"app_secret,omitempty"`
	AESKey         string   `json:"aes_key,omitempty"`
	EarlierTokens  []string `json:"earlier_tokens,omitempty"`
	EarlierAESKeys []string `json:"earlier_aes_keys,omitempty"`
	Authtoken      string   `json:"authtoken,omitempty"`
	ProxyURL       string   `json:"proxy_url,omitempty"`
}

// secretsOf are the blobs of all owners that have any secret.
func secretsOf(s *Settings) (map[owner]string, error) {
	out := map[owner]string{}
	put := func(o owner, f secretsForm) error {
		b, err := json.Marshal(f)
		if text := string(b); text != "{}" {
			out[o] = text
		}
		return err
	}
	if err := put(tunnelOwner, secretsForm{Authtoken: s.Tunnel.Authtoken, ProxyURL: s.Tunnel.ProxyURL}); err != nil {
		return nil, fmt.Errorf("encode secrets: %w", err)
	}
	for _, p := range s.Profiles {
		err := put(ownerOf(p), secretsForm{Token: p.Token, AppSecret: p.AppSecret, AESKey: p.EncodingAESKey,
			EarlierTokens: p.EarlierTokens, EarlierAESKeys: p.EarlierAESKeys})
		if err != nil {
			return nil, fmt.Errorf("encode secrets: %w", err)
		}
	}
	return out, nil
}

// fill puts an owner's blob into the settings.
func (s *Settings) fill(o owner, blob string) error {
	var f secretsForm
	if err := json.Unmarshal([]byte(blob), &f); err != nil {
		return fmt.Errorf("profile: secrets of %s are damaged", o) // the error would quote them
	}
	if o == tunnelOwner {
		s.Tunnel.Authtoken, s.Tunnel.ProxyURL = f.Authtoken, f.ProxyURL
		return nil
	}
	if p := s.Edit(strings.TrimPrefix(string(o), "p-")); p != nil {
		p.Token, p.AppSecret, p.EncodingAESKey = f.Token, f.AppSecret, f.AESKey
		p.EarlierTokens, p.EarlierAESKeys = f.EarlierTokens, f.EarlierAESKeys
	}
	return nil
}
