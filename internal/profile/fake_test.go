package profile

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"echostr/internal/durable"
)

// ring is a keyring in memory. Like Windows' it takes 2560 bytes an item.
type ring struct {
	mu     sync.Mutex
	items  map[string]string
	err    error         // of every call
	setErr error         // of Set
	hang   chan struct{} // when not nil, every call waits until it is closed
	power  *power        // may fail between two calls
}

func newRing() *ring { return &ring{items: map[string]string{}} }

func (r *ring) enter() error {
	if r.hang != nil {
		<-r.hang
	}
	r.mu.Lock()
	return r.err
}

func (r *ring) Get(service, user string) (string, error) {
	if err := r.enter(); err != nil {
		r.mu.Unlock()
		return "", err
	}
	defer r.mu.Unlock()
	secret, ok := r.items[service+" "+user]
	if !ok {
		return "", ErrNoItem
	}
	return secret, nil
}

func (r *ring) Set(service, user, secret string) error {
	err := r.enter()
	defer r.mu.Unlock()
	if err == nil {
		err = r.setErr
	}
	if err == nil && len(secret) > 2560 {
		err = errors.New("too big")
	}
	if err == nil {
		err = r.power.use()
	}
	if err == nil {
		r.items[service+" "+user] = secret
	}
	return err
}

func (r *ring) Delete(service, user string) error {
	err := r.enter()
	defer r.mu.Unlock()
	if err == nil {
		err = r.power.use()
	}
	if _, ok := r.items[service+" "+user]; err == nil && !ok {
		err = ErrNoItem
	}
	if err == nil {
		delete(r.items, service+" "+user)
	}
	return err
}

func (r *ring) len() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.items)
}

// power is what every lasting effect needs one unit of. Once it is used up nothing
// lasts any more, as after a power cut. nil never ends.
type power struct{ left, used int }

var errCut = errors.New("power cut")

func (p *power) use() error {
	if p == nil {
		return nil
	}
	if p.left == 0 {
		return errCut
	}
	p.left--
	p.used++
	return nil
}

func (p *power) write(path string, data []byte, perm fs.FileMode) error {
	if err := p.use(); err != nil {
		return err
	}
	return durable.WriteFile(path, data, perm)
}

// env is an environment for Config.Env.
func env(pairs ...string) func(string) string {
	return func(name string) string {
		for i := 0; i+1 < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	}
}

// config is a Config on a keyring in memory and no environment.
func config(home string, r *ring) Config {
	return Config{Home: home, Keyring: r, Env: env(), limit: time.Minute}
}

// off is config without a keyring.
func off(home string) Config {
	return Config{Home: home, Keyring: newRing(), Env: env(KeyringEnv, "off")}
}

func open(t *testing.T, c Config) *Store {
	t.Helper()
	s, err := Open(c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func update(t *testing.T, s *Store, fn func(*Settings)) {
	t.Helper()
	if err := s.Update(t.Context(), func(set *Settings) error { fn(set); return nil }); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, home, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(home, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func write(t *testing.T, home, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(home, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// aside is the contents of the one file that was set aside under the name.
func aside(t *testing.T, home, name string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(home, name+".damaged-*"))
	if err != nil || len(found) != 1 {
		t.Fatalf("set aside of %s: %v, %v", name, found, err)
	}
	return read(t, home, filepath.Base(found[0]))
}

func noticed(s *Store) string {
	var keys []string
	for _, n := range s.Notices() {
		keys = append(keys, n.Key())
	}
	return strings.Join(keys, " ")
}

// stated is everything that lasts of the settings, secrets too, for comparing.
func stated(t *testing.T, s *Settings) string {
	t.Helper()
	blobs, err := secretsOf(s)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	all, err := json.Marshal(blobs)
	if err != nil {
		t.Fatal(err)
	}
	return string(plain) + s.Tunnel.TrafficPolicy + string(all)
}
