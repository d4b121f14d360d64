package main

import (
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"echostr/internal/reply"
	"echostr/internal/wechat"
	"echostr/internal/words"
)

// trial are the flags of rules test.
type trial struct {
	message, at string
	profile     []string
	json        bool
}

// profileKeys are the values that a template may ask a profile for.
var profileKeys = []string{"id", "name", "app_id", "mode", "path", "url"}

func testRulesCommand(o *options) *cobra.Command {
	var t trial
	cmd := &cobra.Command{Use: "test FILE --message FILE", Short: "Say which rule answers a message, why those above it do not, and the reply",
		Long: "test gives a message (XML or JSON, in clear) to the rules of a file and writes which one answers, why\n" +
			"those above it do not, and the reply as it would leave in plain mode. Nothing is sent, waited for or\n" +
			"counted.\n\n" +
			"It ends with 0 when a rule answers, with 1 when none does or the file has mistakes, and with 2 when\n" +
			"the command line or a file cannot be read.",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("rules test wants one file of rules")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return t.run(o, args[0], cmd.InOrStdin(), cmd.OutOrStdout())
		}}
	f := cmd.Flags()
	f.StringVar(&t.message, "message", "", "file with the message, XML or JSON; - is standard input")
	f.StringVar(&t.at, "at", "", "when it comes: RFC 3339 or seconds since 1970 (default now)")
	f.StringArrayVar(&t.profile, "profile", nil, "a value of the profile for templates, such as name=Demo; "+strings.Join(profileKeys, ", "))
	f.BoolVar(&t.json, "json", false, "write one JSON object")
	return cmd
}

// tried is what came of a trial.
type tried struct {
	file     string
	document *reply.Document
	problems []reply.Problem
	outcome  reply.Outcome
	body     string // as it would leave
	kind     string // Content-Type
	causes   []wechat.Cause
	words    *words.Catalogue
}

func (t *trial) run(o *options, file string, in io.Reader, out io.Writer) error {
	_, cat, err := o.config()
	if err != nil {
		return err
	}
	if t.message == "" {
		return usagef("rules test wants --message FILE")
	}
	if file == "-" && t.message == "-" {
		return usagef("only one of the two files can be standard input")
	}
	env := reply.Env{Trace: true, Dry: true, Files: reply.Files{Dir: filepath.Dir(file)}}
	if env.Now, err = timeAt(t.at); err != nil {
		return err
	}
	if env.Profile, err = t.values(); err != nil {
		return err
	}
	d, problems, err := readRules(file, in)
	if err != nil {
		return err
	}
	data, err := readInput(t.message, in)
	if err != nil {
		return err
	}
	m, err := wechat.Parse(string(data))
	if err != nil {
		return usagef("%s: this is no message: %w", t.message, err)
	}
	inOrder(problems)
	r := tried{file: file, document: d, problems: problems, words: cat}
	if !reply.Blocks(problems) {
		r.answer(m, &env)
	}
	write := r.writeText
	if t.json {
		write = r.writeJSON
	}
	if err := write(out); err != nil {
		return err
	}
	if r.outcome.RuleID == "" {
		return errRules
	}
	return nil
}

// answer lets the rules answer, and builds what would leave.
func (r *tried) answer(m *wechat.Message, env *reply.Env) {
	set, _ := reply.Compile(r.document.Rules)
	r.outcome = set.AnswerIn(m, env)
	switch r.outcome.Do {
	case reply.Status:
		r.body, r.kind = r.outcome.Body, r.outcome.ContentType
	case reply.Respond:
		opened := &wechat.Opened{Message: m}
		body, kind, err := wechat.NewAccount(wechat.AccountConfig{Mode: wechat.Plain}).AppendAnswer(nil, opened, &r.outcome.Reply, env.Now)
		if err == nil { // an unknown type, which no rule has
			r.body, r.kind = string(body), kind
		}
		r.causes = r.outcome.Reply.Check(opened)
	}
}

// values reads the profile's values.
func (t *trial) values() (map[string]string, error) {
	out := map[string]string{}
	for _, pair := range t.profile {
		key, value, ok := strings.Cut(pair, "=")
		if !ok || !slices.Contains(profileKeys, key) {
			return nil, usagef("--profile %s: want KEY=VALUE with a key of %s", pair, strings.Join(profileKeys, ", "))
		}
		out[key] = value
	}
	return out, nil
}
