package main

import (
	"errors"
	"io"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// explainOptions are the flags of explain alone.
type explainOptions struct {
	url, body, at string
	json          bool
}

// errDoesNotHold ends the program with status 1 and nothing on standard error: what is
// wrong has been said.
var errDoesNotHold = errors.New("the request does not hold")

func explainCommand(o *options) *cobra.Command {
	var e explainOptions
	cmd := &cobra.Command{
		Use:   "explain [FILE|-]",
		Short: "Say whether a captured request holds, and if not, why",
		Long: "explain reads a request as it was captured (request line, headers, body) from a file or standard input,\n" +
			"or takes its URL and body apart, and holds it to an account: that of --token and its sisters, else a\n" +
			"profile of the home directory. With --home the Tokens and keys of its profiles are tried as well.\n\n" +
			"It ends with 0 when the request holds, with 1 when it does not, and with 2 when it cannot be read.",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usagef("explain takes one file")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return explain(o, &e, args, cmd.InOrStdin(), cmd.OutOrStdout())
		},
	}
	f := cmd.Flags()
	f.StringVar(&e.url, "url", "", "the request's URL, instead of a captured request")
	f.StringVar(&e.body, "body", "", "file with the body of a push, with --url; - is standard input")
	f.StringVar(&e.at, "at", "", "when it came, for the check of its timestamp: RFC 3339 or seconds since 1970 (default now)")
	f.BoolVar(&e.json, "json", false, "write one JSON object")
	return cmd
}

// explain reads a request, checks it and writes what came of it.
func explain(o *options, e *explainOptions, args []string, in io.Reader, out io.Writer) error {
	c, cat, err := o.config()
	if err != nil {
		return err
	}
	q, err := e.request(args, in)
	if err != nil {
		return err
	}
	config, known, err := o.suspect(&c, q.Path)
	if err != nil {
		return err
	}
	a := wechat.NewAccount(config)
	f := finding{request: q, opened: a.Open(q), words: cat}
	if f.verdict = exchange.Judge(&f.opened); f.verdict != exchange.Pass {
		d := a.Diagnose(q, &f.opened, known)
		f.opened.Causes, f.opened.RuledOut = d.Causes, d.RuledOut
	}
	write := f.writeText
	if e.json {
		write = f.writeJSON
	}
	if err := write(out); err != nil {
		return err
	}
	if f.verdict != exchange.Pass {
		return errDoesNotHold
	}
	return nil
}

// timeAt is the time of an --at; "" is now.
func timeAt(text string) (time.Time, error) {
	if text == "" {
		return time.Now(), nil
	}
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return time.Unix(n, 0), nil
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return at, usagef("--at %s: want a time such as 2026-11-20T14:06:08+08:00 or 1795183568", text)
	}
	return at, nil
}
