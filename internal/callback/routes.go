package callback

import (
	"maps"
	"slices"

	"echostr/internal/reply"
	"echostr/internal/wechat"
)

// Route is what answers at one path.
type Route struct {
	Profile string // its id, as it stands in the exchanges
	Account *wechat.Account
	Rules   *reply.Set    // nil answers every push with success
	Known   *wechat.Known // what a diagnosis may compare with; may be nil
	Env     reply.Env     // what the rules may know and count; shared by all requests
}

// Routes is one version of what answers where. It does not change.
type Routes struct {
	table map[string]*Route
	paths []string
}

// NewRoutes takes a table from path to route. A path stands as it does on a request
// line: escaped, with its leading slash, without query. "/wx" and "/wx/" are two.
func NewRoutes(table map[string]Route) *Routes {
	r := &Routes{table: make(map[string]*Route, len(table)), paths: slices.Sorted(maps.Keys(table))}
	for path, route := range table {
		r.table[path] = &route
	}
	return r
}
