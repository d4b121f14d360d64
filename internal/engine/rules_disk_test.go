package engine

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"echostr/internal/reply"
	"echostr/internal/simulate"
)

// say sends a text as a person would and returns the server's answer.
func say(t *testing.T, e *Engine, text string) string {
	t.Helper()
	p, err := simulate.TextPush(e.Snapshot().Active().Token, "oUser", "gh_1", text, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	a, err := (&simulate.Sender{}).Send(t.Context(), e.Snapshot().LocalURL(), p)
	if err != nil {
		t.Fatal(err)
	}
	return string(a.Body)
}

// ruleFile is the file of the active profile's rules.
func ruleFile(e *Engine) string {
	s := e.Snapshot()
	return s.RuleFiles[s.Active().ID].Path
}

func force(s *Snapshot) RulesInForce { return s.RulesInForce[s.Active().ID] }

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func saying(text string) []reply.Rule {
	return []reply.Rule{{ID: "a", Name: "a", On: true, Then: reply.Then{Kind: reply.KindText, Text: text}}}
}

// TestOutsideEdit writes the file of rules in the ways of editors; each is in force by
// itself, within a second.
func TestOutsideEdit(t *testing.T) {
	e := open(t, nil)
	path := ruleFile(e)
	if s := e.Snapshot(); force(s).Origin != FromStarter || force(s).Version == 0 || force(s).Since.IsZero() {
		t.Fatalf("in force at the start: %+v", force(s))
	}
	for _, w := range []struct {
		name  string
		write func(text string)
	}{
		{"in place", func(text string) { write(t, path, text) }},
		{"renamed over it", func(text string) {
			write(t, path+".new", text)
			if err := os.Rename(path+".new", path); err != nil {
				t.Fatal(err)
			}
		}},
		{"removed and made anew", func(text string) {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
			write(t, path, text)
		}},
		{"with an old time", func(text string) {
			write(t, path, text)
			if err := os.Chtimes(path, time.Time{}, time.Unix(1e9, 0)); err != nil {
				t.Fatal(err)
			}
		}},
		{"in two pieces", func(text string) {
			f, err := os.Create(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, part := range []string{text[:len(text)/2], text[len(text)/2:]} {
				if _, err := f.WriteString(part); err != nil {
					t.Fatal(err)
				}
			}
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		t.Run(w.name, func(t *testing.T) {
			before := force(e.Snapshot())
			w.write("rules:\n- then: {text: \"" + w.name + "\"}\n")
			s := await(t, e, "the edit", func(s *Snapshot) bool { return force(s).Version > before.Version })
			if f := force(s); f.Origin != FromDisk || !f.Since.After(before.Since) || len(s.RuleFiles[s.Active().ID].Problems) > 0 {
				t.Errorf("in force %+v", f)
			}
			if got := say(t, e, "x"); !strings.Contains(got, "["+w.name+"]") {
				t.Errorf("answered %s", got)
			}
		})
	}
}

// TestBrokenOutsideEdit keeps the last good rules and tells where the file is wrong.
func TestBrokenOutsideEdit(t *testing.T) {
	e := open(t, nil)
	id, path := e.Snapshot().Active().ID, ruleFile(e)
	write(t, path, "rules:\n- then: {text: good}\n")
	good := force(await(t, e, "the good file", func(s *Snapshot) bool { return force(s).Origin == FromDisk }))
	for _, broken := range []struct {
		text         string
		line, column int
	}{
		{"rules:\n- then: {text: good}\n- wenn: {type: text}\n", 3, 3},
		{"rules:\n- then: {text: \"{{.Content\"}\n", 2, 17},
		{"rules: [", 1, 8},
	} {
		write(t, path, broken.text)
		s := await(t, e, "the problem", func(s *Snapshot) bool {
			p := s.RuleFiles[id].Problems
			return len(p) > 0 && p[0].Line == broken.line
		})
		if p := s.RuleFiles[id].Problems[0]; p.Column != broken.column && broken.column != 8 {
			t.Errorf("%q: told %+v", broken.text, p)
		}
		if f := force(s); f.Version != good.Version || !f.Since.Equal(good.Since) {
			t.Errorf("in force %+v", f)
		}
		if got := say(t, e, "x"); !strings.Contains(got, "[good]") {
			t.Errorf("answered %s", got)
		}
	}
	// The window's save goes over it, and what was written by hand is kept.
	saved, err := e.SaveRulesFrom(id, 0, saying("window"))
	if err != nil || saved.Conflict == "" {
		t.Fatalf("saved %+v, %v", saved, err)
	}
	if kept, err := os.ReadFile(saved.Conflict); err != nil || string(kept) != "rules: [" {
		t.Errorf("kept %q, %v", kept, err)
	}
	s := e.Snapshot()
	if f := s.RuleFiles[id]; len(f.Problems) > 0 || f.Conflict != saved.Conflict || force(s).Origin != FromWindow {
		t.Errorf("the file is %+v", f)
	}
	if got := say(t, e, "x"); !strings.Contains(got, "[window]") {
		t.Errorf("answered %s", got)
	}
	e.DismissRuleConflict(id)
	if f := e.Snapshot().RuleFiles[id]; f.Conflict != "" {
		t.Errorf("the conflict stays: %+v", f)
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 2 {
		t.Errorf("the folder holds %v, %v", entries, err)
	}
}

// TestBothEdit lets window and editor change the rules at once: neither edit is lost.
func TestBothEdit(t *testing.T) {
	e := open(t, nil)
	id, path := e.Snapshot().Active().ID, ruleFile(e)
	if _, err := e.SaveRules(id, saying("first")); err != nil {
		t.Fatal(err)
	}
	base := force(e.Snapshot()).Version

	// Written and not taken up yet.
	outside := "# mine\nrules:\n- then: {text: outside}\n"
	write(t, path, outside)
	saved, err := e.SaveRulesFrom(id, base, saying("window"))
	if err != nil || saved.InForce.Origin != FromWindow {
		t.Fatalf("%+v %v", saved, err)
	}
	kept, err := os.ReadFile(saved.Conflict)
	if saved.Conflict == "" || err != nil || string(kept) != outside {
		t.Errorf("conflict %q keeps %q, %v", saved.Conflict, kept, err)
	}
	if text, err := e.RulesText(id); err != nil || !strings.Contains(text, "window") || strings.Contains(text, "outside") {
		t.Errorf("the file has %q, %v", text, err)
	}

	// Taken up, but the window's list is older.
	base = force(e.Snapshot()).Version
	write(t, path, outside)
	await(t, e, "the edit", func(s *Snapshot) bool { return force(s).Origin == FromDisk })
	again, err := e.SaveRulesFrom(id, base, saying("older"))
	if err != nil || again.Conflict == "" || again.Conflict == saved.Conflict {
		t.Errorf("%+v %v", again, err)
	}
	if got := say(t, e, "x"); !strings.Contains(got, "[older]") {
		t.Errorf("answered %s", got)
	}

	// Nobody else wrote: no conflict, and no file of one.
	if quiet, err := e.SaveRulesFrom(id, again.InForce.Version, saying("last")); err != nil || quiet.Conflict != "" {
		t.Errorf("%+v %v", quiet, err)
	}
}

// TestBrokenFileAtStart does not keep the program from starting.
func TestBrokenFileAtStart(t *testing.T) {
	home := t.TempDir()
	first := open(t, func(c *Config) { c.Home = home })
	id, path := first.Snapshot().Active().ID, ruleFile(first)
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	write(t, path, "rules:\n- {name: good, then: {text: kept}}\n- {name: bad, then: {txt: x}}\n")
	e := open(t, func(c *Config) { c.Home = home })
	s := e.Snapshot()
	if p := s.RuleFiles[id].Problems; len(p) == 0 || p[0].Line != 3 || !reply.Blocks(s.RulesInForce[id].Problems) {
		t.Errorf("told %+v", p)
	}
	if got := say(t, e, "x"); !strings.Contains(got, "[kept]") {
		t.Errorf("answered %s", got)
	}
}

// TestStateOutlivesEdits goes on in a sequence after edits by window and file.
func TestStateOutlivesEdits(t *testing.T) {
	e := open(t, nil)
	id := e.Snapshot().Active().ID
	rules := func(suffix string) []reply.Rule {
		var steps []reply.Then
		for _, s := range []string{"one", "two", "three"} {
			steps = append(steps, reply.Then{Kind: reply.KindText, Text: s + suffix})
		}
		return []reply.Rule{{ID: "seq", Name: "seq", On: true, Then: reply.Then{Kind: reply.KindSequence, Steps: steps}}}
	}
	if _, err := e.SaveRules(id, rules("")); err != nil {
		t.Fatal(err)
	}
	var got []string
	got = append(got, say(t, e, "x"))
	if _, err := e.SaveRules(id, rules("!")); err != nil {
		t.Fatal(err)
	}
	got = append(got, say(t, e, "x"))
	text, err := reply.Encode(rules("?"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, ruleFile(e), string(text))
	await(t, e, "the edit", func(s *Snapshot) bool { return force(s).Origin == FromDisk })
	got = append(got, say(t, e, "x"))
	for i, want := range []string{"[one]", "[two!]", "[three?]"} {
		if !strings.Contains(got[i], want) {
			t.Errorf("answer %d is %s", i+1, got[i])
		}
	}
	e.ResetRule(id, "seq")
	if again := say(t, e, "x"); !strings.Contains(again, "[one?]") {
		t.Errorf("after a reset %s", again)
	}
}

// TestHitsOutliveTheRun counts from the journal what earlier runs answered.
func TestHitsOutliveTheRun(t *testing.T) {
	home := t.TempDir()
	first := open(t, func(c *Config) { c.Home = home })
	id := first.Snapshot().Active().ID
	for range 3 {
		say(t, first, "hello")
	}
	was := first.Hits(id, "echo")
	if was.Count != 3 || was.Last.IsZero() {
		t.Fatalf("hits %+v", was)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	e := open(t, func(c *Config) { c.Home = home })
	say(t, e, "hello")
	await(t, e, "the count", func(*Snapshot) bool { return e.Hits(id, "echo").Count == 4 })
	if now := e.HitsOf(id)["echo"]; now.Count != 4 || !now.Last.After(was.Last) {
		t.Errorf("hits %+v after %+v", now, was)
	}
}

// TestWarnings of rules that lead back here or hold secrets.
func TestWarnings(t *testing.T) {
	e := open(t, func(c *Config) {
		token := "a-token-of-ours"
		c.Overrides.Token = &token
	})
	id, local := e.Snapshot().Active().ID, e.Snapshot().LocalURL()
	text := "rules:\n- then: {text: a-token-of-ours}\n- then: {forward: \"" + local + "\"}\n- then: {forward: \"" + strings.Replace(local, "127.0.0.1", "localhost", 1) + "\"}\n" +
		"- then: {forward: \"http://127.0.0.1:1/\"}\n"
	var found []string
	for _, p := range e.CheckRules(id, text, reply.Own).Problems {
		if p.Field == reply.FieldBackend || p.Field == reply.FieldSecret {
			found = append(found, string(p.Field)+"."+p.ID)
			if !p.Warning {
				t.Errorf("%+v is no warning", p)
			}
		}
	}
	if want := "forward.loop forward.loop secret.found"; strings.Join(found, " ") != want {
		t.Errorf("found %q, want %q", found, want)
	}
}
