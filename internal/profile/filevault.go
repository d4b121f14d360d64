package profile

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"time"

	"echostr/internal/durable"
)

// errNoItem is a name that a vault does not have.
var errNoItem = errors.New("profile: no such item")

// writer is durable.WriteFile or a stand-in.
type writer func(path string, data []byte, perm fs.FileMode) error

// fileVault keeps secrets in one file that only the user can read.
type fileVault struct {
	path  string
	write writer
	items map[string]json.RawMessage
}

type vaultFile struct {
	Version int                        `json:"version"`
	Items   map[string]json.RawMessage `json:"items"`
}

// openFileVault reads the file if it is there. Of a damaged one, whose contents are
// set aside, it keeps the items that can be read; aside is where the rest is. Without a
// writer nothing is changed.
func openFileVault(path string, write writer, now time.Time) (v *fileVault, aside string, err error) {
	v = &fileVault{path: path, write: write, items: map[string]json.RawMessage{}}
	if write != nil {
		durable.Sweep(path)
	}
	data, err := readFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return v, "", nil
	} else if err != nil {
		return nil, "", fmt.Errorf("read secrets: %w", err)
	}
	top := take(data)
	version := Version
	if top.into("version", &version); version > Version {
		return nil, "", fmt.Errorf("%s: %w", filepath.Base(path), ErrNewerVersion)
	}
	raw, ok := top.raw("items")
	list := take(raw)
	for name, item := range list.from {
		if json.Valid(item) {
			v.items[name] = item
		} else {
			list.damaged = true
		}
	}
	if write != nil && (!ok || top.damaged || list.damaged || len(data) > maxFile) {
		if aside, err = durable.CopyAside(path, data, 0o600, now); err != nil {
			return nil, "", err
		}
		err = v.save(v.items)
	}
	return v, aside, err
}

func (v *fileVault) get(item string) (string, error) {
	raw, ok := v.items[item]
	if !ok {
		return "", errNoItem
	}
	return string(raw), nil
}

func (v *fileVault) put(items map[string]string) error {
	if len(items) == 0 {
		return nil
	}
	next := maps.Clone(v.items)
	for name, blob := range items {
		next[name] = json.RawMessage(blob)
	}
	return v.save(next)
}

func (v *fileVault) drop(items []string) error {
	next := maps.Clone(v.items)
	for _, name := range items {
		delete(next, name)
	}
	if len(next) == len(v.items) {
		return nil
	}
	return v.save(next)
}

func (v *fileVault) save(items map[string]json.RawMessage) error {
	data, err := json.MarshalIndent(vaultFile{Version, items}, "", "  ")
	if err == nil {
		err = v.write(v.path, append(data, '\n'), 0o600)
	}
	if err != nil {
		return fmt.Errorf("write secrets: %w", err)
	}
	v.items = items
	return nil
}

// all are the names of all items.
func (v *fileVault) all() []string {
	var out []string
	for name := range v.items {
		out = append(out, name)
	}
	return out
}
