// Package wechat is WeChat's message push protocol, pure: signatures, the AES
// envelope, reading pushes, building and checking passive replies, and saying why a
// request does not hold. It does no IO, keeps no state and has no clock of its own.
//
// Open says whether a request holds; Diagnose why not, and what it is not; Steps how it
// was checked, for a view; AppendAnswer builds the reply; Check and Lint tell what WeChat
// would not take of a reply, ours or another server's.
//
// Terms are WeChat's: Token, EncodingAESKey, signature, msg_signature, echostr,
// passive reply, OpenID.
//
// # Decisions
//
// Where WeChat's documentation leaves a case open, Open decides so:
//
//   - An empty Token lets nothing pass, whatever the sender signed with.
//   - A parameter that comes twice with different values is refused, since
//     frameworks disagree about which of them they read; twice alike it passes.
//   - A GET is verified with signature in every mode. With msg_signature alone it is
//     企业微信's, and echostr is ciphertext.
//   - encrypt_type=raw means plain text, even beside a msg_signature. Without an
//     encrypt_type a msg_signature announces ciphertext.
//   - Of a push that comes both in clear and sealed (compatible mode) the sealed half
//     counts, and msg_signature. A plain profile reads the half in clear, held to
//     signature. So does a compatible one without any key, with a warning; a key that
//     is set but does not open it is a failure, because somebody meant it to.
//   - Plain text to a safe profile, and ciphertext alone to a plain one, do not hold,
//     though they can be read: the answer would be in the wrong mode.
//   - Only GET and POST are WeChat's, a push by POST and a verification by GET. A
//     Content-Type that WeChat does not send is a warning only, and a byte order mark
//     before a body is read over.
//   - In XML the ciphertext is called Encrypt and nothing else, in JSON also encrypt.
//   - Ciphertext padded to 16 bytes and ciphertext of an earlier key open, with a warning.
//   - A timestamp far from the clock is a warning: WeChat sets no limit.
package wechat
