package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestAnotherHome(t *testing.T) {
	for home, want := range map[string]string{
		"/home/dev/echostr":    "/home/dev/echostr-2",
		"/home/dev/echostr/":   "/home/dev/echostr-2",
		"/home/dev/echostr-2":  "/home/dev/echostr-3",
		"/home/dev/echostr-9":  "/home/dev/echostr-10",
		"/home/dev/work-2026":  "/home/dev/work-2026-2",
		"/home/dev/with-words": "/home/dev/with-words-2",
	} {
		if got := anotherHome(filepath.FromSlash(home)); got != filepath.FromSlash(want) {
			t.Errorf("%s: %s, want %s", home, got, want)
		}
	}
}

func TestWholeHome(t *testing.T) {
	own, err := os.UserHomeDir()
	if err != nil {
		t.Fatal(err)
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for home, want := range map[string]string{
		"~":             own,
		"~/x":           filepath.Join(own, "x"),
		"~x":            filepath.Join(here, "~x"),
		"x/../y":        filepath.Join(here, "y"),
		own + "/./work": filepath.Join(own, "work"),
	} {
		if got, err := wholeHome(home); got != want || err != nil {
			t.Errorf("%s: %s, %v, want %s", home, got, err, want)
		}
	}
}
