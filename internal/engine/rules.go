package engine

import (
	"errors"
	"fmt"
	"io/fs"

	"echostr/internal/reply"
)

// ruleSet is a profile's rules and what they compile to.
type ruleSet struct {
	rules []reply.Rule
	set   *reply.Set
}

// loadRules reads the rules of profiles that have none yet in memory; a profile
// without a file gets the starter rules, which are saved once they are changed.
func (e *Engine) loadRules() error {
	var all error
	for _, p := range e.profiles.Settings().Profiles {
		e.mu.Lock()
		_, have := e.ruleSets[p.ID]
		e.mu.Unlock()
		if have {
			continue
		}
		rules, err := e.rules.Load(p.ID)
		if err != nil {
			if !errors.Is(err, fs.ErrNotExist) {
				all = errors.Join(all, fmt.Errorf("load rules: %w", err))
			}
			rules = reply.Starter(e.cfg.Words)
		}
		set, _ := reply.Compile(rules)
		e.mu.Lock()
		e.ruleSets[p.ID] = ruleSet{rules, set}
		e.mu.Unlock()
	}
	return all
}

// SaveRules puts a profile's rules in force for the very next request and saves them.
// Rules with errors change nothing; the problems say where. Warnings come along with
// rules that are in force.
func (e *Engine) SaveRules(profileID string, rules []reply.Rule) ([]reply.Problem, error) {
	e.editing.Lock()
	defer e.editing.Unlock()
	if _, ok := e.profiles.Settings().Profile(profileID); !ok {
		return nil, ErrNoProfile
	}
	set, problems := reply.Compile(rules)
	if reply.Blocks(problems) {
		return problems, nil
	}
	if err := e.rules.Save(profileID, rules); err != nil {
		return problems, fmt.Errorf("save rules: %w", err)
	}
	e.mu.Lock()
	e.ruleSets[profileID] = ruleSet{append([]reply.Rule(nil), rules...), set}
	e.mu.Unlock()
	e.route()
	e.watch.changed()
	return problems, nil
}
