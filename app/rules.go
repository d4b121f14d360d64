package main

import (
	"cmp"
	"errors"
	"io"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"echostr/internal/profile"
	"echostr/internal/reply"
	"echostr/internal/words"
)

// errRules ends the program with status 1 and nothing on standard error: what is wrong has
// been said.
var errRules = errors.New("the rules do not hold")

func rulesCommand(o *options) *cobra.Command {
	rules := &cobra.Command{Use: "rules", Short: "Check and try files of reply rules",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usagef("rules has no command %q: want check or test", args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	check := &cobra.Command{Use: "check FILE…", Short: "Say what is wrong with files of rules, a line for each problem",
		Long: "check reads files of rules and writes each problem as FILE:LINE:COLUMN: and its words.\n\n" +
			"With --home, --token and its sisters it warns of their secrets as well.\n" +
			"It ends with 0 when the rules can be used, if with warnings, with 1 when they cannot, and with 2\n" +
			"when a file cannot be read.",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("rules check wants a file; - is standard input")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return checkRules(o, args, cmd.InOrStdin(), cmd.OutOrStdout())
		}}
	rules.AddCommand(check, testRulesCommand(o))
	return rules
}

func checkRules(o *options, files []string, in io.Reader, out io.Writer) error {
	_, cat, err := o.config()
	if err != nil {
		return err
	}
	secrets, err := o.secrets()
	if err != nil {
		return err
	}
	bad := false
	w := textReport{out: out, words: cat}
	for _, file := range files {
		d, problems, err := readRules(file, in)
		if err != nil {
			return err
		}
		problems = append(problems, d.CheckSecrets(secrets)...)
		inOrder(problems)
		for _, p := range problems {
			if err := w.line(problemLine(cat, file, p)); err != nil {
				return err
			}
		}
		if len(problems) == 0 {
			if err := w.line(cat.T("rules.fine", "file", file, "count", len(d.Rules))); err != nil {
				return err
			}
		}
		bad = bad || reply.Blocks(problems)
	}
	if bad {
		return errRules
	}
	return nil
}

// readRules reads a file of rules with all that is wrong in it.
func readRules(file string, in io.Reader) (*reply.Document, []reply.Problem, error) {
	data, err := readInput(file, in)
	if err != nil {
		return nil, nil, err
	}
	d, problems := reply.Decode(file, data, reply.Own)
	return d, append(problems, d.Check()...), nil
}

// inOrder sorts problems by their place in the file.
func inOrder(problems []reply.Problem) {
	slices.SortStableFunc(problems, func(a, b reply.Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}

// problemLine is a problem as compilers write theirs.
func problemLine(cat *words.Catalogue, file string, p reply.Problem) string {
	text := cat.TM(p.Key(), p.Words())
	if p.Warning {
		text = cat.T("rules.warning", "text", text)
	}
	return file + ":" + strconv.Itoa(p.Line) + ":" + strconv.Itoa(p.Column) + ": " + text
}

// secrets are what must not stand in rules: those of the flags and of the profiles of a
// home that is named.
func (o *options) secrets() ([]reply.Secret, error) {
	out := []reply.Secret{{Name: "Token", Value: o.token}, {Name: "AppSecret", Value: o.appSecret}, {Name: "EncodingAESKey", Value: o.aesKey}}
	if !o.set.Changed("home") {
		return out, nil
	}
	c, _, err := o.config()
	if err != nil {
		return nil, err
	}
	s, err := savedProfiles(&c)
	if err != nil || s == nil {
		return out, err
	}
	for _, p := range s.Profiles {
		out = append(out, profileSecrets(p)...)
	}
	return out, nil
}

func profileSecrets(p profile.Profile) []reply.Secret {
	out := []reply.Secret{{Name: "Token", Value: p.Token}, {Name: "AppSecret", Value: p.AppSecret}}
	for _, key := range p.AESKeys() {
		out = append(out, reply.Secret{Name: "EncodingAESKey", Value: key})
	}
	return out
}
