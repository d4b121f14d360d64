package engine

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"echostr/internal/reply"
)

// RulesText is a profile's rules as their file has them, comments and all, or as it would.
func (e *Engine) RulesText(profileID string) (string, error) {
	r := e.ruleSet(profileID)
	if r == nil {
		return "", ErrNoProfile
	}
	data, disk, err := readDisk(r.file.Path)
	if err != nil {
		return "", err
	}
	if disk.info == nil {
		if data, err = reply.Encode(r.rules); err != nil {
			return "", fmt.Errorf("write rules: %w", err)
		}
	}
	return string(data), nil
}

// CheckRules reads a text of rules for a profile and says what is wrong with it. Nothing
// is changed. A text that a person edits here is reply.Own, any other reply.Foreign.
func (e *Engine) CheckRules(profileID, text string, from reply.Source) CheckedRules {
	d, problems := reply.Decode("rules.yaml", []byte(text), from)
	problems = append(problems, d.Check()...)
	problems = append(problems, e.warningsIn(profileID, d)...)
	return CheckedRules{Title: d.Title, Description: d.Description, Rules: d.Rules, Problems: problems}
}

// ReplaceRules puts the rules of a text by others in force, behind those of the profile or
// in their place. A text that replaces is the file from then on, word for word; of one that
// is added only the rules are. A text with errors changes nothing.
func (e *Engine) ReplaceRules(profileID, text string, how Replacing) (SavedRules, error) {
	if how == Append {
		return e.appendRules(profileID, e.CheckRules(profileID, text, reply.Foreign))
	}
	return e.writeRules(profileID, nil, text, reply.Foreign)
}

// EditRules makes a text that a person has edited the file of the rules, word for word, and
// puts its rules in force. was is the text that the edit began with: when the file holds
// another one by now, that one is kept in SavedRules.Conflict. A text with errors changes
// nothing.
func (e *Engine) EditRules(profileID, was, text string) (SavedRules, error) {
	return e.writeRules(profileID, &was, text, reply.Own)
}

func (e *Engine) appendRules(profileID string, more CheckedRules) (SavedRules, error) {
	e.editing.Lock()
	defer e.editing.Unlock()
	r := e.ruleSet(profileID)
	switch {
	case r == nil:
		return SavedRules{}, ErrNoProfile
	case reply.Blocks(more.Problems):
		return SavedRules{Problems: more.Problems, InForce: r.force}, nil
	}
	return e.saveRules(profileID, 0, appended(r.rules, more.Rules))
}

// writeRules makes a text the file of a profile's rules. was is what the file held when the
// text was begun; nil for what was taken up last.
func (e *Engine) writeRules(profileID string, was *string, text string, from reply.Source) (SavedRules, error) {
	checked := e.CheckRules(profileID, text, from)
	e.editing.Lock()
	defer e.editing.Unlock()
	r := e.ruleSet(profileID)
	if _, ok := e.profiles.Settings().Profile(profileID); !ok || r == nil {
		return SavedRules{}, ErrNoProfile
	}
	if reply.Blocks(checked.Problems) {
		return SavedRules{Problems: checked.Problems, InForce: r.force}, nil
	}
	keep := func() (string, error) { return e.keepOutside(profileID, r, 0) }
	if was != nil {
		keep = func() (string, error) { return e.keepUnlike(profileID, r, *was) }
	}
	return e.putRules(profileID, r, checked.Rules, checked.Problems, keep,
		func() error { return e.rules.SaveText(profileID, text) })
}

// appended is a list with more rules behind it, but before a last one that takes all, none
// with an ID that another has.
func appended(list, more []reply.Rule) []reply.Rule {
	at := len(list)
	if at > 0 && list[at-1].On && list[at-1].When.Everything() {
		at--
	}
	out := slices.Clone(list[:at])
	taken := map[string]bool{}
	for _, r := range list {
		taken[r.ID] = true
	}
	for _, r := range more {
		id := r.ID
		for n := 2; taken[r.ID]; n++ {
			r.ID = id + "-" + strconv.Itoa(n)
		}
		taken[r.ID] = true
		out = append(out, r)
	}
	return append(out, list[at:]...)
}

// StarterSets are the ready-made lists of rules in a language, in their order; none where
// Config.RuleSets has none.
func (e *Engine) StarterSets(language string) []StarterSet {
	if e.cfg.RuleSets == nil {
		return nil
	}
	names, err := fs.Glob(e.cfg.RuleSets, path.Join(language, "*.yaml"))
	if err != nil {
		return nil
	}
	var out []StarterSet
	for _, name := range names {
		data, err := fs.ReadFile(e.cfg.RuleSets, name)
		if err != nil {
			e.log.Error("a ready-made set cannot be read", "name", name, "err", err)
			continue
		}
		d, _ := reply.Decode(path.Base(name), data, reply.Foreign)
		out = append(out, StarterSet{ID: strings.TrimSuffix(path.Base(name), ".yaml"), Title: d.Title, Description: d.Description,
			Rules: d.Rules, Text: string(data)})
	}
	return out
}
