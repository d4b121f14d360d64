package engine

import (
	"fmt"
	"io"
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
// is changed.
func (e *Engine) CheckRules(profileID, text string) CheckedRules {
	d, problems := reply.Decode("rules.yaml", []byte(text), reply.Foreign)
	problems = append(problems, d.Check()...)
	problems = append(problems, e.warningsIn(profileID, d)...)
	return CheckedRules{Title: d.Title, Description: d.Description, Rules: d.Rules, Problems: problems}
}

// ReplaceRules puts the rules of a text in force, behind those of the profile or in their
// place. A text with errors changes nothing. The title and the comments of a text that
// replaces are not kept.
func (e *Engine) ReplaceRules(profileID, text string, how Replacing) (SavedRules, error) {
	checked := e.CheckRules(profileID, text)
	e.editing.Lock()
	defer e.editing.Unlock()
	r := e.ruleSet(profileID)
	if r == nil {
		return SavedRules{}, ErrNoProfile
	}
	if reply.Blocks(checked.Problems) {
		return SavedRules{Problems: checked.Problems, InForce: r.force}, nil
	}
	rules := checked.Rules
	if how == Append {
		rules = appended(r.rules, rules)
	}
	return e.saveRules(profileID, 0, rules)
}

// appended is a list with more rules behind it, none with an ID that another has.
func appended(list, more []reply.Rule) []reply.Rule {
	out := slices.Clone(list)
	taken := map[string]bool{}
	for _, r := range out {
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
	return out
}

// ImportRules is ReplaceRules for a file that was opened.
func (e *Engine) ImportRules(profileID string, from io.Reader, how Replacing) (SavedRules, error) {
	data, err := io.ReadAll(io.LimitReader(from, reply.MaxDocument+1)) // a longer one is refused below
	if err != nil {
		return SavedRules{}, fmt.Errorf("import rules: %w", err)
	}
	return e.ReplaceRules(profileID, string(data), how)
}

// ExportRules writes a profile's rules as their file has them.
func (e *Engine) ExportRules(profileID string, to io.Writer) error {
	text, err := e.RulesText(profileID)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(to, text); err != nil {
		return fmt.Errorf("export rules: %w", err)
	}
	return nil
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
