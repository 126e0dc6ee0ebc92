package intake

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync/atomic"
	"time"

	"waymark/internal/ingest"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/sheet"
)

// errRefused ends the staging of a file that turned out to be at fault: nothing staged may stay.
var errRefused = errors.New("refused")

// read reads and checks the submission and leaves it checked, on its way to being written, or refused.
func (d *Desk) read(ctx context.Context, s maturity.Submission, rows *atomic.Int64) (maturity.Submission, error) {
	file, source, err := d.fetch(ctx, s.ID)
	if err != nil {
		return s, err
	}
	defer file.Close()
	confirmed := s.State == maturity.SubmissionWriting && s.Definitions == d.Catalogue.Hash
	s.Definitions = d.Catalogue.Hash
	var result ingest.Result
	maxJump := d.maxJump()
	orderly, err := d.Store.StageRows(ctx, s, d.worker, maxJump, func(put func(maturity.Observation) error) error {
		result, err = d.ingest(ctx, s, source, put, rows)
		if err == nil && result.Report.Refused() {
			return errRefused
		}
		return err
	})
	s.Report, s.RowsRead = result.Report, result.Report.RowsRead
	s.Layout, s.Version, s.Source = result.Report.Layout, result.Report.Version, result.Source
	switch {
	case errors.Is(err, errRefused):
		return d.refuse(ctx, s)
	case err != nil && maturity.CodeOf(err) == maturity.Invalid:
		s.Report.Issues = append(s.Report.Issues, fileIssue(ruleNumber, err))
		return d.refuse(ctx, s)
	case err != nil:
		return s, err
	}
	if result.Collection != "" {
		return d.checkReturns(ctx, s, result, confirmed)
	}
	return d.Store.CheckStaging(ctx, s, d.worker, stagingRules(result, maxJump, orderly), func(found maturity.StagingFindings) maturity.Submission {
		return d.conclude(s, found, confirmed)
	})
}

// ingest opens the file and gives its values to put. A fault of the file is in the report, not an error.
func (d *Desk) ingest(ctx context.Context, s maturity.Submission, source sheet.Source, put func(maturity.Observation) error, rows *atomic.Int64) (ingest.Result, error) {
	book, err := sheet.Open(ctx, source, s.FileName, d.Limits)
	var fault *sheet.Fault
	if errors.As(err, &fault) {
		return ingest.Result{Report: maturity.Report{Issues: []maturity.Issue{{Rule: fault.Code, Level: maturity.LevelError, Reach: maturity.ReachFile,
			Message: fault.Sentence, Expected: fault.Expected, Count: 1}}}}, nil
	}
	if err != nil {
		return ingest.Result{}, err
	}
	defer book.Close()
	directory, err := d.Directory(ctx)
	if err != nil {
		return ingest.Result{}, err
	}
	return ingest.Read(ctx, ingest.Input{Book: book, FileName: s.FileName, LayoutHint: s.LayoutHint, PeriodHint: s.PeriodHint, Catalogue: d.Catalogue,
		Directory: directory, May: may(s), Collection: s.Collection, Only: s.Only, Today: period.DayOf(s.ReceivedAt)}, put, rows.Store)
}

// may is the sender's right as it was on arrival; nil for every organisation.
func may(s maturity.Submission) func(maturity.OrganisationID) bool {
	if s.Everywhere {
		return nil
	}
	own := make(map[maturity.OrganisationID]bool, len(s.May))
	for _, id := range s.May {
		own[id] = true
	}
	return func(id maturity.OrganisationID) bool { return own[id] }
}

// maxJump is the largest change between neighbouring periods that raises no question, for the measures that have one.
func (d *Desk) maxJump() map[string]float64 {
	limits := map[string]float64{}
	for _, m := range d.Catalogue.Measures {
		if m.MaxJump > 0 {
			limits[m.ID] = m.MaxJump
		}
	}
	return limits
}

func stagingRules(result ingest.Result, maxJump map[string]float64, orderly bool) maturity.StagingRules {
	rules := maturity.StagingRules{Source: result.Source, MaxJump: map[string]float64{}, Held: slices.Sorted(maps.Keys(result.Held)), Lost: result.Lost, Orderly: orderly}
	for _, id := range result.Report.Measures {
		if limit, ok := maxJump[id]; ok {
			rules.MaxJump[id] = limit
		}
	}
	return rules
}

// conclude makes the report of a file that could be read, and says where the submission goes from here.
func (d *Desk) conclude(s maturity.Submission, found maturity.StagingFindings, confirmed bool) maturity.Submission {
	report(&s.Report, s.Strategy, found)
	s.State, s.FinishedAt = maturity.SubmissionChecked, d.now()
	n := found.Counts
	if layout, ok := d.Catalogue.Layout(s.Layout); ok && layout.Restates && n.Changed > 0 && s.Reason == "" {
		s.Reason, s.ReasonWords = maturity.ScheduledRevision, "Each file of this kind gives earlier periods anew."
	}
	switch {
	case found.TooEarly.Count > 0, s.Report.HasErrors() && n.New+n.Changed+n.Unchanged+n.Left == 0:
		s.State = maturity.SubmissionRefused
	case s.WantsReason(): // whoever confirms it says why
	case !s.CheckOnly && (s.AutoWrite || confirmed):
		s.State, s.FinishedAt = maturity.SubmissionWriting, time.Time{}
	}
	return s
}

func (d *Desk) refuse(ctx context.Context, s maturity.Submission) (maturity.Submission, error) {
	s.State, s.FinishedAt = maturity.SubmissionRefused, d.now()
	return s, d.Store.SettleSubmission(ctx, s, d.worker)
}

// write writes the checked rows, or reads the file again where they were lost.
func (d *Desk) write(ctx context.Context, s maturity.Submission, rows *atomic.Int64) (maturity.Submission, error) {
	if s.Collection != "" {
		return d.writeReturns(ctx, s, rows)
	}
	written, early, lost, err := d.Store.WriteStaging(ctx, s, d.worker, d.now())
	switch {
	case err != nil:
		return s, err
	case lost:
		return d.read(ctx, s, rows)
	case early.Count > 0:
		s.Report.Issues = append([]maturity.Issue{tooEarly(early)}, s.Report.Issues...)
		return d.refuse(ctx, s)
	}
	d.tellWritten(written)
	return written, nil
}
