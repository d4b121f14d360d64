# Targets for a machine that has Go; `make` alone lists them. The work is done by the scripts in .ci.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run build test check fmt vet lint vuln contract unit race window bench fuzz shots deps clean
.NOTPARALLEL:

ARGS     ?=
FUZZTIME ?= 10m
export FUZZTIME

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## install what is missing, build, and open the window (ARGS="..." are passed on)
	@.ci/install build
	@.ci/stages build
	@exec bin/echostr $(ARGS)

build: ## install what is missing and build bin/echostr
	@.ci/install build
	@.ci/stages build

test: ## install what is missing and run the whole suite (under 20 minutes on 2 cores, cold)
	@.ci/install build test
	@FRESH=1 FUZZTIME=3000x .ci/stages fmt vet lint contract unit race fuzz build window vuln

check: ## the quick one: gofmt, vet and unit tests, without cgo or a display
	@.ci/stages fmt vet unit

fmt: ## is everything formatted with gofmt?
	@.ci/stages fmt

vet: ## go vet
	@.ci/stages vet

lint: ## staticcheck
	@.ci/stages lint

vuln: ## govulncheck, where its database can be reached
	@.ci/stages vuln

contract: ## the build without cgo
	@.ci/stages contract

unit: ## unit tests, without cgo or a display
	@.ci/stages unit

race: ## the same tests under the race detector
	@.ci/stages race

window: ## end-to-end tests in a real window under Xvfb
	@.ci/stages build window

bench: ## all benchmarks
	@.ci/stages bench

fuzz: ## every fuzz target for FUZZTIME (10m)
	@.ci/stages fuzz

shots: ## screenshots of every page into ./shots
	@.ci/install build test
	@.ci/stages build shots

deps: ## only install what building and testing need
	@.ci/install build test

clean: ## remove what the targets above wrote
	rm -rf bin shots
