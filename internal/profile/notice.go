package profile

// NoticeID is the stable identifier of a Notice.
type NoticeID string

// The notices.
const (
	// A damaged file was set aside and what could be read of it was kept.
	// Args: file (the name), aside (the new name).
	SettingsSetAside NoticeID = "settings_set_aside"
	// The secrets are in a file of the home. Args: file, reason (a SecretsReason).
	SecretsInFile NoticeID = "secrets_in_file"
	// The secrets are in a keyring that cannot be read now. Args: profiles (names).
	KeyringUnavailable NoticeID = "keyring_unavailable"
	// The keyring or the file no longer has an account's secrets. Args: profiles.
	SecretsMissing NoticeID = "secrets_missing"
)

// Reasons why secrets are in a file.
const (
	ReasonOff     = "off"     // ECHOSTR_KEYRING=off
	ReasonTimeout = "timeout" // the keyring did not answer in time
	ReasonError   = "error"   // the keyring refused
)

// Notice is something a person should know about the settings, not an error.
type Notice struct {
	ID   NoticeID
	Args map[string]string
}

// Key is the key of the notice's words: "notice.<id>", for SecretsInFile with
// ".<reason>" after it.
func (n Notice) Key() string {
	if n.ID == SecretsInFile {
		return "notice." + string(n.ID) + "." + n.Args["reason"]
	}
	return "notice." + string(n.ID)
}
