package ngrok

import (
	"errors"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"echostr/internal/tunnel"
)

// phases are the keys that ngrok knows at the top of a Traffic Policy for an
// HTTP endpoint; the last three are older names.
var phases = []string{"on_tcp_connect", "on_http_request", "on_http_response", "on_event_destination",
	"inbound", "outbound", "enabled"}

// checkPolicy looks at the form of a Traffic Policy. JSON is YAML too; the
// rules themselves are for ngrok to judge.
func checkPolicy(text string) []tunnel.Issue {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	issue := tunnel.Issue{Field: FieldTrafficPolicy}
	var content any
	if err := yaml.Unmarshal([]byte(text), &content); err != nil {
		issue.ID = "syntax"
		issue.Line, issue.Column = yamlPosition(err)
		return []tunnel.Issue{issue}
	}
	policy, ok := content.(map[string]any)
	if !ok {
		issue.ID = "shape"
		return []tunnel.Issue{issue}
	}
	var issues []tunnel.Issue
	for key := range policy {
		if !slices.Contains(phases, key) {
			issues = append(issues, tunnel.Issue{Field: FieldTrafficPolicy, ID: "phase", Severity: tunnel.Warning, Value: key})
		}
	}
	slices.SortFunc(issues, func(a, b tunnel.Issue) int { return strings.Compare(a.Value, b.Value) })
	return issues
}

// yamlPosition is where a YAML error points. Its text is never used: it quotes
// the lines around, and those may hold a secret.
func yamlPosition(err error) (line, column int) {
	var at yaml.Error
	if errors.As(err, &at) && at.GetToken() != nil && at.GetToken().Position != nil {
		return at.GetToken().Position.Line, at.GetToken().Position.Column
	}
	return 0, 0
}
