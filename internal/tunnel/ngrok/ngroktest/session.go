package ngroktest

import (
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.ngrok.com/muxado/v2"
)

// session is one agent connection.
type session struct {
	edge    *Edge
	conn    net.Conn
	mux     muxado.TypedStreamSession
	silence Silence
	frozen  atomic.Bool
	gone    chan struct{} // closed when the connection ended

	mu sync.Mutex
	id string // from the auth request
}

// endpoint is one public host that a session holds.
type endpoint struct {
	session                *session
	id, host, proto, token string
}

func (e *Edge) acceptAgents() {
	for {
		conn, err := e.agents.Accept()
		if err != nil {
			return
		}
		e.mu.Lock()
		silence, closed := e.silence, e.closed
		if !closed {
			e.raw[conn] = struct{}{}
		}
		e.mu.Unlock()
		if closed {
			_ = conn.Close()
			return
		}
		e.update(func() { e.counts.Connections++ })
		e.wg.Go(func() {
			defer e.forget(conn)
			if silence == SilentTCP {
				_, _ = io.Copy(io.Discard, conn) // until either side hangs up
				return
			}
			e.serveAgent(conn, silence)
		})
	}
}

func (e *Edge) forget(conn net.Conn) {
	e.mu.Lock()
	delete(e.raw, conn)
	e.mu.Unlock()
	_ = conn.Close()
}

func (e *Edge) serveAgent(conn net.Conn, silence Silence) {
	s := &session{
		edge: e, conn: conn, silence: silence, gone: make(chan struct{}),
		mux: muxado.NewTypedStreamSession(muxado.Server(tls.Server(conn, e.tls), nil)),
	}
	e.update(func() { e.sessions[s] = struct{}{} })
	var streams sync.WaitGroup
	for {
		stream, err := s.mux.AcceptTypedStream()
		if err != nil {
			break
		}
		streams.Go(func() { s.handle(stream) })
	}
	close(s.gone)
	e.update(func() {
		delete(e.sessions, s)
		for host, ep := range e.bound {
			if ep.session == s {
				delete(e.bound, host)
			}
		}
	})
	_ = s.mux.Close()
	streams.Wait()
	e.opts.Log("agent gone")
}

func (s *session) handle(stream muxado.TypedStream) {
	defer func() { _ = stream.Close() }()
	if stream.StreamType() == streamHeartbeat {
		s.echo(stream)
		return
	}
	answer, ok := s.answer(stream.StreamType(), json.NewDecoder(io.LimitReader(stream, 1<<20)))
	if !ok || !s.pause() {
		<-s.gone // a silent edge keeps the stream open
		return
	}
	_ = json.NewEncoder(stream).Encode(answer)
}

// pause waits for the edge's delay; false when the session ended or was
// frozen meanwhile.
func (s *session) pause() bool {
	s.edge.mu.Lock()
	delay := s.edge.delay
	s.edge.mu.Unlock()
	if delay > 0 {
		timer := time.NewTimer(delay)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-s.gone:
			return false
		}
	}
	return !s.frozen.Load()
}

// echo sends heartbeats back until the session ends or is frozen.
func (s *session) echo(stream io.ReadWriter) {
	var beat [4]byte
	for {
		if _, err := io.ReadFull(stream, beat[:]); err != nil {
			return
		}
		if !s.pause() {
			<-s.gone
			return
		}
		if _, err := stream.Write(beat[:]); err != nil {
			return
		}
	}
}

