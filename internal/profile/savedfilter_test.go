package profile

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"echostr/internal/exchange"
)

func TestFiltersLast(t *testing.T) {
	home := t.TempDir()
	s := open(t, off(home))
	want := []SavedFilter{{"慢的", "slow:>2s", exchange.All}, {"失败", "", exchange.Failed}, {"引号", `rule:"营业时间" -type:event`, exchange.Messages}}
	update(t, s, func(set *Settings) {
		set.Filters = slices.Clone(want)
		set.Filters[0].Name = " 慢的 "
	})
	taken := s.Settings()
	if !slices.Equal(taken.Filters, want) {
		t.Errorf("filters %v", taken.Filters)
	}
	again := open(t, off(home))
	if got := again.Settings().Filters; !slices.Equal(got, want) {
		t.Errorf("after a restart %v", got)
	}
	update(t, again, func(set *Settings) { set.Filters[0].Name = "其他" })
	if taken.Filters[0].Name != "慢的" {
		t.Error("an update changed settings that somebody holds")
	}
}

// badFilters are filters by the problem that they have.
var badFilters = map[string][]SavedFilter{
	"empty":         {{Name: " "}},
	"too_long":      {{Name: strings.Repeat("名", maxFilterName+1)}},
	"text_too_long": {{Name: "a", Text: strings.Repeat("字", maxFilterText+1)}},
	"characters":    {{Name: "a\tb"}},
	"duplicate":     {{Name: "a"}, {Name: "a"}},
	"too_many":      make([]SavedFilter, FiltersMax+1),
}

func TestFiltersThatCannotBe(t *testing.T) {
	for id, filters := range badFilters {
		s := open(t, off(t.TempDir()))
		err := s.Update(context.Background(), func(set *Settings) error {
			set.Filters = filters
			return nil
		})
		var invalid *Invalid
		if !errors.As(err, &invalid) || !slices.ContainsFunc(invalid.Problems, func(p Problem) bool { return p.Key() == "problem.filters."+id }) {
			t.Errorf("%s: %v", id, err)
		}
	}
}

func TestDamagedFilters(t *testing.T) {
	home := t.TempDir()
	s := open(t, off(home))
	update(t, s, func(set *Settings) { set.Filters = []SavedFilter{{Name: "a", Text: "x"}, {Name: "b"}} })
	var m map[string]any
	if err := json.Unmarshal([]byte(read(t, home, settingsName)), &m); err != nil {
		t.Fatal(err)
	}
	list := m["filters"].([]any)
	list[1].(map[string]any)["group"] = "nobody"
	m["filters"] = append(list, 7, map[string]any{"name": "a", "group": "all"}, map[string]any{"name": "c", "group": "events", "text": "y"})
	odd, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	write(t, home, settingsName, string(odd))
	again := open(t, off(home))
	if got, want := again.Settings().Filters, []SavedFilter{{Name: "a", Text: "x"}, {Name: "c", Text: "y", Group: exchange.Events}}; !slices.Equal(got, want) {
		t.Errorf("left are %v, want %v", got, want)
	}
	if aside(t, home, settingsName) != string(odd) {
		t.Error("the damaged file is not set aside")
	}
}
