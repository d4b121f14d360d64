package ui

import (
	"context"
	"encoding/json"
	"errors"
	"io"

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
	var bad *json.SyntaxError
	switch {
	case errors.Is(err, archive.ErrFormat):
		return d.t("transfer.import.format")
	case errors.As(err, &at):
		reason := oneLine(at.Err.Error())
		switch {
		case errors.Is(err, archive.ErrLimit):
			reason = d.t("transfer.import.limit")
		case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
			reason = d.t("transfer.import.ends")
		case errors.As(err, &bad):
			reason = d.t("transfer.import.json")
		}
		return d.t("transfer.import.at", "format", d.t("transfer.format."+at.Format.String()), "line", at.Line, "column", at.Column, "entry", at.Entry, "reason", reason)
	case errors.Is(err, archive.ErrLimit):
		return d.t("transfer.import.limit")
	case errors.Is(err, context.Canceled):
		return d.t("transfer.import.cancelled")
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

// errTooLong is text that does not belong into a clipboard.
var errTooLong = errors.New("ui: too long for the clipboard")

// clipboardMost is how many bytes go to the clipboard at most.
const clipboardMost = 1 << 20
