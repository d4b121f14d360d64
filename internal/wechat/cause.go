package wechat

// CauseID is the stable identifier of a reason; the words for it are made where
// they are shown. It stands in the event stream, in filters and in the README.
type CauseID string

// Cause is one reason why a request does not hold, or a warning about one that does.
type Cause struct {
	ID      CauseID
	Warning bool
	// Args fill the words: which parameter, which character, how many seconds.
	// They never hold a secret other than the account's own Token.
	Args map[string]string
	Fix  *Fix // nil when nothing in the settings would help
}

// Fix is a change of settings that makes the request hold.
type Fix struct {
	Kind  FixKind
	Value string // the value to set, or the profile to use
}

// FixKind says what a Fix changes.
type FixKind string

// The kinds of fixes.
const (
	SetToken   FixKind = "set_token"
	UseProfile FixKind = "use_profile"
	SetMode    FixKind = "set_mode"
	SetAESKey  FixKind = "set_aes_key"
	SetAppID   FixKind = "set_app_id"
)

// The causes.
const (
	// The request's parameters.
	ParameterMissing    CauseID = "parameter_missing"
	ParameterEmpty      CauseID = "parameter_empty"
	ParameterDuplicate  CauseID = "parameter_duplicate"
	ParameterWhitespace CauseID = "parameter_whitespace"
	ParameterEncoding   CauseID = "parameter_encoding"

	// The signature itself.
	SignatureUppercase  CauseID = "signature_uppercase"
	SignatureLength     CauseID = "signature_length"
	SignatureCharacters CauseID = "signature_characters"
	SignatureWrongField CauseID = "signature_wrong_field" // signature where msg_signature belongs, or the reverse

	// The Token.
	TokenWhitespace   CauseID = "token_whitespace"
	TokenCase         CauseID = "token_case"
	TokenFullWidth    CauseID = "token_full_width"
	TokenEarlier      CauseID = "token_earlier"
	TokenOtherProfile CauseID = "token_other_profile"
	TokenIsAppID      CauseID = "token_is_app_id"
	TokenIsAppSecret  CauseID = "token_is_app_secret"
	TokenIsAESKey     CauseID = "token_is_aes_key"
	TokenMismatch     CauseID = "token_mismatch"

	// How the signature was made.
	SortNumeric CauseID = "sort_numeric"

	// Encryption.
	ModePlainExpected     CauseID = "mode_plain_expected"     // ciphertext came, the profile says plain
	ModeEncryptedExpected CauseID = "mode_encrypted_expected" // plain text came, the profile says safe
	EncryptMissing        CauseID = "encrypt_missing"
	EncryptTypeMissing    CauseID = "encrypt_type_missing"
	EncryptDamaged        CauseID = "encrypt_damaged"
	AESKeyMissing         CauseID = "aes_key_missing"
	AESKeyMalformed       CauseID = "aes_key_malformed"
	AESKeyMismatch        CauseID = "aes_key_mismatch"
	AppIDMismatch         CauseID = "app_id_mismatch"
	WeComRequest          CauseID = "wecom_request"

	// The body.
	BodySyntax   CauseID = "body_syntax"
	BodyTooLarge CauseID = "body_too_large"
	BodyCut      CauseID = "body_cut" // the connection ended before the announced length

	// The clock.
	TimestampSkew         CauseID = "timestamp_skew"
	TimestampMilliseconds CauseID = "timestamp_milliseconds"
	TimestampMalformed    CauseID = "timestamp_malformed"
	NonceReplayed         CauseID = "nonce_replayed"

	// Not WeChat.
	NotWeChat   CauseID = "not_wechat"
	WrongPath   CauseID = "wrong_path"
	WrongMethod CauseID = "wrong_method"
	DebugTool   CauseID = "debug_tool"

	// The answer.
	ReplyFailed CauseID = "reply_failed" // a rule's template did not work; the next rule answered
	ReplySlow   CauseID = "reply_slow"   // the answer took longer than WeChat waits
)
