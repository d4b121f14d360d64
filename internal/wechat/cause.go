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
	SignatureAlgorithm  CauseID = "signature_algorithm"   // MD5 or the like instead of SHA-1

	// The Token.
	TokenEmpty        CauseID = "token_empty" // the account has none
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
	SortNumeric    CauseID = "sort_numeric"
	SignatureParts CauseID = "signature_parts" // other values, another order, or signs between them

	// Encryption.
	ModePlainExpected     CauseID = "mode_plain_expected"     // ciphertext came, the profile says plain
	ModeEncryptedExpected CauseID = "mode_encrypted_expected" // plain text came, the profile says safe
	EncryptMissing        CauseID = "encrypt_missing"
	EncryptTypeMissing    CauseID = "encrypt_type_missing"
	EncryptDamaged        CauseID = "encrypt_damaged"
	AESKeyMissing         CauseID = "aes_key_missing"
	AESKeyMalformed       CauseID = "aes_key_malformed"
	AESKeyMismatch        CauseID = "aes_key_mismatch"
	AESKeyIsToken         CauseID = "aes_key_is_token"
	AESKeyIsAppSecret     CauseID = "aes_key_is_app_secret"
	AESKeyEarlier         CauseID = "aes_key_earlier" // an earlier key opened it
	AESPadding16          CauseID = "aes_padding_16"  // padded to 16 bytes; WeChat pads to 32
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
	UnusualType CauseID = "content_type" // a Content-Type that WeChat does not send

	// The answer: always warnings about a request that holds.
	ReplyFailed        CauseID = "reply_failed"         // a rule's template did not work; the next rule answered
	ReplySlow          CauseID = "reply_slow"           // the answer took longer than WeChat waits
	ReplyEchostr       CauseID = "reply_echostr"        // a verification was not answered with the echostr
	ReplyHTML          CauseID = "reply_html"           // an error page
	ReplyCompressed    CauseID = "reply_compressed"     // gzip, which WeChat did not ask for
	ReplyBOM           CauseID = "reply_bom"            // a byte order mark in front
	ReplySurrounded    CauseID = "reply_surrounded"     // blanks, line ends or quotes around it
	ReplySyntax        CauseID = "reply_syntax"         // neither success nor well-formed
	ReplyFormat        CauseID = "reply_format"         // JSON to a push in XML, or the reverse
	ReplyPlain         CauseID = "reply_plain"          // in clear, where it must be encrypted
	ReplySealed        CauseID = "reply_sealed"         // encrypted, to a push in clear
	ReplySealedSuccess CauseID = "reply_sealed_success" // success or nothing, encrypted
	ReplySignature     CauseID = "reply_signature"      // the MsgSignature is wrong
	ReplyUndecryptable CauseID = "reply_undecryptable"  // its ciphertext does not open
	ReplyAppID         CauseID = "reply_app_id"         // its ciphertext names another AppID
	ReplyNested        CauseID = "reply_nested"         // <xml> within <xml>
	ReplyUsers         CauseID = "reply_users"          // sender and receiver are not swapped
	ReplyCreateTime    CauseID = "reply_create_time"    // missing, in milliseconds, or no time
	ReplyKind          CauseID = "reply_type"           // a MsgType that no reply has
	ReplyFieldMissing  CauseID = "reply_field_missing"  // an element that its type must have
	ReplyTextLong      CauseID = "reply_text_long"      // more than WeChat takes
	ReplyArticles      CauseID = "reply_articles"       // too many, miscounted, or on the wrong level

	// The backend that a rule forwards to: warnings as well.
	BackendURL         CauseID = "backend_url"         // the rule names none, or none that can be
	BackendLoop        CauseID = "backend_loop"        // it is echostr itself
	BackendUnreachable CauseID = "backend_unreachable" // no connection, or it broke
	BackendSlow        CauseID = "backend_slow"        // it did not answer in time
	BackendSkipped     CauseID = "backend_skipped"     // it was not asked: those before it took all the time
	BackendTooLarge    CauseID = "backend_too_large"   // its answer is longer than is taken
	BackendStatus      CauseID = "backend_status"      // it answered with an error
)
