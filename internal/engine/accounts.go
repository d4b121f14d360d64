package engine

import (
	"context"
	"errors"
	"fmt"

	"echostr/internal/profile"
)

// ErrLastProfile refuses to remove the only profile.
var ErrLastProfile = errors.New("engine: the last profile cannot be removed")

// ErrNoProfile is a command for a profile that is gone.
var ErrNoProfile = errors.New("engine: no such profile")

// EditSettings changes settings. A valid change is saved and in force for the very
// next request; an invalid one changes nothing and returns a *profile.Invalid with
// every problem.
func (e *Engine) EditSettings(ctx context.Context, change func(*profile.Settings) error) error {
	e.editing.Lock()
	defer e.editing.Unlock()
	before := limitsOf(e.profiles.Settings())
	if err := e.profiles.Update(ctx, change); err != nil {
		return err
	}
	if limits := limitsOf(e.profiles.Settings()); limits != before {
		e.journal.SetLimits(limits)
	}
	err := e.loadRules()
	e.route()
	e.watch.changed()
	return err
}

// EditProfile changes one profile, as EditSettings does.
func (e *Engine) EditProfile(ctx context.Context, id string, change func(*profile.Profile)) error {
	return e.EditSettings(ctx, func(s *profile.Settings) error {
		p := s.Edit(id)
		if p == nil {
			return ErrNoProfile
		}
		change(p)
		return nil
	})
}

// AddProfile makes a profile with a Token and a path of its own and shows it. It
// returns the new id.
func (e *Engine) AddProfile(ctx context.Context, name string) (string, error) {
	p, err := e.profiles.Draft(name)
	if err != nil {
		return "", fmt.Errorf("add profile: %w", err)
	}
	err = e.EditSettings(ctx, func(s *profile.Settings) error {
		s.Profiles = append(s.Profiles, p)
		s.Active = p.ID
		return nil
	})
	return p.ID, err
}

// RemoveProfile forgets a profile and its secrets; its rules stay on disk.
func (e *Engine) RemoveProfile(ctx context.Context, id string) error {
	return e.EditSettings(ctx, func(s *profile.Settings) error {
		if len(s.Profiles) < 2 {
			return ErrLastProfile
		}
		kept := s.Profiles[:0]
		for _, p := range s.Profiles {
			if p.ID != id {
				kept = append(kept, p)
			}
		}
		if len(kept) == len(s.Profiles) {
			return ErrNoProfile
		}
		s.Profiles = kept
		if s.Active == id {
			s.Active = kept[0].ID
		}
		return nil
	})
}

// ShowProfile chooses the profile that the window shows. All profiles are served.
func (e *Engine) ShowProfile(ctx context.Context, id string) error {
	return e.EditSettings(ctx, func(s *profile.Settings) error {
		if _, ok := s.Profile(id); !ok {
			return ErrNoProfile
		}
		s.Active = id
		return nil
	})
}
