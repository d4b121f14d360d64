package ui

import (
	"encoding/json"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"echostr/internal/words"
)

// fyneWords are the words that Fyne itself shows in this window, in the menu of a text
// field and in its choosers of files and folders, and our keys for them.
var fyneWords = map[string]string{
	"Cut": "fyne.cut", "Copy": "fyne.copy", "Paste": "fyne.paste", "Select all": "fyne.select_all",
	"Undo": "fyne.undo", "Redo": "fyne.redo",
	"Open": "fyne.open", "Cancel": "kit.cancel", "File": "fyne.file", "Folder": "fyne.folder", "New Folder": "fyne.new_folder",
	"Create Folder": "fyne.create_folder", "Show Hidden Files": "fyne.hidden_files", "file.name": "fyne.name",
	"file.parent": "fyne.parent", "Error": "fyne.error", "OK": "fyne.ok",
}

// speakFyne gives Fyne those words in the catalogue's language. Fyne only looks under the
// system's locale, so they go there whatever the language is.
func speakFyne(c *words.Catalogue) error {
	own := map[string]string{}
	for word, key := range fyneWords {
		own[word] = c.T(key)
	}
	data, err := json.Marshal(own)
	if err != nil {
		return fmt.Errorf("write Fyne's words: %w", err)
	}
	name := lang.SystemLocale().LanguageString() + ".json"
	if err := lang.AddTranslations(fyne.NewStaticResource(name, data)); err != nil {
		return fmt.Errorf("give Fyne its words: %w", err)
	}
	return nil
}
