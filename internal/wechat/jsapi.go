package wechat

import (
	"crypto/sha1"
	"encoding/hex"
	"strings"
)

// JSAPISignature is the signature that wx.config wants: the SHA-1, as 40 lower-case
// hex digits, of ticket, nonce string, timestamp (seconds) and page, by name in that
// order and unescaped. What follows "#" in the page's URL does not count.
func JSAPISignature(ticket, nonceStr, timestamp, page string) string {
	page, _, _ = strings.Cut(page, "#")
	sum := sha1.Sum([]byte("jsapi_ticket=" + ticket + "&noncestr=" + nonceStr + "&timestamp=" + timestamp + "&url=" + page))
	return hex.EncodeToString(sum[:])
}
