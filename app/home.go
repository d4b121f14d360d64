package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// anotherHome is a home to offer where one is in use: "echostr-2" for "echostr", then
// "echostr-3".
func anotherHome(home string) string {
	home = filepath.Clean(home)
	if i := strings.LastIndexByte(home, '-'); i > 0 {
		if n, err := strconv.Atoi(home[i+1:]); err == nil && n > 1 && n < 1000 {
			return home[:i+1] + strconv.Itoa(n+1)
		}
	}
	return home + "-2"
}

// wholeHome is a home as a person types it, made whole; "~" is their own folder.
func wholeHome(home string) (string, error) {
	if rest, ok := strings.CutPrefix(home, "~"); ok && (rest == "" || os.IsPathSeparator(rest[0])) {
		own, err := os.UserHomeDir()
		if err != nil {
			return "", fmt.Errorf("find the folder that ~ stands for: %w", err)
		}
		home = filepath.Join(own, rest)
	}
	whole, err := filepath.Abs(home)
	if err != nil {
		return "", fmt.Errorf("find the folder %s: %w", home, err)
	}
	return whole, nil
}
