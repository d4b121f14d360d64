package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"echostr/internal/archive"
	"echostr/internal/engine"
	"echostr/internal/words"
)

// errSkipped ends the program with status 1 and nothing more on standard error: what was
// not imported has been said.
var errSkipped = errors.New("not all of the file was imported")

// read records what is in a file. What does not read is told on standard error.
func (r *records) read(ctx context.Context, file string, out, faults io.Writer) (err error) {
	ctx, e, _, done, err := r.open(ctx)
	if err != nil {
		return err
	}
	defer done(&err)
	_, cat, err := r.options.config()
	if err != nil {
		return err
	}
	var in engine.Imported
	if file == "-" {
		in, err = e.ImportFrom(ctx, os.Stdin, nil)
	} else {
		in, err = e.Import(ctx, file, nil)
	}
	if in.Count > 0 {
		fmt.Fprintf(out, "%d: %d-%d\n", in.Count, in.First, in.Last)
	}
	told := writeFaults(faults, cat, in, err)
	if told && (err == nil || errors.As(err, new(*archive.ReadError))) {
		return errSkipped
	}
	return err
}

// writeFaults says what of a file was not imported, a line each; false when that is nothing.
func writeFaults(to io.Writer, cat *words.Catalogue, in engine.Imported, err error) bool {
	if in.Skipped > 0 {
		fmt.Fprintln(to, cat.T("transfer.import.skipped", "n", in.Skipped))
	}
	for _, bad := range in.Faults {
		fmt.Fprintln(to, "  "+cat.T("transfer.import.fault", "entry", bad.Entry, "line", bad.Line, "column", bad.Column,
			"reason", cat.ReadReason(string(bad.Reason), bad.Value)))
	}
	if more := in.Skipped - len(in.Faults); more > 0 {
		fmt.Fprintln(to, "  "+cat.T("transfer.import.more", "n", more))
	}
	var end *archive.ReadError
	if errors.As(err, &end) {
		fmt.Fprintln(to, cat.T("transfer.import.at", "format", cat.T("transfer.format."+end.Format.String()), "line", end.Line, "column", end.Column,
			"entry", end.Entry, "reason", cat.ReadReason(string(end.Reason), end.Value)))
	}
	return in.Skipped > 0 || end != nil
}
