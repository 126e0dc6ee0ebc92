package storybook

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"reflect"
	"strings"

	"waymark/internal/chart"
	"waymark/internal/maturity"
	"waymark/internal/page"
)

type accountOf = *maturity.Account

var (
	accountType = reflect.TypeFor[maturity.Account]()
	stringType  = reflect.TypeFor[string]()
)

// charts draws the golden figures of package chart: every kind in every state that its tests know. It gives one of them
// for pages that hold a picture.
func (b *Book) charts(ctx context.Context, stories *page.Stories, cases []string) (figure string, err error) {
	var names []string
	for _, pattern := range cases {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) == 0 {
			return "", fmt.Errorf("there are no figures at %s: %w", pattern, err)
		}
		names = append(names, found...)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return "", err
		}
		f, err := golden(text)
		if err != nil {
			return "", fmt.Errorf("%s: %w", name, err)
		}
		drawn, err := stories.Figure(ctx, f)
		if err != nil {
			return "", fmt.Errorf("%s: %w", name, err)
		}
		base := strings.TrimSuffix(filepath.Base(name), ".json")
		state := strings.TrimPrefix(base, f.Kind+"-")
		b.Charts = append(b.Charts, Story{f.Kind, state, b.add("chart-"+base+".html", []byte(frameOf(html.EscapeString(f.Kind+": "+strings.ReplaceAll(state, "-", " ")), string(drawn))))})
		if base == "ranked-usual" {
			figure = string(drawn)
		}
	}
	return figure, nil
}

// golden reads a figure as its test wrote it, with the option as JSON in JSON.
func golden(text []byte) (chart.Figure, error) {
	var f struct {
		chart.Figure
		Option json.RawMessage
	}
	err := json.Unmarshal(text, &f)
	if string(f.Option) != "null" {
		f.Figure.Option = f.Option
	}
	return f.Figure, err
}
