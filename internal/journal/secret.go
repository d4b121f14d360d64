package journal

import (
	"crypto/sha256"
	"encoding/hex"
)

// Tokens and keys are not kept in the file: profiles keep them, in the system's keyring
// where there is one. A record has a digest instead, by which a secret that is still known
// is found again; one that is not reads as "". The digest gives nothing away that the
// recorded signature would not.

// hidden is what stands in a record for a secret; "" for "".
func hidden(secret string) string {
	if secret == "" {
		return ""
	}
	sum := sha256.Sum256([]byte("echostr journal " + secret))
	return hex.EncodeToString(sum[:12])
}

// secrets are the tokens and keys known now; few and short.
type secrets []string

// reveal is the secret that a digest stands for; "" when it is not known any more.
func (k secrets) reveal(digest string) string {
	if digest == "" {
		return ""
	}
	for _, one := range k {
		if hidden(one) == digest {
			return one
		}
	}
	return ""
}
