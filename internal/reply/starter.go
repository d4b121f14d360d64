package reply

// Starter is the list of a new profile: a welcome to who follows, an echo of what is
// said, and "success" for the rest. words gives the texts of the keys, in the language
// of the person who will edit them.
func Starter(words func(key string) string) []Rule {
	return []Rule{
		{ID: "welcome", Name: words("reply.starter.welcome.name"), On: true,
			When: When{Types: []string{"event"}, Events: []string{"subscribe"}},
			Then: Then{Kind: KindText, Text: words("reply.starter.welcome.text")}},
		{ID: "echo", Name: words("reply.starter.echo.name"), On: true,
			When: When{Types: []string{"text"}},
			Then: Then{Kind: KindText, Text: words("reply.starter.echo.text")}},
		{ID: "rest", Name: words("reply.starter.rest.name"), On: true,
			Then: Then{Kind: KindSuccess}},
	}
}
