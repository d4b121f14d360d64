package main

import (
	"runtime/debug"
	"strings"
)

// version is set by the build: -ldflags "-X main.version=v1.2.3".
var version string

// versionText is the version from the build, else what Go recorded of the checkout.
func versionText() string {
	if version != "" {
		return version
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	revision, dirty := "", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			revision = s.Value[:min(12, len(s.Value))]
		case s.Key == "vcs.modified" && s.Value == "true":
			dirty = "-dirty"
		}
	}
	return strings.TrimSuffix("dev-"+revision+dirty, "-")
}
