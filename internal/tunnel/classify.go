package tunnel

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"syscall"
)

// ProblemOf turns an error into a problem: the one in its chain, or one made
// of what the standard library says about networks and certificates. It knows
// no provider's codes and removes no secrets. The answer for nil is nil.
func ProblemOf(err error) *Problem {
	if err == nil {
		return nil
	}
	var p *Problem
	if errors.As(err, &p) {
		return p
	}
	return &Problem{Kind: kindOf(err), Detail: OneLine(err.Error())}
}

func kindOf(err error) ProblemKind {
	var (
		verify    *tls.CertificateVerificationError
		authority x509.UnknownAuthorityError
		hostname  x509.HostnameError
		invalid   x509.CertificateInvalidError
		record    tls.RecordHeaderError
		alert     tls.AlertError
		dns       *net.DNSError
		op        *net.OpError
		netErr    net.Error
		errno     syscall.Errno
	)
	switch {
	case errors.As(err, &verify), errors.As(err, &authority), errors.As(err, &hostname),
		errors.As(err, &invalid), errors.As(err, &record), errors.As(err, &alert):
		return TLS
	case errors.As(err, &dns):
		return DNS
	case errors.Is(err, context.DeadlineExceeded):
		return NoAnswer
	case errors.As(err, &netErr) && netErr.Timeout():
		return NoAnswer
	case errors.As(err, &op), errors.As(err, &errno), errors.Is(err, io.EOF),
		errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, net.ErrClosed):
		return Network
	}
	return Other
}
