package engine

import (
	"fmt"
	"path/filepath"
	"slices"

	"echostr/internal/reply"
)

// ruleSet is a profile's rules, what they compile to and what is known of their file.
type ruleSet struct {
	rules []reply.Rule
	set   *reply.Set
	state *reply.State // counts on over every edit
	force RulesInForce
	file  RuleFile
	disk  onDisk // the file's contents that file speaks of
}

// loadRules reads the rules of profiles that have none yet in memory; a profile
// without a file gets the starter rules, which are saved once they are changed. Of a file
// that is not all right what can be read takes part.
func (e *Engine) loadRules() error {
	for _, p := range e.profiles.Settings().Profiles {
		if e.ruleSet(p.ID) != nil {
			continue
		}
		r := &ruleSet{state: &reply.State{}, file: RuleFile{Path: e.rulePath(p.ID)}}
		origin := FromDisk
		doc, disk, err := readRules(r.file.Path)
		r.disk = disk
		var problems []reply.Problem
		switch {
		case err != nil:
			r.file.Fault, r.file.Seen = err.Error(), e.now()
			e.log.Warn("the rules cannot be read", "profile", p.ID, "err", err)
		case doc == nil:
			origin, r.rules = FromStarter, reply.Starter(e.cfg.Words)
		default:
			r.rules, r.file.Seen = doc.Rules, e.now()
			if problems = append(doc.problems(), e.warningsIn(p.ID, doc.Document)...); reply.Blocks(problems) {
				r.file.Problems = problems
				e.log.Warn("a file of rules has mistakes; rules that have one do not answer", "profile", p.ID, "err", parseError(r.file.Path, problems))
			}
		}
		e.enforce(p.ID, r, r.rules, origin, problems)
	}
	return nil
}

// rulePath is where a profile's rules are kept.
func (e *Engine) rulePath(profileID string) string {
	return filepath.Join(e.cfg.Home, "rules", profileID+".yaml")
}

// ruleSet is what is known of a profile's rules; nil when nothing is. It is replaced, not
// changed.
func (e *Engine) ruleSet(profileID string) *ruleSet {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.ruleSets[profileID]
}

// enforce makes rules those that answer, from the next route on. problems are what is
// known to be wrong with them; nil looks for it.
func (e *Engine) enforce(profileID string, r *ruleSet, rules []reply.Rule, origin RuleOrigin, problems []reply.Problem) {
	set, found := reply.Compile(rules)
	if problems == nil {
		problems = append(found, e.RuleWarnings(profileID, rules)...)
	}
	next := *r
	next.rules, next.set = slices.Clone(rules), set
	next.force = RulesInForce{Version: set.Version(), Origin: origin, Problems: problems}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.ruleSets[profileID] = &next
}

// SaveRules puts a profile's rules in force for the very next request and saves them.
// Rules with errors change nothing; the problems say where. Warnings come along with
// rules that are in force.
func (e *Engine) SaveRules(profileID string, rules []reply.Rule) ([]reply.Problem, error) {
	saved, err := e.SaveRulesFrom(profileID, 0, rules)
	return saved.Problems, err
}

// SaveRulesFrom is SaveRules for a list that was made from the rules that were in force as
// base says, RulesInForce.Version. When another program has changed the file since, both
// are kept: the list is in force and in the file, and what the other program wrote is in
// SavedRules.Conflict. Base 0 is that of the rules in force.
func (e *Engine) SaveRulesFrom(profileID string, base uint64, rules []reply.Rule) (SavedRules, error) {
	e.editing.Lock()
	defer e.editing.Unlock()
	return e.saveRules(profileID, base, rules)
}

// saveRules is SaveRulesFrom for who holds editing.
func (e *Engine) saveRules(profileID string, base uint64, rules []reply.Rule) (SavedRules, error) {
	r := e.ruleSet(profileID)
	if _, ok := e.profiles.Settings().Profile(profileID); !ok || r == nil {
		return SavedRules{}, ErrNoProfile
	}
	_, problems := reply.Compile(rules)
	problems = append(problems, e.RuleWarnings(profileID, rules)...)
	if reply.Blocks(problems) {
		return SavedRules{Problems: problems, InForce: r.force}, nil
	}
	return e.putRules(profileID, r, rules, problems,
		func() (string, error) { return e.keepOutside(profileID, r, base) },
		func() error { return e.rules.Save(profileID, rules) })
}

// putRules writes rules with nothing wrong but problems, and puts them in force. keep sets
// aside what another program wrote into the file. The caller holds editing.
func (e *Engine) putRules(profileID string, r *ruleSet, rules []reply.Rule, problems []reply.Problem,
	keep func() (string, error), write func() error) (SavedRules, error) {
	next := *r
	conflict, err := keep()
	if err != nil {
		return SavedRules{Problems: problems, InForce: r.force}, fmt.Errorf("save rules: %w", err)
	}
	if err := write(); err != nil {
		return SavedRules{Problems: problems, InForce: r.force, Conflict: conflict}, fmt.Errorf("save rules: %w", err)
	}
	if conflict != "" {
		next.file.Conflict = conflict
	}
	next.file.Problems, next.file.Fault, next.file.Seen = nil, "", e.now()
	next.disk = stateOf(next.file.Path, rules)
	e.enforce(profileID, &next, rules, FromWindow, problems)
	e.route()
	e.watch.changed()
	return SavedRules{Problems: problems, InForce: e.ruleSet(profileID).force, Conflict: conflict}, nil
}
