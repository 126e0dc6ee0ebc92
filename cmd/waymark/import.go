package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
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
	Files  []string `arg:"" name:"file" help:"Files to take in."`
	Layout string   `placeholder:"ID" help:"Layout, where a file fits several; it must still match."`
	Period string   `placeholder:"CODE" help:"Period, for layouts that leave it to the sender, such as Q2018-07."`
	Check  bool     `help:"Report what would be written and change nothing."`
	Known  string   `name:"known-from" placeholder:"DATE" help:"Day since when the figures were public; default now."`
}

// Run takes the files in one after the other and recomputes what they touched. Exit 1 when one was refused or an
// organisation's values were held back.
func (c importFilesCommand) Run(a *app) error {
	return a.with(func(s *session) error {
		meta, err := c.meta(s)
		if err != nil {
			return err
		}
		var reports []importReport
		desk, refused, written := s.desk(nil), false, false
		for _, file := range c.Files {
			done, err := a.importFile(desk, file, meta)
			if err != nil {
				return err
			}
			written = written || done.State == maturity.SubmissionWritten
			refused = refused || done.State != maturity.SubmissionWritten && !(c.Check && done.State == maturity.SubmissionChecked) || done.Report.HeldCount > 0 || done.Report.Refused()
			reports = append(reports, reportOf(file, done))
		}
		if written {
			if _, err := s.recomputer(nil).Run(a.ctx, time.Now(), recompute.Stale); err != nil {
				return fmt.Errorf("the values are stored, but not computed yet (run waymark recompute): %w", err)
			}
		}
		if err := a.result(reports, func(w io.Writer) {
			for _, r := range reports {
				r.print(w)
			}
		}); err != nil {
			return err
		}
		if refused {
			return &exitError{code: exitRefused}
		}
		return nil
	})
}

func (c importFilesCommand) meta(s *session) (intake.Meta, error) {
	m := intake.Meta{Via: "command", CheckOnly: c.Check, AutoWrite: true, LayoutHint: c.Layout, Everywhere: true}
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

func (a *app) importFile(desk *intake.Desk, name string, meta intake.Meta) (maturity.Submission, error) {
	file, err := os.Open(name)
	if err != nil {
		return maturity.Submission{}, &exitError{exitUsage, err}
	}
	defer file.Close()
	meta.FileName = filepath.Base(name)
	s, earlier, err := desk.Accept(a.ctx, file, meta)
	if err != nil || earlier && s.State.Done() {
		return s, err
	}
	bar := a.progressBar(meta.FileName)
	defer bar.end()
	return desk.RunOne(a.ctx, s.ID, func(s maturity.Submission) { bar.set(int(s.RowsRead), 0) })
}
