// Package wechat is WeChat's message push protocol, pure: signatures, the AES
// envelope, reading pushes, building passive replies, and saying why a request
// does not hold. It does no IO, keeps no state and has no clock of its own.
//
// Terms are WeChat's: Token, EncodingAESKey, signature, msg_signature, echostr,
// passive reply, OpenID.
package wechat
