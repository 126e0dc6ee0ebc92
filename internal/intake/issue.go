package intake

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"waymark/internal/ingest"
	"waymark/internal/maturity"
)

// The rules of this room; those of single rows are in ingest.
const (
	ruleJump    = "large-change"
	ruleMany    = "many-large-changes"
	ruleEarly   = "known-too-early"
	ruleNumber  = "number-too-large"
	ruleNewer   = "newer-edition-kept"
	ruleLeft    = "stored-value-left"
	ruleNew     = "new-value-left-out"
	ruleStale   = "newer-figure-saved"
	ruleOwes    = "owes-no-return"
	ruleClosed  = "round-closed"
	rulePublic  = "return-published"
	ruleSigned  = "return-approved"
	rulePeriod  = "not-a-period-of-the-collection"
	rulePeriods = "several-periods"
)

// Rules lists the rules that compare values with one another and with what is stored.
func Rules() []ingest.Rule {
	return []ingest.Rule{
		{Code: ruleJump, Level: maturity.LevelWarning, Reach: maturity.ReachValue, Meaning: "A value differs from the period before by more than is usual for the measure.",
			Remedy: "Check both values; nothing is held back."},
		{Code: ruleMany, Level: maturity.LevelWarning, Reach: maturity.ReachValue, Meaning: "More than half of the organisations change by much on a measure in one period: rather a changed definition, a new system or a wrong column than that many changes at once.",
			Remedy: "Find out why before the file is written, and give the reason with it. Where the definition has changed, its change log must say so."},
		{Code: ruleNewer, Level: maturity.LevelWarning, Reach: maturity.ReachValue, Meaning: "A newer edition of the statistic gave another value for the same period. The newer edition's is kept.",
			Remedy: "Nothing; the newest edition is the one to send."},
		{Code: ruleLeft, Level: maturity.LevelWarning, Reach: maturity.ReachValue, Meaning: "Another value is stored. Only new values were to be written, so the stored one stays.",
			Remedy: "Nothing; to replace it, send the file with corrections allowed, and say why."},
		{Code: ruleNew, Level: maturity.LevelWarning, Reach: maturity.ReachValue, Meaning: "No value is stored yet. Only corrections were to be written, so this one is left out.",
			Remedy: "Nothing; to add it, send the file with new values allowed."},
		{Code: ruleStale, Level: maturity.LevelError, Reach: maturity.ReachValue, Meaning: "Somebody saved another figure since the form was downloaded. It stays; the one in the file is not taken.",
			Remedy: "Compare both. To use the file's, enter it in the return, or download the form again."},
		{Code: ruleOwes, Level: maturity.LevelError, Reach: maturity.ReachOrganisation, Meaning: "No return is wanted from the organisation for the period.",
			Remedy: "Leave its rows out, or correct the organisation or the period."},
		{Code: ruleClosed, Level: maturity.LevelError, Reach: maturity.ReachOrganisation, Meaning: "The round has closed: the file came after the last day.",
			Remedy: "Ask for an extension, and send the file again."},
		{Code: rulePublic, Level: maturity.LevelError, Reach: maturity.ReachOrganisation, Meaning: "The return is published with another figure.",
			Remedy: "Send the file with the reason for the correction: scheduled revision, change of method or error."},
		{Code: ruleSigned, Level: maturity.LevelError, Reach: maturity.ReachOrganisation, Meaning: "The return is approved with another figure.",
			Remedy: "Send the file with the reason for the change. The approvals are void then."},
		{Code: rulePeriod, Level: maturity.LevelError, Reach: maturity.ReachFile, Meaning: "The collection has no returns for this period, or they have not opened.",
			Remedy: "Correct the period, or choose another collection."},
		{Code: rulePeriods, Level: maturity.LevelError, Reach: maturity.ReachFile, Meaning: "The file has figures of several periods. Returns are sent for one period at a time.",
			Remedy: "Send a file for each period."},
		{Code: ruleEarly, Level: maturity.LevelError, Reach: maturity.ReachFile, Meaning: "The file would replace values that became known later than it did.",
			Remedy: "Send the file without an earlier publication time, or leave those values out."},
		{Code: ruleNumber, Level: maturity.LevelError, Reach: maturity.ReachFile, Meaning: "A number is too large to be kept.", Remedy: "Correct the cell."},
	}
}

func rule(code string) ingest.Rule {
	for _, r := range append(Rules(), ingest.Rules()...) {
		if r.Code == code {
			return r
		}
	}
	return ingest.Rule{Code: code}
}

