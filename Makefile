# Waymark: everything a developer or an operator calls. `make help` lists it.
# Works as root and as an ordinary user with sudo, in a path with spaces.
SHELL := /bin/sh
.DEFAULT_GOAL := help
BIN := bin/waymark
TESTFLAGS ?=

.PHONY: help run build test race lint check golden bench accuracy train fuzz storybook vendor clean fresh need-go need-compiler need-postgres need-browser need-pdftotext need-office

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' Makefile | sed 's/:.*## /\t/' | expand -t 14

run: need-go need-postgres build ## the demonstration on a private PostgreSQL, at http://127.0.0.1:8080
	@./$(BIN) serve --demo

build: need-go ## bin/waymark
	@mkdir -p bin && go build -o $(BIN) ./cmd/waymark

test: need-go need-compiler need-postgres need-browser need-pdftotext need-office ## everything CI runs
	@./.ci/steps/test $(TESTFLAGS)

race: need-go need-compiler need-postgres ## what many do at once, with the race detector
	@go test -race -count=1 -run "$$(cat .ci/steps/race)" ./internal/returns ./internal/account ./internal/notify ./internal/page

lint: need-go ## formatting, vet
	@test -z "$$(gofmt -l cmd internal capabilities dashboards migrations web seeds)" || { gofmt -l cmd internal capabilities dashboards migrations web seeds; echo 'these files are not gofmt-ed: run gofmt -w on them' >&2; exit 1; }
	@go vet ./...

check: build ## definitions and boards
	@./$(BIN) check

golden: need-go need-postgres ## rewrite the golden files; read the diff before you commit it
	@grep -rl --include='*_test.go' 'flag.Bool("update"' internal cmd | xargs -n1 dirname | sort -u | while read -r dir; do go test "./$$dir" -update || exit 1; done

bench: need-go need-postgres build ## measured ratios against bare baselines (takes many minutes); see docs/performance.md
	@./$(BIN) bench

REFERENCE = ../shared/reference/forecast
accuracy: need-go build ## control charts and forecasts against the references, estimates of effects on invented panels; needs ../shared and Python 3
	@go test ./internal/spc/casefile -run Reference -v -count=1
	@mkdir -p build
	@for how in shipped family source; do \
		leave=; test $$how = shipped || leave="--leave-out $$how"; \
		echo "== forecasts, constants: $$how"; \
		./$(BIN) stat forecast $$leave --series $(REFERENCE)/open/series.csv --origins $(REFERENCE)/open/origins.csv --targets $(REFERENCE)/open/targets.csv \
			--out build/waymark_$$how.csv --probs build/chances_$$how.csv --picture build/calibration_$$how.svg && \
		python3 $(REFERENCE)/score.py --prob build/chances_$$how.csv $(REFERENCE)/open -- build/waymark_$$how.csv && \
		echo "-- real series only" && python3 $(REFERENCE)/score.py --kind real $(REFERENCE)/open -- build/waymark_$$how.csv | sed -n '/against the best/,$$p' || exit 1; done
	@go test ./internal/forecast -run Accuracy -v -count=1 -args -accuracy | sed -n '/^family/,$$p'
	@echo "== what go-lives did, on invented panels" && ./$(BIN) stat effect

train: need-go build ## learn the constants of the forecast anew from the series in the repository: the same to the last bit
	@./$(BIN) stat train --out internal/forecast/learnt/constants.txt

FUZZTIME ?= 1m
fuzz: need-go ## every fuzz target, a minute each (FUZZTIME=10s for less)
	@grep -rEo --include='*_test.go' '^func Fuzz[A-Za-z0-9]+' internal cmd | sed 's/:func /:/' | while IFS=: read -r file name; do \
		echo "$$name in $$(dirname "$$file")"; go test "./$$(dirname "$$file")" -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME) || exit 1; done

storybook: need-go ## every page and chart in its states from canned data, in build/storybook; no database
	@rm -rf build/storybook && go run ./internal/storybook/make internal/chart/testdata build/storybook

vendor: ## fetch the static assets again (needs npm; no build does)
	@./web/vendor.sh

fresh: ## the README's two commands in a new clone elsewhere
	@./.ci/steps/fresh

clean: ## what the build made; the data folder stays
	@rm -rf bin build

need-go:
	@./.ci/steps/need go
need-compiler:
	@./.ci/steps/need compiler
need-postgres:
	@./.ci/steps/need postgres
need-browser:
	@./.ci/steps/need browser
need-pdftotext:
	@./.ci/steps/need pdftotext
need-office:
	@./.ci/steps/need office
