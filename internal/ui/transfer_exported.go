package ui

import (
	"maps"
	"slices"

	"echostr/internal/archive"
	"echostr/internal/ui/kit"
)

// accountsAtMost is how many accounts the end of an export names.
const accountsAtMost = 3

// finish tells what was written, and where.
func (e *exporting) finish(s archive.Summary) {
	d := e.deps
	e.result.Objects = nil
	e.result.Add(kit.NewFlow(20, kit.Span{Text: kit.LevelGood.Mark() + " ", Face: kit.Code.Sized(13).In(kit.ColorGreen)},
		kit.Span{Text: d.t("transfer.exported", "n", grouped(int64(s.Exchanges)), "size", sizeText(d, s.Bytes)), Face: kit.Strong}))
	e.result.Add(kit.NewCode(18, kit.Span{Text: e.written, Face: kit.Code}))
	if s.Skipped > 0 {
		e.result.Add(kit.NewFlow(18, kit.Span{Text: d.t("transfer.skipped", "n", grouped(int64(s.Skipped))), Face: kit.Small.In(kit.ColorAmber)}))
	}
	if !e.redact.On() {
		e.result.Add(kit.NewFlow(18, kit.Span{Text: d.t("transfer.redact.off"), Face: kit.Small.In(kit.ColorAmber)}))
	}
	if len(s.Accounts) > 0 {
		settings := d.engine.Snapshot().Settings
		e.result.Add(kit.NewFlow(18, kit.Span{Text: d.t("transfer.accounts"), Face: kit.Small}))
		ids := slices.Sorted(maps.Keys(s.Accounts))
		for _, id := range ids[:min(len(ids), accountsAtMost)] {
			name := id
			if p, ok := settings.Profile(id); ok {
				name = p.Name
			}
			line := oneLine(name) + " · Token " + s.Accounts[id].Token
			for _, key := range s.Accounts[id].Keys {
				line += " · EncodingAESKey " + key
			}
			e.result.Add(kit.NewCode(18, kit.Span{Text: line, Face: kit.Code.In(kit.ColorText2)}))
		}
	}
	e.turn(e.result)
}
