package simulate

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// Played is one request that was sent and what came back.
type Played struct {
	Sent   Wire // what left, byte for byte
	Began  time.Time
	Took   time.Duration // from there to the end of the answer, or to the error
	Remote string        // the address that it was sent to; "" when none was reached
	Answer *Answer       // nil when none came
	Err    error         // why not
}

// Answered says whether WeChat would take it for answered: status 200 within the time.
func (p *Played) Answered() bool { return p.Answer != nil && p.Answer.Status == http.StatusOK }

// Play sends one request over a connection of its own and waits for the answer, at most
// Timeout. The error is one of the target's address; what goes wrong on the way is in
// Played.
func (s *Sender) Play(ctx context.Context, t Target, w Wire) (*Played, error) {
	u, err := url.Parse(t.URL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("send again: %q is no address", t.URL)
	}
	limit := s.Timeout
	if limit == 0 {
		limit = Timeout
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	p := &Played{Sent: w.direct(t, u, s.Mark), Began: time.Now()}
	p.Answer, p.Err = s.play(ctx, u, p)
	if p.Took = time.Since(p.Began); p.Err != nil {
		p.Err = fmt.Errorf("send again: %w", errors.Join(p.Err, ctx.Err()))
	} else {
		p.Answer.Duration = p.Took
	}
	return p, nil
}

func (s *Sender) play(ctx context.Context, u *url.URL, p *Played) (*Answer, error) {
	conn, err := s.connect(ctx, u)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	p.Remote = conn.RemoteAddr().String()
	stop := context.AfterFunc(ctx, func() { conn.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	// A server may answer before it has read everything, and close; so the answer is
	// read even if not all could be written.
	_, writing := conn.Write(p.Sent.Raw)
	method, _, _ := bytes.Cut(bytes.TrimLeft(p.Sent.Raw[:p.Sent.Head], "\r\n"), []byte{' '})
	a, err := readAnswer(conn, string(method))
	if err != nil {
		return nil, errors.Join(writing, err)
	}
	return a, nil
}

// ErrAnswerSize is an answer of more bytes than are read of one.
var ErrAnswerSize = errors.New("simulate: the answer is over 1 MiB")

// readAnswer reads the final answer, of at most maxAnswer bytes, and keeps them.
func readAnswer(conn io.Reader, method string) (*Answer, error) {
	limited := &io.LimitedReader{R: conn, N: maxAnswer + 1}
	a, err := readWithin(limited, method)
	if limited.N <= 0 && (err != nil || len(a.Raw) > maxAnswer) { // else what is over is no part of it
		return nil, fmt.Errorf("read answer: %w", ErrAnswerSize)
	}
	return a, err
}

func readWithin(conn io.Reader, method string) (*Answer, error) {
	var raw bytes.Buffer
	r := bufio.NewReader(io.TeeReader(conn, &raw))
	for {
		res, err := http.ReadResponse(r, &http.Request{Method: method})
		if err != nil {
			return nil, fmt.Errorf("read answer: %w", err)
		}
		if res.StatusCode < 200 && res.StatusCode != http.StatusSwitchingProtocols {
			continue // an interim answer, which has no body
		}
		body, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil {
			return nil, fmt.Errorf("read answer: %w", err)
		}
		a := &Answer{Status: res.StatusCode, Header: res.Header, Body: body, Raw: raw.Bytes()}
		a.Head = headEnd(a.Raw)
		if n := res.ContentLength; n >= 0 && method != http.MethodHead && int64(len(a.Raw)-a.Head) > n {
			a.Raw = a.Raw[:a.Head+int(n)] // more came than was announced
		}
		return a, nil
	}
}

// headEnd is where the head of the final answer ends.
func headEnd(raw []byte) int {
	at := 0
	for {
		end := bytes.Index(raw[at:], []byte("\r\n\r\n"))
		if end < 0 {
			return len(raw)
		}
		interim := len(raw[at:]) > 10 && raw[at+9] == '1'
		if at += end + 4; !interim {
			return at
		}
	}
}
