// Command echostr is a workbench for people who build WeChat official accounts and
// mini programs: it receives what WeChat sends, and says whether and why.
package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"
)

func main() { os.Exit(run(os.Args[1:])) }

// run is main with an exit status: 0 when all went well, 2 when the command line is
// wrong, 1 for everything else.
func run(args []string) int {
	cmd := rootCommand()
	cmd.SetArgs(args)
	err := cmd.Execute()
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errDoesNotHold), errors.Is(err, errRules), errors.Is(err, errSkipped):
		return 1
	}
	fmt.Fprintln(os.Stderr, "echostr: "+err.Error())
	var usage *usageError
	if errors.As(err, &usage) {
		return 2
	}
	return 1
}

// usageError is a command line that cannot be carried out.
type usageError struct{ error }

func (e *usageError) Unwrap() error { return e.error }

func usagef(format string, args ...any) error { return &usageError{fmt.Errorf(format, args...)} }

func rootCommand() *cobra.Command {
	var o options
	root := &cobra.Command{
		Use:           "echostr",
		Short:         "A workbench for WeChat message push (公众号消息调试台)",
		Long:          "echostr receives what WeChat's servers send to an official account or mini program,\nchecks every signature, says in words what is wrong, and answers by your rules.\n\nWithout a command it opens its window.",
		Args:          noArgs,
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE:          func(cmd *cobra.Command, _ []string) error { return openWindow(cmd.Context(), &o) },
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return &usageError{err} })
	o.register(root.PersistentFlags())

	serve := &cobra.Command{
		Use:   "serve",
		Short: "Run without a window",
		Args:  noArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return serve(cmd.Context(), &o, cmd.OutOrStdout()) },
	}
	serve.Flags().BoolVar(&o.json, "json", false, "write one JSON object a line to standard output")
	version := &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  noArgs,
		Run:   func(cmd *cobra.Command, _ []string) { fmt.Fprintln(cmd.OutOrStdout(), "echostr "+versionText()) },
	}
	root.AddCommand(serve, explainCommand(&o), rulesCommand(&o), version)
	root.AddCommand(recordCommands(&o)...)
	return root
}

// noArgs is cobra.NoArgs as a usage error.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usagef("%q is neither a command nor a flag; see echostr --help", args[0])
	}
	return nil
}
