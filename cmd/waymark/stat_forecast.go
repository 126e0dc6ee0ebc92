package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"waymark/internal/forecast/casefile"
	"waymark/internal/forecast/learnt"
	"waymark/internal/forecast/train"
	"waymark/internal/maturity"
)

type statForecastCommand struct {
	Series    string `required:"" help:"CSV of series_id, period, value (percent), rows in time order." placeholder:"FILE"`
	Origins   string `required:"" help:"CSV of series_id, origin (values that may be seen), h (steps ahead)." placeholder:"FILE"`
	Targets   string `help:"CSV of series_id, origin, horizon, target." placeholder:"FILE"`
	Out       string `required:"" help:"Where the forecasts go, as CSV." placeholder:"FILE"`
	Probs     string `help:"Where the chances of the targets go, as CSV." placeholder:"FILE"`
	Picture   string `help:"Where a picture of stated chances and what came true goes, as SVG." placeholder:"FILE"`
	Constants string `help:"Constants that 'stat train' wrote; default those shipped." placeholder:"FILE"`
	LeaveOut  string `help:"Forecast each series with constants learnt without its 'family' or 'source': only for the series that the shipped constants were learnt from." enum:",family,source" default:""`
	Folds     int    `help:"In how many parts they are left out." default:"6"`
	Workers   int    `help:"How many forecasts are made at once." default:"1"`
}

// Run answers all origins and targets.
func (c statForecastCommand) Run(a *app) error {
	if c.Picture != "" && c.Targets == "" {
		return &exitError{exitUsage, errors.New("--picture shows the chances of --targets")}
	}
	if (c.Targets == "") != (c.Probs == "") {
		return &exitError{exitUsage, errors.New("--targets and --probs belong together: the chances of the one are written to the other")}
	}
	var cases casefile.Cases
	for _, part := range []struct {
		path string
		read func(io.Reader) error
	}{{c.Series, cases.ReadSeries}, {c.Origins, cases.ReadOrigins}, {c.Targets, cases.ReadTargets}} {
		if part.path == "" {
			continue
		}
		if err := readFile(part.path, part.read); err != nil {
			return err
		}
	}
	use, err := c.constants(a)
	if err != nil {
		return err
	}
	began := time.Now()
	answers, err := cases.Answer(c.Workers, use)
	if err != nil {
		return maturity.Errorf(maturity.Invalid, "%v", err)
	}
	took := time.Since(began)
	if err := writeFile(c.Out, func(w io.Writer) error { return cases.WriteForecasts(w, answers) }); err != nil {
		return err
	}
	if c.Probs != "" {
		if err := writeFile(c.Probs, func(w io.Writer) error { return cases.WriteChances(w, cases.Chances(answers)) }); err != nil {
			return err
		}
	}
	if c.Picture != "" {
		if err := writeFile(c.Picture, func(w io.Writer) error {
			return casefile.WriteCalibration(w, cases.Calibration(cases.Chances(answers)))
		}); err != nil {
			return err
		}
	}
	speed := float64(len(answers)) / took.Seconds()
	return a.result(map[string]any{"forecasts": len(answers), "chances": len(cases.Targets), "seconds": took.Seconds(), "series_per_second": speed}, func(w io.Writer) {
		fmt.Fprintf(w, "%d forecasts, %.0f series per second (%.1f ms per 1,000; computation alone, %d at once).\n", len(answers), speed, 1e6/speed, max(1, c.Workers))
	})
}

// constants says which constants are for which series; nil for the shipped ones.
func (c statForecastCommand) constants(a *app) (func(string) *learnt.Constants, error) {
	switch {
	case c.Constants != "" && c.LeaveOut != "":
		return nil, &exitError{exitUsage, errors.New("--constants and --leave-out exclude each other")}
	case c.Constants != "":
		var own *learnt.Constants
		err := readFile(c.Constants, func(r io.Reader) (err error) { own, err = learnt.Read(r); return err })
		return func(string) *learnt.Constants { return own }, err
	case c.LeaveOut == "":
		return nil, nil
	}
	group := train.Family
	if c.LeaveOut == "source" {
		group = train.Source
	}
	list, err := train.Shipped()
	if err != nil {
		return nil, err
	}
	set := train.Usual
	bar := a.progressBar("learning")
	defer bar.end()
	set.Progress = func(done float64) { bar.set(int(100*done), 100) }
	without, err := train.LeaveOut(a.ctx, list, set, c.Folds, group)
	if err != nil {
		return nil, err
	}
	return func(id string) *learnt.Constants {
		if own := without[id]; own != nil {
			return own
		}
		return learnt.Shipped // never learnt from, so it is left out already
	}, nil
}

func readFile(path string, read func(io.Reader) error) error {
	f, err := os.Open(path)
	if err != nil {
		return environmentError(err)
	}
	defer f.Close()
	if err := read(f); err != nil {
		return maturity.Errorf(maturity.Invalid, "%s: %v.", filepath.Base(path), err)
	}
	return nil
}

func writeFile(path string, write func(io.Writer) error) error {
	f, err := os.Create(path)
	if err != nil {
		return environmentError(err)
	}
	if err := write(f); err != nil {
		f.Close()
		return environmentError(err)
	}
	if err := f.Close(); err != nil {
		return environmentError(err)
	}
	return nil
}
