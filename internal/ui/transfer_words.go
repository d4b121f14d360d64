package ui

import (
	"context"
	"errors"
	"strings"

	"echostr/internal/archive"
	"echostr/internal/engine"
)

// fileText is what is wrong with a file or folder, in words.
func (d *deps) fileText(fault engine.FileFault, err error) string {
	if fault == engine.FaultOther {
		return d.errorText(err)
	}
	return d.t("transfer.fault." + fault.String())
}

// exportText is why an export did not come about.
func (d *deps) exportText(err error) string {
	switch {
	case errors.Is(err, errTooLong):
		return d.t("transfer.too_long", "size", sizeText(d, clipboardMost))
	case errors.Is(err, context.Canceled):
		return d.t("transfer.export.cancelled")
	}
	return d.fileText(engine.FaultOf(err), err)
}

// importText is why an import ended before the end of the file.
func (d *deps) importText(err error) string {
	var at *archive.ReadError
	switch {
	case errors.Is(err, archive.ErrFormat):
		return d.t("transfer.import.format")
	case errors.As(err, &at):
		return d.t("transfer.import.at", "format", d.t("transfer.format."+at.Format.String()), "line", at.Line, "column", at.Column,
			"entry", at.Entry, "reason", d.words.ReadReason(string(at.Reason), at.Value))
	case errors.Is(err, archive.ErrLimit):
		return d.t("transfer.import.limit")
	case errors.Is(err, context.Canceled):
		return d.t("transfer.import.cancelled")
	case errors.Is(err, errNoFile):
		return d.t("transfer.fault.not_a_file")
	}
	switch fault := engine.FaultOf(err); fault {
	case engine.FaultMissing:
		return d.t("transfer.fault.no_file")
	case engine.FaultDenied:
		return d.t("transfer.fault.no_reading")
	case engine.FaultFolder:
		return d.t("transfer.fault.not_a_file")
	default:
		return d.fileText(fault, err)
	}
}

// skippedText is what an import skipped, each on a line; "" when that is nothing.
func (d *deps) skippedText(in engine.Imported) string {
	if in.Skipped == 0 {
		return ""
	}
	lines := []string{d.t("transfer.import.skipped", "n", grouped(int64(in.Skipped)))}
	for _, bad := range in.Faults {
		lines = append(lines, d.t("transfer.import.fault", "entry", bad.Entry, "line", bad.Line, "column", bad.Column,
			"reason", d.words.ReadReason(string(bad.Reason), bad.Value)))
	}
	if more := in.Skipped - len(in.Faults); more > 0 {
		lines = append(lines, d.t("transfer.import.more", "n", grouped(int64(more))))
	}
	return strings.Join(lines, "\n")
}

// errNoFile is a path at which there is something else than a file.
var errNoFile = errors.New("ui: not a file")

// errTooLong is text that does not belong into a clipboard.
var errTooLong = errors.New("ui: too long for the clipboard")

// clipboardMost is how many bytes go to the clipboard at most.
const clipboardMost = 1 << 20
