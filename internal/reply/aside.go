package reply

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"echostr/internal/durable"
)

// SetAside keeps data, what another program wrote into a profile's file, in a file of its
// own beside it, and returns that file's name. The profile's file stays where it holds
// rules; one that cannot be read as rules is removed.
func (s *Store) SetAside(profileID string, data []byte, now time.Time) (string, error) {
	path, err := s.path(profileID)
	if err != nil {
		return "", err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	name, err := durable.FreeName(path + ".conflict-" + now.Format("20060102-150405"))
	if err != nil {
		return "", fmt.Errorf("set rules aside: %w", err)
	}
	if err := durable.WriteFile(name, data, 0o600); err != nil {
		return "", fmt.Errorf("set rules aside: %w", err)
	}
	if _, problems := Decode(filepath.Base(path), data, Own); len(problems) == 0 {
		return name, nil
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return name, fmt.Errorf("set rules aside: %w", err)
	}
	return name, nil
}
