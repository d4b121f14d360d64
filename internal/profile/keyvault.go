package profile

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"echostr/internal/durable"
)

// errTimeout is a keyring that did not answer in time.
var errTimeout = errors.New("profile: the keyring does not answer")

// keyVault keeps secrets in a keyring. A keyring cannot be listed, so an index file
// names every item that may be there: it is written before an item is and after one
// is gone.
//
// Calls run in a goroutine of their own that is waited for, up to a limit. One that
// exceeds it cannot be stopped and is left behind; after that the keyring is not
// called any more, so there is at most one.
type keyVault struct {
	ring   Keyring
	prefix string // of this home's items
	path   string // of the index
	write  writer
	limit  time.Duration
	index  []string
	broken error // why it is not called any more
}

type indexFile struct {
	Version int      `json:"version"`
	Items   []string `json:"items"`
}

func openKeyVault(ring Keyring, home, path string, write writer, limit time.Duration) *keyVault {
	sum := sha256.Sum256([]byte(home))
	v := &keyVault{ring: ring, prefix: hex.EncodeToString(sum[:8]) + "/", path: path, write: write, limit: limit}
	if write != nil {
		durable.Sweep(path)
	}
	// A missing or damaged index only means that stale items, if any, stay for good.
	if data, err := readFile(path); err == nil {
		var f indexFile
		if json.Unmarshal(data, &f) == nil {
			v.index = f.Items
		}
	}
	return v
}

// within runs call and waits for it up to the limit.
func within[T any](v *keyVault, call func() (T, error)) (T, error) {
	var none T
	if v.broken != nil {
		return none, v.broken
	}
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1) // the late one finds room and ends
	go func() {
		value, err := call()
		done <- result{value, err}
	}()
	timer := time.NewTimer(v.limit)
	defer timer.Stop()
	select {
	case r := <-done:
		return r.value, r.err
	case <-timer.C:
		v.broken = errTimeout
		return none, errTimeout
	}
}

// load reads items, leaving out those that are missing. It also asks for one that
// does not exist, so that it proves the keyring to work when there are none yet.
func (v *keyVault) load(items []string) (map[string]string, error) {
	ring, probe := v.ring, v.prefix+"probe"
	blobs, err := within(v, func() (map[string]string, error) {
		if _, err := ring.Get(Service, probe); err != nil && !errors.Is(err, ErrNoItem) {
			return nil, err
		}
		out := map[string]string{}
		for _, item := range items {
			switch blob, err := getParts(ring, item); {
			case err == nil:
				out[item] = blob
			case !errors.Is(err, ErrNoItem):
				return nil, err
			}
		}
		return out, nil
	})
	if err != nil {
		v.broken = fmt.Errorf("read keyring: %w", err)
		return nil, v.broken
	}
	return blobs, nil
}

// put writes items, their names first.
func (v *keyVault) put(items map[string]string) error {
	if len(items) == 0 {
		return nil
	}
	next := slices.Clone(v.index)
	for item := range items {
		next = append(next, item)
	}
	if v.broken != nil {
		return v.broken
	}
	if err := v.saveIndex(next); err != nil {
		return err
	}
	ring := v.ring
	_, err := within(v, func() (struct{}, error) {
		for item, blob := range items {
			if err := setParts(ring, item, blob); err != nil {
				return struct{}{}, err
			}
		}
		return struct{}{}, nil
	})
	if err != nil {
		if quotes(err, items) {
			err = errors.New("profile: the keyring refused")
		}
		v.broken = fmt.Errorf("write keyring: %w", err)
		return v.broken
	}
	return nil
}

// quotes says whether an error repeats any of the secrets that the keyring was given.
func quotes(err error, items map[string]string) bool {
	text := err.Error()
	for _, blob := range items {
		var f secretsForm
		if json.Unmarshal([]byte(blob), &f) != nil || strings.Contains(text, blob) {
			return true
		}
		for _, secret := range slices.Concat(f.EarlierTokens, f.EarlierAESKeys,
			[]string{f.Token, f.AppSecret, f.AESKey, f.Authtoken, f.ProxyURL}) {
			if secret != "" && strings.Contains(text, secret) {
				return true
			}
		}
	}
	return false
}

// drop deletes items of this home; another home's, which came with a copied
// settings.json, are not ours to delete.
func (v *keyVault) drop(items []string) error {
	items = slices.DeleteFunc(slices.Clone(items), func(item string) bool { return !strings.HasPrefix(item, v.prefix) })
	if len(items) == 0 {
		return nil
	}
	ring := v.ring
	_, err := within(v, func() (struct{}, error) {
		for _, item := range items {
			if err := deleteParts(ring, item); err != nil {
				return struct{}{}, err
			}
		}
		return struct{}{}, nil
	})
	if err != nil {
		return fmt.Errorf("clean keyring: %w", err)
	}
	return v.saveIndex(slices.DeleteFunc(slices.Clone(v.index), func(item string) bool { return slices.Contains(items, item) }))
}

func (v *keyVault) saveIndex(index []string) error {
	slices.Sort(index)
	index = slices.Compact(index)
	data, err := json.MarshalIndent(indexFile{Version, index}, "", "  ")
	if err == nil {
		err = v.write(v.path, append(data, '\n'), fs.FileMode(0o600))
	}
	if err != nil {
		return fmt.Errorf("write keyring index: %w", err)
	}
	v.index = index
	return nil
}
