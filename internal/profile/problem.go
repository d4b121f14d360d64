package profile

import (
	"slices"
	"strings"
)

// Field names the setting that a Problem is about.
type Field string

// The fields.
const (
	FieldName      Field = "name"
	FieldToken     Field = "token"
	FieldAppID     Field = "app_id"
	FieldAppSecret Field = "app_secret"
	FieldAESKey    Field = "aes_key"
	FieldMode      Field = "mode"
	FieldPath      Field = "path"

	FieldProfiles  Field = "profiles"
	FieldListen    Field = "listen"
	FieldLanguage  Field = "language"
	FieldTheme     Field = "theme"
	FieldProvider  Field = "tunnel_provider"
	FieldPublicURL Field = "public_url"
	FieldFilters   Field = "filters"

	FieldDomain      Field = "domain"
	FieldConnectAddr Field = "connect_addr"
	FieldCAFile      Field = "ca_file"
)

// Problem is one thing wrong with one field. Args fill the words and never hold a
// secret.
type Problem struct {
	Profile string // ID of the profile; "" for a setting of the program
	Field   Field
	ID      string
	Warning bool // may be saved all the same
	Args    map[string]string
}

// Key is the key of the problem's words: "problem.<field>.<id>".
func (p Problem) Key() string { return "problem." + string(p.Field) + "." + p.ID }

// Blocks says whether any of the problems is more than a warning.
func Blocks(problems []Problem) bool {
	return slices.ContainsFunc(problems, func(p Problem) bool { return !p.Warning })
}

// Invalid is the error of an Update that would not hold: every problem at once.
type Invalid struct {
	Problems []Problem // also the warnings
}

// Error implements error; it names fields and problems, never values.
func (e *Invalid) Error() string {
	var names []string
	for _, p := range e.Problems {
		if !p.Warning {
			names = append(names, string(p.Field)+" "+p.ID)
		}
	}
	return "profile: invalid settings: " + strings.Join(names, ", ")
}
