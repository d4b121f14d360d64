package reply

import (
	"maps"

	"github.com/goccy/go-yaml/token"
)

// The limits of a document, for which the parser would take the square: nothing sensible
// comes near.
const (
	maxNesting   = 64   // lists and maps inside each other
	maxMembers   = 5000 // of a map or of a list in brackets
	maxDocuments = 10
)

// tooMuch is the first token beyond the limits, and what is wrong there; nil for none.
func tooMuch(tokens token.Tokens) (*token.Token, string) {
	var open []int           // how many commas each open bracket has seen
	members := map[int]int{} // of the open maps that are no brackets, by column
	dashes, line, documents := 0, 0, 0
	for _, t := range tokens {
		switch t.Type {
		case token.DocumentHeaderType:
			if documents++; documents > maxDocuments {
				return t, "documents"
			}
		case token.MappingStartType, token.SequenceStartType:
			open = append(open, 0)
		case token.MappingEndType, token.SequenceEndType:
			open = open[:max(len(open)-1, 0)]
		case token.CollectEntryType:
			if n := len(open) - 1; n >= 0 {
				if open[n]++; open[n] > maxMembers {
					return t, "too_deep"
				}
			}
		case token.SequenceEntryType, token.MappingKeyType:
			if t.Position.Line != line {
				line, dashes = t.Position.Line, 0
			}
			dashes++
			forget(members, t.Position.Column)
		case token.MappingValueType:
			if len(open) > 0 || t.Prev == nil {
				break
			}
			column := t.Prev.Position.Column
			forget(members, column)
			if members[column]++; members[column] > maxMembers {
				return t, "too_deep"
			}
		}
		if len(open) > maxNesting || dashes > maxNesting {
			return t, "too_deep"
		}
	}
	return nil, ""
}

// forget drops the maps that stand further right: they have ended.
func forget(members map[int]int, column int) {
	maps.DeleteFunc(members, func(c, _ int) bool { return c > column })
}
