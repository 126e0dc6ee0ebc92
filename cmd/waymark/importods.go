package main

import (
	"fmt"
	"io"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/recompute"
	"waymark/internal/reference"
)

type importOdsCommand struct {
	Files   []string `arg:"" name:"file" help:"Files as published, or zip archives of them."`
	Vintage string   `placeholder:"DATE" help:"Day the files speak of, where neither content nor name tells."`
}

// Run loads all files in one step, all or nothing, and recomputes. Their order makes no difference.
func (c importOdsCommand) Run(a *app) error {
	var vintage period.Day
	if c.Vintage != "" {
		t, err := time.Parse("2006-01-02", c.Vintage)
		if err != nil {
			return &exitError{exitUsage, fmt.Errorf("--vintage %q: write a day as 2016-02-29", c.Vintage)}
		}
		vintage = period.DayOf(t)
	}
	if err := present(c.Files); err != nil {
		return err
	}
	return a.with(func(s *session) error {
		inputs, err := reference.Files(c.Files, vintage)
		if err != nil {
			return err
		}
		began := time.Now()
		report, err := reference.Load(a.ctx, s.db, inputs)
		if err != nil {
			return err
		}
		took := time.Since(began)
		// Peers, footprints and sums follow from who belongs to whom. Nothing is written where they are the same.
		bar := a.progressBar("measures")
		_, err = s.inTurn(bar.set).Run(a.ctx, time.Now(), recompute.All)
		bar.end()
		if err != nil {
			return fmt.Errorf("the organisations are stored, but results that follow from them are not computed yet (run waymark recompute --all): %w", err)
		}
		return a.result(report, func(w io.Writer) {
			for _, f := range report.Files {
				fmt.Fprintf(w, "%s: %s as at %s, %s\n", f.Name, f.Family, f.Vintage, maturity.Count(f.Rows, "row", "rows"))
			}
			fmt.Fprintf(w, "%d organisations (%d of them new), %d aliases, %d relations in %s.\n",
				report.Organisations, report.NewOnes, report.Aliases, report.Relations, took.Round(time.Millisecond))
		})
	})
}
