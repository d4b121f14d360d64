package ngrok

import (
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// maxFile bounds a CA file and an ngrok.yml, in bytes.
const maxFile = 1 << 20

// loadCA reads the authorities of a PEM file: nil for no file, and the
// identifier of what is wrong with it, or "".
func loadCA(path string) (pool *x509.CertPool, wrong string) {
	if path == "" {
		return nil, ""
	}
	text, err := readLimited(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, "missing"
	case err != nil:
		return nil, "unreadable"
	}
	pool = x509.NewCertPool()
	if !pool.AppendCertsFromPEM(text) {
		return nil, "empty"
	}
	return pool, ""
}

var errTooLarge = errors.New("ngrok: file is too large")

// readLimited reads a file of at most maxFile bytes.
func readLimited(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open file: %w", err)
	}
	defer func() { _ = f.Close() }()
	text, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("read file: %w", err)
	}
	if len(text) > maxFile {
		return nil, errTooLarge
	}
	return text, nil
}
