package profile

import (
	"errors"

	"github.com/zalando/go-keyring"
)

// Service is the name that the items of echostr have in a keyring.
const Service = "echostr"

// KeyringEnv names the environment variable which, set to "off", keeps the program
// away from the keyring: for servers without a session.
const KeyringEnv = "ECHOSTR_KEYRING"

// ErrNoItem is a keyring's answer when it has no such item.
var ErrNoItem = errors.New("profile: no such item in the keyring")

// Keyring is the place where the system keeps secrets. Get and Delete answer ErrNoItem
// for what is not there. Calls may block for as long as a person takes to unlock it;
// they may come from any goroutine, one at a time.
type Keyring interface {
	Get(service, user string) (string, error)
	Set(service, user, secret string) error
	Delete(service, user string) error
}

// SystemKeyring is the keyring of the operating system: Keychain, Credential Manager,
// or Secret Service over D-Bus.
func SystemKeyring() Keyring { return systemKeyring{} }

type systemKeyring struct{}

func (systemKeyring) Get(service, user string) (string, error) {
	secret, err := keyring.Get(service, user)
	return secret, noItem(err)
}

func (systemKeyring) Set(service, user, secret string) error {
	return keyring.Set(service, user, secret)
}

func (systemKeyring) Delete(service, user string) error {
	return noItem(keyring.Delete(service, user))
}

func noItem(err error) error {
	if errors.Is(err, keyring.ErrNotFound) {
		return ErrNoItem
	}
	return err
}
