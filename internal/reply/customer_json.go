package reply

import "encoding/json"

// The body of custom/send, in the order of WeChat's documentation.
type (
	customerJSON struct {
		ToUser  string        `json:"touser"`
		MsgType string        `json:"msgtype"`
		Text    *customerText `json:"text,omitempty"`
		Image   *customerBody `json:"image,omitempty"`
		Voice   *customerBody `json:"voice,omitempty"`
		Video   *customerBody `json:"video,omitempty"`
		Music   *customerBody `json:"music,omitempty"`
		News    *customerNews `json:"news,omitempty"`
		Link    *customerBody `json:"link,omitempty"`
		Page    *customerBody `json:"miniprogrampage,omitempty"`
	}
	customerText struct {
		Content string `json:"content"`
	}
	customerBody struct {
		MediaID      string `json:"media_id,omitempty"`
		Title        string `json:"title,omitempty"`
		Description  string `json:"description,omitempty"`
		MusicURL     string `json:"musicurl,omitempty"`
		HQMusicURL   string `json:"hqmusicurl,omitempty"`
		URL          string `json:"url,omitempty"`
		ThumbURL     string `json:"thumb_url,omitempty"`
		PagePath     string `json:"pagepath,omitempty"`
		ThumbMediaID string `json:"thumb_media_id,omitempty"`
	}
	customerNews struct {
		Articles []customerArticle `json:"articles"`
	}
	customerArticle struct {
		Title       string `json:"title"`
		Description string `json:"description,omitempty"`
		URL         string `json:"url,omitempty"`
		PicURL      string `json:"picurl,omitempty"`
	}
)

// MarshalJSON implements json.Marshaler: the body of WeChat's custom/send. Write it with
// an encoder that does not escape HTML: WeChat shows \u003c as it is.
func (m CustomerMessage) MarshalJSON() ([]byte, error) {
	out := customerJSON{ToUser: m.To, MsgType: m.Kind}
	body := &customerBody{MediaID: m.MediaID, Title: m.Title, Description: m.Description, ThumbMediaID: m.ThumbMediaID}
	switch m.Kind {
	case KindText:
		out.Text = &customerText{m.Text}
	case KindImage:
		out.Image = body
	case KindVoice:
		out.Voice = body
	case KindVideo:
		out.Video = body
	case KindMusic:
		body.MusicURL, body.HQMusicURL = m.URL, m.HQURL
		out.Music = body
	case KindNews:
		out.News = &customerNews{}
		for _, a := range m.Articles {
			out.News.Articles = append(out.News.Articles, customerArticle{a.Title, a.Description, a.URL, a.PicURL})
		}
	case KindLink:
		body.URL, body.ThumbURL = m.URL, m.PicURL
		out.Link = body
	case KindMiniProgram:
		body.PagePath = m.Page
		out.Page = body
	}
	return marshal(out)
}

// marshal is json.Marshal that leaves < > & as they are.
func marshal(v any) ([]byte, error) {
	text, err := jsonQuoted(v)
	return []byte(text), err
}

var _ json.Marshaler = CustomerMessage{}
