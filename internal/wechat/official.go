package wechat

import "strconv"

// officialCodes are the numbers by which WeChat's own libraries (WXBizMsgCrypt) report
// what corresponds to a cause. They check the signature first, so whatever spoils it is
// -40001 to them.
var officialCodes = map[CauseID]int{
	ParameterMissing: -40001, ParameterEmpty: -40001, ParameterDuplicate: -40001, ParameterWhitespace: -40001,
	ParameterEncoding: -40001, SignatureUppercase: -40001, SignatureLength: -40001, SignatureCharacters: -40001,
	SignatureWrongField: -40001, SignatureAlgorithm: -40001, SortNumeric: -40001, SignatureParts: -40001,
	TokenEmpty: -40001, TokenWhitespace: -40001, TokenCase: -40001, TokenFullWidth: -40001, TokenEarlier: -40001,
	TokenOtherProfile: -40001, TokenIsAppID: -40001, TokenIsAppSecret: -40001, TokenIsAESKey: -40001, TokenMismatch: -40001,

	BodySyntax: -40002, EncryptMissing: -40002,
	AESKeyMissing: -40004, AESKeyMalformed: -40004, AESKeyIsToken: -40004, AESKeyIsAppSecret: -40004,
	AppIDMismatch: -40005, ReplyAppID: -40005,
	AESKeyMismatch: -40007, ReplyUndecryptable: -40007,
	EncryptDamaged: -40010,
	ReplySignature: -40001,
}

// Official is the number that WeChat's own libraries give the cause, -40001 to -40011;
// false when they have none. Its meaning has words under "official.<code>".
func (id CauseID) Official() (code int, ok bool) {
	code, ok = officialCodes[id]
	return code, ok
}

// Official is that of the ID, or the more precise one found for this very request.
func (c *Cause) Official() (code int, ok bool) {
	if n, err := strconv.Atoi(c.Args["code"]); err == nil && n < 0 {
		return n, true
	}
	return c.ID.Official()
}
