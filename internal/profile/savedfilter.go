package profile

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"echostr/internal/exchange"
)

// SavedFilter is a choice of requests that somebody gave a name.
type SavedFilter struct {
	Name  string
	Text  string // a query, see exchange.ParseQuery
	Group exchange.Group
}

// The limits of saved filters.
const (
	FiltersMax    = 100
	maxFilterName = 40   // runes
	maxFilterText = 1000 // runes
)

// filterFile is a saved filter in settings.json.
type filterFile struct {
	Name  string `json:"name"`
	Text  string `json:"text"`
	Group string `json:"group"`
}

func filterFiles(filters []SavedFilter) []filterFile {
	var out []filterFile
	for _, f := range filters {
		out = append(out, filterFile{f.Name, f.Text, f.Group.String()})
	}
	return out
}

// decodeFilters reads the saved filters; one that cannot be read is damage, the others stay.
func (s *Settings) decodeFilters(top *taker) (damaged bool) {
	raw, ok := top.raw("filters")
	if !ok {
		return false
	}
	list, whole := items(raw)
	damaged = !whole
	for _, raw := range list {
		var f filterFile
		if json.Unmarshal(raw, &f) != nil {
			damaged = true
			continue
		}
		group, ok := exchange.ParseGroup(f.Group)
		if !ok || len(filterFindings(append(slices.Clone(s.Filters), SavedFilter{f.Name, f.Text, group}))) > 0 {
			damaged = true
			continue
		}
		s.Filters = append(s.Filters, SavedFilter{f.Name, f.Text, group})
	}
	return damaged
}

// filterFindings are what is wrong with saved filters.
func filterFindings(filters []SavedFilter) (out findings) {
	if len(filters) > FiltersMax {
		out.err(FieldFilters, "too_many", "limit", strconv.Itoa(FiltersMax))
	}
	for i, f := range filters {
		switch {
		case strings.TrimSpace(f.Name) == "":
			out.err(FieldFilters, "empty")
		case utf8.RuneCountInString(f.Name) > maxFilterName:
			out.err(FieldFilters, "too_long", "limit", strconv.Itoa(maxFilterName))
		case utf8.RuneCountInString(f.Text) > maxFilterText:
			out.err(FieldFilters, "text_too_long", "limit", strconv.Itoa(maxFilterText))
		case hasControl(f.Name) || !utf8.ValidString(f.Name):
			out.err(FieldFilters, "characters")
		case slices.ContainsFunc(filters[:i], func(o SavedFilter) bool { return o.Name == f.Name }):
			out.err(FieldFilters, "duplicate", "name", f.Name)
		}
	}
	return out
}
