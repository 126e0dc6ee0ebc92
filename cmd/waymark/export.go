package main

import (
	"fmt"
	"io"
	"iter"
	"strings"
	"time"

	"waymark/internal/export"
	"waymark/internal/maturity"
)

type exportCommand struct {
	What         string   `arg:"" enum:"observations,trajectories,benchmarks,reliability,revisions,organisations" help:"observations, trajectories, benchmarks, reliability, revisions or organisations."`
	Format       string   `enum:"csv,json" default:"csv" help:"csv or json; --json is the same as --format json."`
	Measure      []string `placeholder:"ID" help:"Only this measure; may be repeated."`
	Organisation []string `placeholder:"CODE" help:"Only this organisation; may be repeated."`
	AsAt         string   `name:"as-at" placeholder:"TIME" help:"As known at this time: a day (its end) or an RFC 3339 time. Not for organisations."`
	Values       bool     `help:"With benchmarks: their own values over time instead of the organisations' positions."`
}

// Run writes the rows to standard output, however many there are, in the form the API gives them.
func (c exportCommand) Run(a *app) error {
	if a.JSON {
		c.Format = "json"
	}
	if err := c.fits(); err != nil {
		return &exitError{exitUsage, err}
	}
	return a.with(func(s *session) error {
		at, err := export.AsAt(c.AsAt, s.config.Location)
		if err != nil {
			return &exitError{exitUsage, fmt.Errorf("--as-at %q: %s", c.AsAt, maturity.SentenceOf(err))}
		}
		directory, err := s.db.Directory(a.ctx)
		if err != nil {
			return err
		}
		n := export.Namer{Catalogue: s.catalogue, Directory: directory, AsAt: at}
		organisations, err := c.chosen(n)
		if err != nil {
			return err
		}
		entry := maturity.AuditEntry{At: time.Now(), Account: maturity.ByCommand, Action: "export.made", Subject: c.What, Detail: map[string]any{
			"via": "command", "format": c.Format, "measures": c.Measure, "organisations": c.Organisation, "as_at": c.AsAt}}
		if err := s.db.AppendAudit(a.ctx, entry); err != nil {
			return err
		}
		f := maturity.ResultFilter{Organisations: organisations, Measures: c.Measure, AsAt: at}
		switch c.What {
		case "observations":
			return writeRows(a.out, c.Format, n.Observations(a.ctx, s.db, maturity.ObservationFilter{Organisations: organisations, Measures: c.Measure, AllSources: true, AsAt: at}))
		case "trajectories":
			return writeRows(a.out, c.Format, n.Trajectories(a.ctx, s.db, f, c.Format == "json"))
		case "benchmarks":
			if c.Values {
				return writeRows(a.out, c.Format, n.BenchmarkValues(a.ctx, s.db, f))
			}
			return writeRows(a.out, c.Format, n.Positions(a.ctx, s.db, f))
		case "reliability":
			return writeRows(a.out, c.Format, n.Reliability(a.ctx, s.db, c.Measure))
		case "revisions":
			return writeRows(a.out, c.Format, n.Revisions(a.ctx, s.db, c.Measure))
		}
		return writeRows(a.out, c.Format, c.onlyChosen(n.Organisations(a.ctx, s.db, maturity.OrganisationQuery{Limit: 1000})))
	})
}

// fits refuses flags that do not bear on what is exported: left out without a word, the rows would look chosen.
func (c exportCommand) fits() error {
	switch {
	case c.Values && c.What != "benchmarks":
		return fmt.Errorf("--values goes with benchmarks only")
	case c.Values && len(c.Organisation) > 0:
		return fmt.Errorf("the benchmarks' own values are of no organisation: leave --organisation or --values out")
	case c.What == "reliability" && len(c.Organisation) > 0:
		return fmt.Errorf("the record of forecasts is of measures, not of organisations: leave --organisation out")
	case c.What == "revisions" && len(c.Organisation) > 0:
		return fmt.Errorf("how figures moved is of measures, not of organisations: leave --organisation out")
	case c.What == "organisations" && (c.AsAt != "" || len(c.Measure) > 0):
		return fmt.Errorf("organisations are exported as they are known now, whatever the measure: leave --as-at and --measure out")
	}
	return nil
}

// chosen resolves the codes, and refuses codes and measures that do not exist: an export that leaves out what was asked
// for would look complete.
func (c exportCommand) chosen(n export.Namer) ([]maturity.OrganisationID, error) {
	for _, id := range c.Measure {
		if _, ok := n.Catalogue.Measure(id); !ok {
			return nil, maturity.Errorf(maturity.NotFound, "There is no measure %q.", id)
		}
	}
	var out []maturity.OrganisationID
	for _, code := range c.Organisation {
		o, ok := n.Directory.ByCode(code)
		if !ok {
			return nil, maturity.Errorf(maturity.NotFound, "There is no organisation with the code %q.", code)
		}
		out = append(out, o.ID)
	}
	return out, nil
}

// onlyChosen keeps the organisations that were named, or all when none was.
func (c exportCommand) onlyChosen(rows iter.Seq2[export.Organisation, error]) iter.Seq2[export.Organisation, error] {
	if len(c.Organisation) == 0 {
		return rows
	}
	wanted := map[string]bool{}
	for _, code := range c.Organisation {
		wanted[strings.ToUpper(code)] = true
	}
	return func(yield func(export.Organisation, error) bool) {
		for row, err := range rows {
			if (err != nil || wanted[strings.ToUpper(row.Code)]) && !yield(row, err) {
				return
			}
		}
	}
}

func writeRows[T any](w io.Writer, format string, rows iter.Seq2[T, error]) error {
	if format == "json" {
		return export.WriteJSON(w, rows)
	}
	return export.WriteCSV(w, rows)
}
