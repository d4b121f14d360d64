package reply

import (
	"errors"
	"fmt"

	"github.com/goccy/go-yaml"
)

// Version is the form of the files that this package writes.
const Version = 1

// The file's form. What is usual is left out, so that a rule reads like a sentence.
type rulesFile struct {
	Version int        `yaml:"version"`
	Rules   []ruleFile `yaml:"rules"`
}

type ruleFile struct {
	ID   string   `yaml:"id"`
	Name string   `yaml:"name"`
	Off  bool     `yaml:"disabled,omitempty"`
	When whenFile `yaml:"when,omitempty"`
	Then thenFile `yaml:"then"`
}

type whenFile struct {
	Type  string `yaml:"type,omitempty"`
	Event string `yaml:"event,omitempty"`
	Op    Op     `yaml:"op,omitempty"`
	Text  string `yaml:"text,omitempty"`
}

type thenFile struct {
	Kind string `yaml:"kind"`
	Text string `yaml:"text,omitempty"`
}

// ParseError says where a file of rules stops making sense. Line and Column count from
// 1, the column in runes.
type ParseError struct {
	File         string
	Line, Column int
	Message      string
}

// Error implements error.
func (e *ParseError) Error() string {
	return fmt.Sprintf("reply: %s:%d:%d: %s", e.File, e.Line, e.Column, e.Message)
}

const header = `# Rules, from top to bottom: the first that matches answers.
# when: type (text, image, event, …), event, op (equals, contains, regexp) with text; all optional
# then: kind (text, success, empty), and the text as a template such as {{.Content}}
# "disabled: true" switches a rule off
`

func encode(rules []Rule) ([]byte, error) {
	f := rulesFile{Version: Version, Rules: []ruleFile{}}
	for _, r := range rules {
		w, _ := r.When.Simple()
		if w.Op == Any {
			w.Op = ""
		}
		f.Rules = append(f.Rules, ruleFile{r.ID, r.Name, !r.On, whenFile(w), thenFile{r.Then.Kind, r.Then.Text}})
	}
	data, err := yaml.MarshalWithOptions(f, yaml.UseLiteralStyleIfMultiline(true), yaml.IndentSequence(true))
	if err != nil {
		return nil, err
	}
	data = append([]byte(header), data...)
	if back, err := decode("", data); err != nil || !sameRules(back, rules) {
		// A text that literal style does not carry, such as one that ends with blanks.
		if data, err = yaml.MarshalWithOptions(f, yaml.JSON()); err != nil {
			return nil, err
		}
		data = append([]byte(header), data...)
		if back, err := decode("", data); err != nil || !sameRules(back, rules) {
			return nil, fmt.Errorf("reply: the rules hold a text that a file cannot carry")
		}
	}
	return data, nil
}

func decode(name string, data []byte) ([]Rule, error) {
	var f rulesFile
	err := yaml.UnmarshalWithOptions(data, &f, yaml.Strict())
	var of struct{ Version int }
	if yaml.Unmarshal(data, &of) == nil && of.Version > Version { // says more than the first unknown word
		return nil, &ParseError{File: name, Line: 1, Column: 1,
			Message: fmt.Sprintf("version %d is newer than this echostr reads (%d)", of.Version, Version)}
	}
	if err != nil {
		return nil, parseErrorOf(name, err)
	}
	rules := make([]Rule, 0, len(f.Rules))
	for _, r := range f.Rules {
		rules = append(rules, Rule{ID: r.ID, Name: r.Name, On: !r.Off, When: Simple(r.When).When(), Then: Then{Kind: r.Then.Kind, Text: r.Then.Text}})
	}
	return rules, nil
}

func parseErrorOf(name string, err error) *ParseError {
	out := &ParseError{File: name, Line: 1, Column: 1, Message: err.Error()}
	var at yaml.Error
	if errors.As(err, &at) {
		out.Message = at.GetMessage()
		if t := at.GetToken(); t != nil && t.Position != nil {
			out.Line, out.Column = t.Position.Line, t.Position.Column
		}
	}
	return out
}
