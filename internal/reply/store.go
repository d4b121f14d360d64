package reply

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"sync"

	"echostr/internal/durable"
)

// ErrProfileID is a profile's ID that cannot name a file.
var ErrProfileID = errors.New("reply: not a profile's id")

// Store keeps the rules of each profile in a file of its own, <dir>/<profile>.yaml,
// which people may edit and share. It is safe for concurrent use.
type Store struct {
	dir string
	mu  sync.Mutex // one writer at a time
}

// Open is the store in a directory, which is made if it is not there.
func Open(dir string) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open rules: %w", err)
	}
	return &Store{dir: dir}, nil
}

// Load reads a profile's rules. Without a file the error is fs.ErrNotExist, so that
// the caller can begin with Starter; of a file that cannot be read as rules it is a
// *ParseError that tells every place, and the caller keeps what it has.
func (s *Store) Load(profileID string) ([]Rule, error) {
	path, err := s.path(profileID)
	if err != nil {
		return nil, err
	}
	data, err := read(path)
	if err != nil {
		return nil, fmt.Errorf("load rules: %w", err)
	}
	d, problems := Decode(filepath.Base(path), data, Own)
	if len(problems) > 0 {
		return nil, fmt.Errorf("load rules: %w", &ParseError{File: d.Name, Problems: problems})
	}
	return d.Rules, nil
}

// Save writes a profile's rules durably. What a person wrote into the file stays as far
// as it can: comments, and rules that are as they were. A file that cannot be read as
// rules, such as one broken by hand, is set aside first and not lost.
func (s *Store) Save(profileID string, rules []Rule) error {
	path, err := s.path(profileID)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	fresh := Document{Rules: rules}
	var was *Document // nil: none that can be read as rules
	old, err := read(path)
	there := !errors.Is(err, fs.ErrNotExist)
	if there && err != nil {
		return fmt.Errorf("save rules: %w", err)
	}
	if there {
		if d, problems := Decode(filepath.Base(path), old, Own); len(problems) == 0 {
			was, fresh.Title, fresh.Description = d, d.Title, d.Description
		}
	}
	data, err := fresh.Encode()
	if err != nil {
		return fmt.Errorf("save rules: %w", err)
	}
	if was != nil {
		data = was.rewritten(rules, data)
	} else if there {
		if _, err := durable.SetAside(path); err != nil {
			return fmt.Errorf("save rules: %w", err)
		}
	}
	if err := durable.WriteFile(path, data, 0o600); err != nil {
		return fmt.Errorf("save rules: %w", err)
	}
	return nil
}

// ErrNotRules is a text that does not read as rules.
var ErrNotRules = errors.New("reply: a text that is not rules")

// SaveText writes a text of rules durably, as it is; one that does not read as rules is
// refused.
func (s *Store) SaveText(profileID, text string) error {
	path, err := s.path(profileID)
	if err != nil {
		return err
	}
	if _, problems := Decode(filepath.Base(path), []byte(text), Own); Blocks(problems) {
		return fmt.Errorf("save rules: %w", ErrNotRules)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := durable.WriteFile(path, []byte(text), 0o600); err != nil {
		return fmt.Errorf("save rules: %w", err)
	}
	return nil
}

var profileID = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

func (s *Store) path(id string) (string, error) {
	if !profileID.MatchString(id) {
		return "", fmt.Errorf("%w: %q", ErrProfileID, id)
	}
	return filepath.Join(s.dir, id+".yaml"), nil
}

func read(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, MaxDocument+1)) // Decode refuses what is longer
}
