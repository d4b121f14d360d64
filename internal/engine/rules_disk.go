package engine

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"echostr/internal/reply"
)

// onDisk is one state of a file: how it looks from outside, and what is in it.
type onDisk struct {
	info fs.FileInfo // nil without a file
	sum  [sha256.Size]byte
}

// same says whether a file still looks as it did.
func (d onDisk) same(info fs.FileInfo) bool {
	if d.info == nil || info == nil {
		return d.info == nil && info == nil
	}
	return d.info.Size() == info.Size() && d.info.ModTime().Equal(info.ModTime()) && os.SameFile(d.info, info)
}

// document is a file of rules that was read.
type document struct {
	*reply.Document
	read []reply.Problem
}

// problems are all that is wrong, placed in the file.
func (d *document) problems() []reply.Problem {
	return append(d.read[:len(d.read):len(d.read)], d.Check()...)
}

// readRules reads a file of rules; nil without one.
func readRules(path string) (*document, onDisk, error) {
	data, disk, err := readDisk(path)
	if err != nil || disk.info == nil {
		return nil, disk, err
	}
	doc, problems := reply.Decode(filepath.Base(path), data, reply.Own)
	return &document{doc, problems}, disk, nil
}

// readDisk is a file's contents and state; no info without a file.
func readDisk(path string) ([]byte, onDisk, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, onDisk{}, nil
	}
	if err != nil {
		return nil, onDisk{}, fmt.Errorf("read rules: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, onDisk{}, fmt.Errorf("read rules: %w", err)
	}
	data, err := io.ReadAll(io.LimitReader(f, reply.MaxDocument+1)) // Decode refuses what is longer
	if err != nil {
		return nil, onDisk{info: info}, fmt.Errorf("read rules: %w", err)
	}
	return data, onDisk{info, sha256.Sum256(data)}, nil
}

// stateOf is the state of a file into which rules have just been saved. It is the zero one,
// so that the file is looked at again, when another program has been quicker and the file
// holds others.
func stateOf(path string, saved []reply.Rule) onDisk {
	doc, d, err := readRules(path)
	if err != nil || doc == nil || !slices.EqualFunc(doc.Rules, saved, func(a, b reply.Rule) bool { return a.Normal().Equal(b.Normal()) }) {
		return onDisk{}
	}
	return d
}

// keepOutside sets a copy of the file aside when it holds what another program wrote and a
// save would go over: contents that were not seen yet, or refused, or taken up after base.
// It returns the copy's name, "" when there is nothing to keep.
func (e *Engine) keepOutside(profileID string, r *ruleSet, base uint64) (string, error) {
	data, disk, err := readDisk(r.file.Path)
	if err != nil || disk.info == nil {
		return "", err
	}
	unseen := disk.sum != r.disk.sum
	newer := base != 0 && base != r.force.Version && r.force.Origin == FromDisk
	if !unseen && !newer && len(r.file.Problems) == 0 || strings.TrimSpace(string(data)) == "" {
		return "", nil
	}
	return e.rules.SetAside(profileID, data, e.now())
}

// keepUnlike sets a copy of the file aside when it holds anything but a text.
func (e *Engine) keepUnlike(profileID string, r *ruleSet, text string) (string, error) {
	data, disk, err := readDisk(r.file.Path)
	if err != nil || disk.info == nil || string(data) == text || strings.TrimSpace(string(data)) == "" {
		return "", err
	}
	return e.rules.SetAside(profileID, data, e.now())
}

// How often files of rules are looked at, and how long one must have been left alone before
// it counts as written.
const (
	ruleLook  = 250 * time.Millisecond
	ruleQuiet = 100 * time.Millisecond
)

// watchRules takes up what other programs write into the files of rules, and the tunnel's
// address, of which rules may speak, until the engine is closed. A look is a system call a
// profile.
func (e *Engine) watchRules() {
	wait := time.NewTimer(ruleLook)
	defer wait.Stop()
	for {
		select {
		case <-e.life.Done():
			return
		case <-wait.C:
		}
		e.reroute()
		next := ruleLook
		if e.lookAtRules() {
			next = ruleQuiet
		}
		wait.Reset(next)
	}
}

// lookAtRules takes up the files that have changed; unsettled says that one of them is
// perhaps still being written.
func (e *Engine) lookAtRules() (unsettled bool) {
	for _, p := range e.profiles.Settings().Profiles {
		r := e.ruleSet(p.ID)
		if r == nil {
			continue
		}
		info, err := os.Stat(r.file.Path)
		if err != nil || r.disk.same(info) { // one that is gone changes nothing
			continue
		}
		if time.Since(info.ModTime()).Abs() < ruleQuiet || !e.takeUp(p.ID) {
			unsettled = true
		}
	}
	return unsettled
}

// takeUp puts a changed file in force, if all is well with it; false when it changed while
// it was read.
func (e *Engine) takeUp(profileID string) bool {
	e.editing.Lock()
	defer e.editing.Unlock()
	r := e.ruleSet(profileID)
	if r == nil {
		return true
	}
	doc, disk, err := readRules(r.file.Path)
	if now, failed := os.Stat(r.file.Path); failed != nil || err == nil && !disk.same(now) {
		return false
	}
	next := *r
	known := next.disk.sum
	next.disk = disk
	if err != nil && err.Error() == r.file.Fault {
		return true // told already
	}
	if err == nil && disk.sum == known {
		e.replaceRuleSet(profileID, &next) // touched, or our own
		return true
	}
	next.file.Seen = e.now()
	next.file.Problems, next.file.Fault = nil, ""
	switch {
	case err != nil:
		next.file.Fault = err.Error()
	case doc == nil:
		return true
	default:
		problems := append(doc.problems(), e.warningsIn(profileID, doc.Document)...)
		if !reply.Blocks(problems) {
			e.enforce(profileID, &next, doc.Rules, FromDisk, problems)
			e.route()
			e.watch.changed()
			e.log.Info("rules taken up from their file", "profile", profileID, "rules", len(doc.Rules))
			return true
		}
		next.file.Problems = problems
		e.log.Warn("a file of rules has mistakes; the rules before it stay in force", "profile", profileID, "err", parseError(next.file.Path, problems))
	}
	e.replaceRuleSet(profileID, &next)
	e.watch.changed()
	return true
}

// parseError is the first mistake among problems.
func parseError(path string, problems []reply.Problem) error {
	i := slices.IndexFunc(problems, func(p reply.Problem) bool { return !p.Warning })
	return &reply.ParseError{File: path, Problems: problems[i:]}
}

func (e *Engine) replaceRuleSet(profileID string, r *ruleSet) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.ruleSets[profileID] = r
}

// DismissRuleConflict takes note of RuleFile.Conflict. The file stays.
func (e *Engine) DismissRuleConflict(profileID string) {
	e.editing.Lock()
	defer e.editing.Unlock()
	if r := e.ruleSet(profileID); r != nil {
		next := *r
		next.file.Conflict = ""
		e.replaceRuleSet(profileID, &next)
		e.watch.changed()
	}
}
