package archive

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// postmanSchema is the collection format's own name.
const postmanSchema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"

type postmanItem struct {
	Name     string            `json:"name"`
	Request  postmanRequest    `json:"request"`
	Response []postmanResponse `json:"response"`
	// Behavior keeps Postman from adding headers that were not there.
	Behavior map[string]any `json:"protocolProfileBehavior,omitempty"`
}

type postmanRequest struct {
	Method string          `json:"method"`
	Header []postmanHeader `json:"header"`
	Body   *postmanBody    `json:"body,omitempty"`
	URL    postmanURL      `json:"url"`
}

type postmanHeader struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

type postmanBody struct {
	Mode    string         `json:"mode"`
	Raw     string         `json:"raw"`
	Options map[string]any `json:"options,omitempty"`
}

type postmanURL struct {
	Raw      string         `json:"raw"`
	Protocol string         `json:"protocol,omitempty"`
	Host     []string       `json:"host"`
	Port     string         `json:"port,omitempty"`
	Path     []string       `json:"path"`
	Query    []postmanParam `json:"query,omitempty"`
}

type postmanParam struct {
	Key   string  `json:"key"`
	Value *string `json:"value"`
}

type postmanResponse struct {
	Name            string          `json:"name"`
	OriginalRequest postmanRequest  `json:"originalRequest"`
	Status          string          `json:"status"`
	Code            int             `json:"code"`
	Header          []postmanHeader `json:"header"`
	Body            string          `json:"body"`
}

// postmanWriter writes a collection whose variable base is the address to send to.
type postmanWriter struct {
	*output
	more bool
}

func (w *postmanWriter) begin() error {
	info := map[string]string{"name": "echostr", "schema": postmanSchema}
	if !w.Unredacted {
		var note strings.Builder
		note.WriteString("Redacted.")
		for id, a := range w.sorted() {
			note.WriteString(" Profile " + id + " verifies with Token " + a.Token + keyNote(a.Keys) + ", mode " + a.Mode.String() + ".")
		}
		info["description"] = note.String()
	}
	head, err := json.Marshal(info)
	if err != nil {
		return err
	}
	base, err := json.Marshal([]map[string]string{{"key": "base", "value": strings.TrimSuffix(w.Base, "/")}})
	if err != nil {
		return err
	}
	_, err = w.WriteString(`{"info":` + string(head) + `,"variable":` + string(base) + `,"item":[`)
	return err
}

func (w *postmanWriter) add(x *exchange.Exchange) (bool, error) {
	if x.Request.Method == "" || x.Request.Cut {
		return false, nil
	}
	sep := "\n"
	if w.more {
		sep = ",\n"
	}
	w.more = true
	if _, err := w.WriteString(sep); err != nil {
		return false, err
	}
	request := postmanRequestOf(x)
	item := postmanItem{Name: text(stamp(x.Time) + " " + title(x)), Request: request, Response: []postmanResponse{},
		Behavior: map[string]any{"disabledSystemHeaders": map[string]bool{"user-agent": true, "accept": true, "accept-encoding": true, "connection": true, "content-type": true},
			"disableBodyPruning": true, "disableUrlEncoding": true}}
	if len(x.Response.Raw) > 0 {
		h := x.Response.Header()
		item.Response = append(item.Response, postmanResponse{Name: "recorded", OriginalRequest: request, Status: http.StatusText(x.Response.Status),
			Code: x.Response.Status, Header: postmanHeaders(h), Body: text(string(x.Response.Entity()))})
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return true, e.Encode(item)
}

func (w *postmanWriter) end() error {
	_, err := w.WriteString("]}\n")
	return err
}

func postmanRequestOf(x *exchange.Exchange) postmanRequest {
	r, h, body := &x.Request, x.Request.Header(), x.Request.Entity()
	target := r.Target
	if u, err := url.Parse(target); err == nil && u.IsAbs() {
		target = u.RequestURI()
	}
	if !strings.HasPrefix(target, "/") {
		target = "/" + target
	}
	out := postmanRequest{Method: text(r.Method), Header: postmanHeaders(h), URL: postmanURL{Raw: text("{{base}}" + target), Host: []string{"{{base}}"}}}
	path, query, _ := strings.Cut(target, "?")
	out.URL.Path = strings.Split(text(strings.TrimPrefix(path, "/")), "/")
	for _, p := range wechat.Query(query).Pairs() {
		param := postmanParam{Key: text(p.Name)}
		value := text(p.Raw)
		param.Value = &value
		out.URL.Query = append(out.URL.Query, param)
	}
	if len(body) > 0 {
		language := "xml"
		if trimmed := strings.TrimSpace(string(body)); strings.HasPrefix(trimmed, "{") {
			language = "json"
		} else if !strings.HasPrefix(trimmed, "<") {
			language = "text"
		}
		out.Body = &postmanBody{Mode: "raw", Raw: text(string(body)), Options: map[string]any{"raw": map[string]string{"language": language}}}
	}
	return out
}

// postmanHeaders are the headers that a person would set; Postman counts lengths itself.
func postmanHeaders(h exchange.Head) []postmanHeader {
	out := []postmanHeader{}
	for _, f := range h.Fields {
		switch strings.ToLower(f.Name) {
		case "host", "content-length", "transfer-encoding", "connection", "x-echostr-test", "x-echostr-replay":
			continue
		}
		out = append(out, postmanHeader{text(f.Name), text(f.Value)})
	}
	return out
}
