package profile

// plan is what a change does to the secrets.
type plan struct {
	put   map[string]string // new items of the preferred vault
	refs  map[owner]ref
	blobs map[owner]string
	stale map[place][]string // items that nothing will name
}

// commit writes next and makes it what is saved. With move, secrets that are not where
// they should be by now go there too.
//
// The order makes a cut at any moment leave the old settings or the new: first the new
// secrets under names never used before; then settings.json, which names them; then
// the old ones are deleted. What is left over after a cut is cleaned by the next Open.
func (s *Store) commit(next *Settings, move bool) error {
	p, err := s.plan(next, s.preferred(), move)
	if err != nil {
		return err
	}
	if s.preferred() == inKeyring {
		if err := s.keys.put(p.put); err != nil {
			s.fallBack(err)
			if p, err = s.plan(next, inFile, false); err != nil {
				return err
			}
		}
	}
	if s.preferred() == inFile {
		if err := s.files.put(p.put); err != nil {
			return err
		}
	}
	data, err := encode(next, p.refs)
	if err != nil {
		return err
	}
	if err := s.write(s.path(settingsName), data, 0o600); err != nil {
		return err
	}
	s.saved = saved{settings: next, refs: p.refs, blobs: p.blobs}
	if err := s.files.drop(p.stale[inFile]); err != nil {
		s.log.Warn("stale secrets stay in the file for now", "error", err)
	}
	if s.keys != nil && s.keys.broken == nil {
		if err := s.keys.drop(p.stale[inKeyring]); err != nil {
			s.log.Warn("stale secrets stay in the keyring for now", "error", err)
		}
	}
	return nil
}

// preferred is where new secrets go.
func (s *Store) preferred() place {
	if s.keys == nil || s.keys.broken != nil {
		return inFile
	}
	return inKeyring
}

// misplaced says whether secrets are in the file though the keyring works.
func (s *Store) misplaced() bool {
	for o, r := range s.refs {
		if _, read := s.blobs[o]; read && r.vault != s.preferred() {
			return true
		}
	}
	return false
}

// plan works out which secrets have to be written. Those that could not be read stay
// where they are as long as nothing new is entered for them.
func (s *Store) plan(next *Settings, to place, move bool) (plan, error) {
	p := plan{put: map[string]string{}, refs: map[owner]ref{}, blobs: map[owner]string{}, stale: map[place][]string{}}
	blobs, err := secretsOf(next)
	if err != nil {
		return plan{}, err
	}
	for o, blob := range blobs {
		p.blobs[o] = blob
		at, has := s.refs[o]
		if has && s.blobs[o] == blob && (at.vault == to || !move) {
			p.refs[o] = at
			continue
		}
		name, err := newID(s.random)
		if err != nil {
			return plan{}, err
		}
		at = ref{to, string(o) + "." + name}
		if to == inKeyring {
			at.item = s.keys.prefix + at.item
		}
		p.refs[o], p.put[at.item] = at, blob
	}
	for o, at := range s.refs {
		_, read := s.blobs[o]
		_, wanted := blobs[o]
		if !read && !wanted && next.has(o) {
			p.refs[o] = at
		}
	}
	for o, at := range s.refs {
		if p.refs[o] != at {
			p.stale[at.vault] = append(p.stale[at.vault], at.item)
		}
	}
	return p, nil
}

// has says whether there is such an owner.
func (s *Settings) has(o owner) bool {
	if o == tunnelOwner {
		return true
	}
	for _, p := range s.Profiles {
		if ownerOf(p) == o {
			return true
		}
	}
	return false
}
