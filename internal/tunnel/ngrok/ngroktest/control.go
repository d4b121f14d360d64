package ngroktest

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"net"

	"golang.ngrok.com/muxado/v2"
)

// DropAll cuts every agent connection, as a broken network does, and returns
// how many there were.
func (e *Edge) DropAll() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	for conn := range e.raw {
		_ = conn.Close()
	}
	return len(e.raw)
}

// Freeze makes every present session a half-dead link: the connection stays
// up, nothing is answered any more. New connections are served.
func (e *Edge) Freeze() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	for s := range e.sessions {
		s.frozen.Store(true)
	}
	return len(e.sessions)
}

// StopTunnel closes the endpoint of host from the cloud's side and tells its
// agent why; code may be "".
func (e *Edge) StopTunnel(host, code, message string) error {
	ep, err := e.endpoint(host)
	if err != nil {
		return err
	}
	e.update(func() { delete(e.bound, host) })
	return ep.session.tell(streamStopTunnel, stopTunnelRequest{ID: ep.id, Message: message, ErrorCode: code}, nil)
}

// StopAgent is "stop" in the ngrok dashboard. An agent that cannot do it
// answers with an error.
func (e *Edge) StopAgent(host string) error { return e.command(host, streamStop) }

// RestartAgent is "restart" in the ngrok dashboard.
func (e *Edge) RestartAgent(host string) error { return e.command(host, streamRestart) }

// UpdateAgent is "update" in the ngrok dashboard.
func (e *Edge) UpdateAgent(host string) error { return e.command(host, streamUpdate) }

func (e *Edge) command(host string, typ muxado.StreamType) error {
	ep, err := e.endpoint(host)
	if err != nil {
		return err
	}
	var answer errorAnswer
	if err := ep.session.tell(typ, struct{}{}, &answer); err != nil {
		return err
	}
	if answer.Error != "" {
		return fmt.Errorf("agent: %s", answer.Error)
	}
	return nil
}

// DialAgent opens a connection to the agent that holds host, as the cloud does
// for a caller at clientAddr ("": the edge's own): what is written arrives
// at the agent byte for byte.
func (e *Edge) DialAgent(host, clientAddr string) (net.Conn, error) {
	if clientAddr == "" {
		clientAddr = e.opts.ClientAddr
	}
	ep, err := e.endpoint(host)
	if err != nil {
		return nil, err
	}
	stream, err := ep.session.mux.OpenTypedStream(streamProxy)
	if err != nil {
		return nil, fmt.Errorf("open connection to agent: %w", err)
	}
	header, err := json.Marshal(proxyHeader{ID: ep.id, ClientAddr: clientAddr, Proto: ep.proto, EdgeType: "0"})
	if err != nil {
		return nil, fmt.Errorf("encode connection header: %w", err)
	}
	// Little-endian length, JSON, then the caller's bytes.
	if _, err := stream.Write(append(binary.LittleEndian.AppendUint64(nil, uint64(len(header))), header...)); err != nil {
		return nil, fmt.Errorf("send connection header: %w", err)
	}
	return stream, nil
}

func (e *Edge) endpoint(host string) (*endpoint, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	ep := e.bound[host]
	if ep == nil {
		return nil, fmt.Errorf("endpoint %s is not online", host)
	}
	return ep, nil
}

// tell sends one request to the agent and, with an answer to fill, reads what
// the agent says.
func (s *session) tell(typ muxado.StreamType, request, answer any) error {
	stream, err := s.mux.OpenTypedStream(typ)
	if err != nil {
		return fmt.Errorf("tell agent: %w", err)
	}
	defer func() { _ = stream.Close() }()
	if err := json.NewEncoder(stream).Encode(request); err != nil {
		return fmt.Errorf("tell agent: %w", err)
	}
	if answer == nil {
		return nil
	}
	if err := json.NewDecoder(io.LimitReader(stream, 1<<16)).Decode(answer); err != nil {
		return fmt.Errorf("read agent's answer: %w", err)
	}
	return nil
}
