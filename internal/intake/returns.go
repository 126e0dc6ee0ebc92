package intake

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"waymark/internal/collection"
	"waymark/internal/ingest"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// checkReturns checks a file whose values go into returns, each organisation's judged by itself.
func (d *Desk) checkReturns(ctx context.Context, s maturity.Submission, result ingest.Result, confirmed bool) (maturity.Submission, error) {
	s.Collection = result.Collection
	if len(s.Report.Periods) == 0 && s.Report.HasErrors() {
		return d.refuse(ctx, s) // no value could be read, and why is said
	}
	rules, fault, err := d.returnRules(ctx, s)
	if err != nil {
		return s, err
	}
	if fault != nil {
		s.Report.Issues = append([]maturity.Issue{*fault}, s.Report.Issues...)
		return d.refuse(ctx, s)
	}
	for id := range result.Held {
		rules.Held = append(rules.Held, id)
	}
	rules.Lost = result.Lost
	return d.Store.CheckReturns(ctx, s, d.worker, rules, func(found maturity.ReturnFindings) maturity.Submission {
		reportReturns(&s.Report, s.Strategy, found)
		s.State, s.FinishedAt = maturity.SubmissionChecked, d.now()
		n := found.Counts
		switch {
		case s.Report.HasErrors() && n.New+n.Changed+n.Unchanged+n.Left == 0:
			s.State = maturity.SubmissionRefused
		case !s.CheckOnly && (s.AutoWrite || confirmed):
			s.State, s.FinishedAt = maturity.SubmissionWriting, time.Time{}
		}
		return s
	})
}

// returnRules says what the collection wants for the period of the file, as of the day on which it arrived. fault is what
// is wrong with the file as a whole.
func (d *Desk) returnRules(ctx context.Context, s maturity.Submission) (rules maturity.ReturnRules, fault *maturity.Issue, err error) {
	c, ok := d.Catalogue.Collection(s.Collection)
	if !ok || d.Returns == nil {
		return rules, nil, maturity.Errorf(maturity.Unavailable, "Files for returns are not taken here.")
	}
	if len(s.Report.Periods) != 1 {
		return rules, aboutFile(rulePeriods, strings.Join(s.Report.Periods, ", ")), nil
	}
	p, err := period.FromCode(s.Report.Periods[0])
	if err != nil {
		return rules, nil, err
	}
	today := period.DayOf(s.ReceivedAt.In(d.Location))
	if !slices.Contains(collection.Periods(c, today), p) {
		return rules, aboutFile(rulePeriod, p.Label()), nil
	}
	rules = maturity.ReturnRules{Collection: c.ID, Period: p, Today: today, Required: c.Required()}
	_, _, rules.Closes, rules.Refresh = collection.Days(c, p)
	rules.Owing, err = d.Returns.Owing(ctx, c, p)
	return rules, nil, err
}

// aboutFile is an issue of the whole file.
func aboutFile(code, seen string) *maturity.Issue {
	r := rule(code)
	return &maturity.Issue{Rule: r.Code, Level: r.Level, Reach: r.Reach, Message: r.Meaning, Expected: r.Remedy, Count: 1, Examples: []maturity.IssueExample{{Seen: seen}}}
}

func reportReturns(r *maturity.Report, strategy maturity.Strategy, found maturity.ReturnFindings) {
	report(r, strategy, maturity.StagingFindings{Repeats: found.Repeats, Conflicts: found.Conflicts, Left: found.Left, Counts: found.Counts, Changes: found.Changes})
	add(r, clashIssue(ruleStale, found.Stale))
	add(r, clashIssue(ruleOwes, found.NotOwed))
	add(r, clashIssue(ruleClosed, found.Closed))
	add(r, clashIssue(rulePublic, found.Published))
	add(r, clashIssue(ruleSigned, found.Approved))
}

// writeReturns writes the checked rows into returns, and then submits those that are complete. Each is a step of its own:
// a worker that ends between them leaves the second to another.
func (d *Desk) writeReturns(ctx context.Context, s maturity.Submission, rows *atomic.Int64) (maturity.Submission, error) {
	rules, fault, err := d.returnRules(ctx, s)
	if err != nil {
		return s, err
	}
	if fault != nil {
		return s, errors.New("a file that was checked is at fault when it is written")
	}
	written, lost, handing, err := d.Store.WriteReturns(ctx, s, d.worker, d.now(), rules, func(found maturity.ReturnFindings) maturity.Submission {
		s := s
		reportReturns(&s.Report, s.Strategy, found)
		if !s.SubmitReturns { // otherwise still writing, until they are submitted
			s.State, s.FinishedAt = maturity.SubmissionWritten, d.now()
		}
		return s
	})
	switch {
	case err != nil:
		return s, err
	case lost:
		return d.read(ctx, s, rows)
	case handing:
		return d.handIn(ctx, s, rules)
	}
	if written.State == maturity.SubmissionWritten {
		d.tellWritten(written)
	}
	return written, nil
}

func (d *Desk) tellWritten(s maturity.Submission) {
	if d.Written != nil && s.Report.New+s.Report.Changed > 0 {
		d.Written(s)
	}
}

// handIn submits the returns that are complete.
func (d *Desk) handIn(ctx context.Context, s maturity.Submission, rules maturity.ReturnRules) (maturity.Submission, error) {
	list, err := d.Store.HandIns(ctx, s.ID, rules.Required)
	if err != nil {
		return s, err
	}
	if list, err = d.Returns.HandIn(ctx, s, list); err != nil {
		return s, err
	}
	s.State, s.FinishedAt = maturity.SubmissionWritten, d.now()
	if err := d.Store.SettleReturns(ctx, s, d.worker, list); err != nil {
		return s, err
	}
	d.tellWritten(s)
	return s, nil
}