// report adds what the set-based checks found to what reading found.
func report(r *maturity.Report, strategy maturity.Strategy, found maturity.StagingFindings) {
	add(r, clashIssue(ingest.ConflictingRows, found.Conflicts))
	add(r, clashIssue(ingest.DuplicateRows, found.Repeats))
	add(r, clashIssue(ruleJump, found.Jumps))
	add(r, manyIssue(found.Together))
	add(r, clashIssue(ruleNewer, found.Newer))
	if strategy == maturity.NewOnly {
		add(r, clashIssue(ruleLeft, found.Left))
	} else {
		add(r, clashIssue(ruleNew, found.Left))
	}
	if found.TooEarly.Count > 0 {
		add(r, tooEarly(found.TooEarly))
	}
	for _, code := range found.Conflicts.Organisations {
		if !slices.Contains(r.OrganisationsHeld, code) {
			r.HeldCount++
			if len(r.OrganisationsHeld) < maxHeldListed {
				r.OrganisationsHeld = append(r.OrganisationsHeld, code)
			}
		}
	}
	slices.Sort(r.OrganisationsHeld)
	r.New, r.Changed, r.Unchanged, r.HeldBack = found.Counts.New, found.Counts.Changed, found.Counts.Unchanged, found.Counts.HeldBack
	r.Left = found.Counts.Left
	r.Changes = changes(found.Changes)
}

// changes are the values that are replaced, in words.
func changes(found []maturity.Clash) (out []maturity.Changed) {
	for _, c := range found {
		out = append(out, maturity.Changed{Organisation: c.Organisation, Measure: c.Measure, Period: c.Period.Code(), Cell: c.Cell,
			Old: words(c.OtherValue, c.OtherState, c.OtherNumerator, c.OtherDenominator), New: words(c.Value, c.State, c.Numerator, c.Denominator)})
	}
	return out
}

const maxHeldListed = 1000

// add puts an issue with those of its level, before lesser ones, or joins it with one of the same rule.
func add(r *maturity.Report, issue maturity.Issue) {
	if issue.Count == 0 {
		return
	}
	for i := range r.Issues {
		if r.Issues[i].Rule == issue.Rule && r.Issues[i].Header == "" {
			r.Issues[i].Count += issue.Count
			r.Issues[i].Examples = append(r.Issues[i].Examples, issue.Examples...)
			r.Issues[i].Examples = r.Issues[i].Examples[:min(len(r.Issues[i].Examples), maxExamples)]
			return
		}
	}
	at := slices.IndexFunc(r.Issues, func(other maturity.Issue) bool { return gravity(other) < gravity(issue) })
	if at < 0 {
		at = len(r.Issues)
	}
	r.Issues = slices.Insert(r.Issues, at, issue)
}

const maxExamples = 5

func gravity(i maturity.Issue) int {
	g := map[maturity.Level]int{maturity.LevelError: 20, maturity.LevelWarning: 10}[i.Level]
	if i.Reach == maturity.ReachFile {
		g++
	}
	return g
}

func clashIssue(code string, c maturity.Clashes) maturity.Issue {
	r := rule(code)
	issue := maturity.Issue{Rule: r.Code, Level: r.Level, Reach: r.Reach, Message: r.Meaning, Expected: r.Remedy, Count: c.Count}
	for _, clash := range c.Examples {
		issue.Examples = append(issue.Examples, maturity.IssueExample{Cell: clash.Cell, Other: clash.Other, Organisation: clash.Organisation, Seen: seen(code, clash)})
	}
	return issue
}

// seen says both values: "41.5, other row 43" or "41.5 in July 2018, 12 in June 2018".
func seen(code string, c maturity.Clash) string {
	value := words(c.Value, c.State, c.Numerator, c.Denominator)
	other := words(c.OtherValue, c.OtherState, c.OtherNumerator, c.OtherDenominator)
	switch code {
	case ingest.ConflictingRows:
		return c.Measure + ", " + c.Period.Label() + ": " + value + ", the other row: " + other
	case ingest.DuplicateRows, ruleNew:
		return c.Measure + ", " + c.Period.Label() + ": " + value
	case ruleJump:
		return c.Measure + ": " + value + " in " + c.Period.Label() + ", " + other + " in " + c.OtherPeriod.Label()
	}
	return c.Measure + ", " + c.Period.Label() + ": " + value + ", stored: " + other
}

// words writes a value as it was read. One computed from its counts has no end of digits: they are given beside it.
func words(value float64, state maturity.State, numerator, denominator float64) string {
	counts := ""
	if numerator == numerator && denominator == denominator {
		counts = " (" + plain(numerator) + " of " + plain(denominator) + ")"
		value = math.Round(value*1e4) / 1e4
	}
	if math.IsNaN(value) {
		return state.Words() + counts
	}
	text := plain(value) + counts
	if state != maturity.Reported {
		return state.Words() + " " + text
	}
	return text
}

func plain(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func tooEarly(c maturity.Clashes) maturity.Issue {
	issue := clashIssue(ruleEarly, c)
	issue.Message = fmt.Sprintf("The file would replace %d stored values that became known at the same time or later than it did.", c.Count)
	if c.Count == 1 {
		issue.Message = "The file would replace a stored value that became known at the same time or later than it did."
	}
	return issue
}

func fileIssue(code string, err error) maturity.Issue {
	r := rule(code)
	return maturity.Issue{Rule: r.Code, Level: r.Level, Reach: r.Reach, Message: maturity.SentenceOf(err), Expected: r.Remedy, Count: 1}
}
