package reply

import (
	"context"
	"errors"
	"time"
)

// CustomerMessage is a customer-service message ready to be sent: what custom/send takes.
type CustomerMessage struct {
	To    string // OpenID
	Kind  string // one of CustomerKinds
	Delay time.Duration

	Text                  string
	MediaID, ThumbMediaID string
	Title, Description    string
	URL, HQURL, PicURL    string
	Page                  string
	Articles              []Article
}

// ErrNoToken is a customer message that could not be sent because no access_token can be
// had, for want of an AppSecret or because WeChat gives none.
var ErrNoToken = errors.New("reply: no access_token for customer messages")

// CustomerSender sends customer-service messages by WeChat's server API.
type CustomerSender interface {
	// SendCustomer sends one message for a profile and waits for WeChat's answer. Without a
	// token the error is ErrNoToken. It is called away from the answer's goroutine.
	SendCustomer(ctx context.Context, profileID string, m CustomerMessage) error
}