// answer handles one request; false means that no answer is due.
func (s *session) answer(typ muxado.StreamType, body *json.Decoder) (any, bool) {
	if s.silence == SilentAuth || s.silence == SilentBind && typ == streamBind {
		return nil, false
	}
	switch typ {
	case streamAuth:
		var req AuthRequest
		if err := body.Decode(&req); err != nil {
			return nil, false
		}
		return s.auth(req), true
	case streamBind:
		var req BindRequest
		if err := body.Decode(&req); err != nil {
			return nil, false
		}
		return s.bind(req), true
	case streamUnbind:
		var req struct {
			ID string `json:"Id"`
		}
		if err := body.Decode(&req); err != nil {
			return nil, false
		}
		return s.unbind(req.ID), true
	case streamSrvInfo:
		return map[string]string{"Region": s.edge.opts.Region}, true
	}
	return errorAnswer{fmt.Sprintf("the stand-in edge knows no stream type %d", typ)}, true
}

func (s *session) auth(req AuthRequest) authAnswer {
	e := s.edge
	e.mu.Lock()
	hook := e.onAuth
	e.mu.Unlock()
	refused := ""
	if hook != nil {
		refused = hook(req)
	}
	id := req.ClientID
	e.update(func() {
		e.counts.Auths++
		e.ids++
		if id == "" {
			id = fmt.Sprintf("client-%d", e.ids)
		}
	})
	if refused != "" {
		e.opts.Log("session refused")
		return authAnswer{Error: refused}
	}
	s.mu.Lock()
	s.id = id
	s.mu.Unlock()
	e.opts.Log("session %s of %s", id, req.Extra.UserAgent)
	return authAnswer{Version: "3", ClientID: id, Extra: authAnswerExtra{
		Version: "stand-in", Region: e.opts.Region, Cookie: "cookie-" + id,
		AccountName: e.opts.Account, PlanName: e.opts.Plan, AgentSessionID: "ts_" + id,
	}}
}

func (s *session) bind(req BindRequest) bindAnswer {
	e := s.edge
	e.mu.Lock()
	hook := e.onBind
	e.mu.Unlock()
	refused := ""
	if hook != nil {
		refused = hook(req)
	}
	host := askedHost(req.Opts)
	if host == "" {
		host = e.opts.Domain
	}
	address := req.Proto + "://" + host
	ep := &endpoint{session: s, id: req.ID, host: host, proto: req.Proto, token: req.Extra.Token}
	e.update(func() {
		e.counts.Binds++
		e.ids++
		if ep.id == "" {
			ep.id = fmt.Sprintf("bind-%d", e.ids)
		}
		if ep.token == "" {
			ep.token = "token-" + ep.id
		}
		// An agent that lost its connection proves with the token that the
		// endpoint is its own.
		if old := e.bound[host]; refused == "" && old != nil && old.session != s && old.token != ep.token {
			refused = alreadyOnline(address)
		}
		if refused == "" {
			e.bound[host] = ep
		}
	})
	if refused != "" {
		e.opts.Log("endpoint %s refused", address)
		return bindAnswer{Error: refused}
	}
	e.opts.Log("endpoint %s online", address)
	opts := req.Opts
	if opts == nil {
		opts = map[string]any{}
	}
	opts["Hostname"] = host // comes back in a re-bind
	if e.opts.Loopback {
		address = e.PublicURL()
	}
	return bindAnswer{ID: ep.id, URL: address, Proto: req.Proto, Opts: opts,
		Extra: bindAnswerExtra{Token: ep.token, TunnelID: "tn_" + ep.id}}
}

func (s *session) unbind(id string) errorAnswer {
	answer := errorAnswer{"no endpoint " + id}
	s.edge.update(func() {
		s.edge.counts.Unbinds++
		for host, ep := range s.edge.bound {
			if ep.session == s && ep.id == id {
				delete(s.edge.bound, host)
				answer = errorAnswer{}
			}
		}
	})
	s.edge.opts.Log("endpoint given up")
	return answer
}

// askedHost is the host name in a bind request, or "".
func askedHost(opts map[string]any) string {
	for _, key := range []string{"URL", "Domain", "Hostname"} {
		v, _ := opts[key].(string)
		if v == "" {
			continue
		}
		if u, err := url.Parse(v); err == nil && u.Host != "" {
			v = u.Hostname()
		}
		return strings.ToLower(v)
	}
	return ""
}
