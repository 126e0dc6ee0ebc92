package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"waymark/internal/intake"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/recompute"
)

type importCommand struct {
	Files importFilesCommand `cmd:"" default:"withargs" help:"Take in returns: spreadsheets and CSV files."`
	Ods   importOdsCommand   `cmd:"" help:"Take in organisations as the Organisation Data Service and the ONS publish them."`
}

type importFilesCommand struct {
	Files    []string `arg:"" name:"file" help:"Files to take in."`
	Layout   string   `placeholder:"ID" help:"Layout, where a file fits several; it must still match."`
	Period   string   `placeholder:"CODE" help:"Period, for layouts that leave it to the sender, such as Q2018-07."`
	Check    bool     `help:"Report what would be written and change nothing."`
	Strategy string   `default:"new_and_corrections" enum:"new_and_corrections,new_only,corrections_only" help:"What the files may do: ${enum}."`
	Reason   string   `placeholder:"REASON" help:"Why published values are replaced: scheduled_revision, method_change or error. None is replaced without."`
	Words    string   `name:"reason-words" placeholder:"TEXT" help:"The reason in a few words."`
	Into     string   `name:"collection" placeholder:"ID" help:"Save the values into the returns of a collection instead of publishing them. A form says so itself."`
	Submit   bool     `name:"submit-returns" default:"true" negatable:"" help:"Submit the returns that are complete with the values."`
	Known    string   `name:"known-from" placeholder:"DATE" help:"Day since when the figures were public; default now."`
}

// Run takes the files in one after the other and recomputes what they touched. Exit 1 when one was refused or some of
// its values were not taken in: held back, or of an organisation nobody knows.
func (c importFilesCommand) Run(a *app) error {
	if err := present(c.Files); err != nil {
		return err
	}
	return a.with(func(s *session) error {
		meta, err := c.meta(s)
		if err != nil {
			return err
		}
		desk, err := s.importDesk(a.ctx)
		if err != nil {
			return err
		}
		reports, refused, failed := c.takeIn(a, desk, meta)
		if err := a.recomputeWritten(s, reports); err != nil {
			failed = errors.Join(failed, err)
		}
		if err := a.result(reports, func(w io.Writer) {
			for _, r := range reports {
				r.print(w)
			}
		}); err != nil || failed != nil {
			return errors.Join(failed, err)
		}
		if refused {
			return &exitError{code: exitRefused}
		}
		return nil
	})
}

// present finds a misspelt name before anything is taken in.
func present(names []string) error {
	var faults []error
	for _, name := range names {
		info, err := os.Stat(name)
		if err == nil && info.IsDir() {
			err = fmt.Errorf("%s is a folder: name the files in it", name)
		}
		faults = append(faults, err)
	}
	if err := errors.Join(faults...); err != nil {
		return &exitError{exitUsage, err}
	}
	return nil
}

// takeIn takes in one file after the other. A file that cannot be accepted at all (empty, too large) is refused alone; any
// other error ends it, and what was reported before stands.
func (c importFilesCommand) takeIn(a *app, desk *intake.Desk, meta intake.Meta) (reports []importReport, refused bool, err error) {
	reports = []importReport{}
	for _, file := range c.Files {
		done, earlier, err := a.importFile(desk, file, meta)
		switch {
		case err != nil && exitCodeOf(err) == exitRefused:
			done.State, done.Failure = maturity.SubmissionRefused, maturity.SentenceOf(err)
		case err != nil:
			return reports, refused, fmt.Errorf("%s: %w", file, err)
		}
		refused = refused || c.refused(done)
		report := reportOf(file, done)
		report.Earlier = earlier
		reports = append(reports, report)
	}
	return reports, refused, nil
}

// recomputeWritten computes what newly written files touched.
func (a *app) recomputeWritten(s *session, reports []importReport) error {
	if !slices.ContainsFunc(reports, func(r importReport) bool { return r.State == string(maturity.SubmissionWritten) && !r.Earlier }) {
		return nil
	}
	if _, err := s.inTurn(nil).Run(a.ctx, time.Now(), recompute.Stale); err != nil {
		return fmt.Errorf("the values are stored, but not computed yet (run waymark recompute): %w", err)
	}
	return nil
}

func (c importFilesCommand) refused(s maturity.Submission) bool {
	done := s.State == maturity.SubmissionWritten || c.Check && s.State == maturity.SubmissionChecked
	return !done || slices.ContainsFunc(s.Report.Issues, func(i maturity.Issue) bool { return i.Level == maturity.LevelError })
}

func (c importFilesCommand) meta(s *session) (intake.Meta, error) {
	m := intake.Meta{Via: "command", CheckOnly: c.Check, AutoWrite: true, LayoutHint: c.Layout, Everywhere: true}
	if _, ok := s.catalogue.Layout(c.Layout); c.Layout != "" && !ok {
		return m, &exitError{exitUsage, fmt.Errorf("there is no import layout %q", c.Layout)}
	}
	if _, ok := s.catalogue.Collection(c.Into); c.Into != "" && !ok {
		return m, &exitError{exitUsage, fmt.Errorf("there is no collection %q", c.Into)}
	}
	m.Collection, m.SubmitReturns = c.Into, c.Submit
	m.Strategy = maturity.Strategy(c.Strategy)
	var err error
	if m.Why, err = maturity.ParseCorrection(c.Reason, c.Words); err != nil {
		return m, &exitError{exitUsage, err}
	}
	if c.Period != "" {
		p, err := period.FromCode(c.Period)
		if err != nil {
			return m, &exitError{exitUsage, err}
		}
		m.PeriodHint = p
	}
	if c.Known != "" {
		t, err := time.ParseInLocation("2006-01-02 15:04", c.Known+" 12:00", s.config.Location)
		if err != nil {
			return m, &exitError{exitUsage, fmt.Errorf("--known-from %q: write a day as 2018-11-15", c.Known)}
		}
		m.KnownFrom = t
	}
	return m, nil
}

// importFile takes one file in; earlier says that the same bytes were taken in before and this is the answer they got.
func (a *app) importFile(desk *intake.Desk, name string, meta intake.Meta) (s maturity.Submission, earlier bool, err error) {
	file, err := os.Open(name)
	if err != nil {
		return s, false, &exitError{exitUsage, err}
	}
	defer file.Close()
	meta.FileName = filepath.Base(name)
	s, earlier, err = desk.Accept(a.ctx, file, meta)
	if err != nil || earlier && s.State.Done() {
		return s, earlier, err
	}
	bar := a.progressBar(meta.FileName)
	defer bar.end()
	s, err = desk.RunOne(a.ctx, s.ID, func(s maturity.Submission) { bar.set(int(s.RowsRead), 0) })
	return s, false, err
}
