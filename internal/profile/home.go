package profile

import (
	"path/filepath"

	"github.com/adrg/xdg"
)

// HomeEnv names the environment variable for the home directory.
const HomeEnv = "ECHOSTR_HOME"

// DefaultHome is the home directory when no flag names one: $ECHOSTR_HOME, else the
// folder "echostr" in the user's data directory (~/.local/share, ~/Library/Application
// Support, %LOCALAPPDATA%). Data and not configuration, because the journal lives
// there too, and on Windows because it must not roam. env is os.Getenv or a stand-in.
func DefaultHome(env func(string) string) string {
	if home := env(HomeEnv); home != "" {
		return home
	}
	return filepath.Join(xdg.DataHome, "echostr")
}
