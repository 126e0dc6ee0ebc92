package main

import (
	"errors"
	"io"

	"waymark/internal/bench"
	"waymark/internal/maturity"
)

type benchCommand struct {
	Only     []string `placeholder:"PART,..." help:"Only these parts: import, xlsx, recompute, board, render, pack, spc, forecast, schedule, whatif, timeline."`
	Scale    float64  `default:"1" help:"Share of the full sizes, such as 0.1; the aims are for the full ones."`
	Dir      string   `placeholder:"DIR" help:"Where the private PostgreSQL and the files go while measuring (default: the temporary folder; 8 GB)."`
	Markdown bool     `help:"A table for a document."`
}

// Run measures on a private PostgreSQL of its own, which is removed afterwards; settings and data are not touched.
func (c benchCommand) Run(a *app) error {
	if c.Scale == 0 {
		return &exitError{exitUsage, errors.New("--scale: the scale is a number above 0, at most 10")}
	}
	catalogue, err := a.catalogue(a.definitions())
	if err != nil {
		return err
	}
	report, err := bench.Run(a.ctx, bench.Options{Only: c.Only, Scale: c.Scale, Dir: c.Dir, Catalogue: catalogue, Out: a.words})
	if maturity.CodeOf(err) == maturity.Invalid && len(report.Figures) == 0 {
		return &exitError{exitUsage, errors.New(maturity.SentenceOf(err))}
	}
	if len(report.Figures) == 0 {
		return err
	}
	if c.Markdown && !a.JSON { // also what was measured before something failed
		return errors.Join(report.Markdown(a.out), err)
	}
	var written error
	shown := a.result(report, func(w io.Writer) { written = report.Text(w) })
	return errors.Join(shown, written, err)
}
