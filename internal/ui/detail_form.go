package ui

import (
	"strings"

	"echostr/internal/wechat"
)

// formRows are the names and values of a form's body, decoded, each with its raw spelling
// where that differs.
func (t teller) formRows(body string, guard func(string) string) (rows []tableRow) {
	return t.pairRows(wechat.Query(strings.TrimSpace(body)), guard)
}

// pairRows are the pairs of a query.
func (t teller) pairRows(q wechat.Query, guard func(string) string) (rows []tableRow) {
	for _, pair := range q.Pairs() {
		row := tableRow{name: oneLine(visible([]byte(pair.Name))), value: pair.Value}
		switch {
		case pair.Broken:
			row.note = t.t("detail.query.broken")
		case pair.Raw != pair.Value && len(pair.Raw) < 200:
			row.note = t.t("detail.query.raw", "raw", visible([]byte(guard(pair.Raw))))
		}
		rows = append(rows, row)
	}
	return rows
}
