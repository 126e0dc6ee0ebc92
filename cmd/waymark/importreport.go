package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"waymark/internal/maturity"
)

// importReport is the outcome of one file as --json prints it. The names are fixed: scripts read them.
type importReport struct {
	File         string        `json:"file"`
	Submission   int64         `json:"submission"`
	State        string        `json:"state"`
	Earlier      bool          `json:"earlier"` // the same bytes were taken in before: nothing was done now, and this is the report of then
	Failure      string        `json:"failure,omitempty"`
	WantsReason  bool          `json:"wants_reason"` // nothing was written: published values would be replaced
	Reason       string        `json:"reason,omitempty"`
	ReasonWords  string        `json:"reason_words,omitempty"`
	Layout       string        `json:"layout"`
	Periods      []string      `json:"periods"`
	Resolved     int           `json:"organisations_resolved"`
	Unresolved   []string      `json:"organisations_unresolved"`
	Held         []string      `json:"organisations_held_back"`
	RowsRead     int64         `json:"rows_read"`
	Observations observations  `json:"observations"`
	Issues       []issueReport `json:"issues"`
}

type observations struct {
	New       int64 `json:"new"`
	Changed   int64 `json:"changed"`
	Unchanged int64 `json:"unchanged"`
	HeldBack  int64 `json:"held_back"`
	LeftAlone int64 `json:"left_alone"` // because of the strategy
}

type issueReport struct {
	Rule      string   `json:"rule"`
	Level     string   `json:"level"`
	Reach     string   `json:"reach"`
	Count     int64    `json:"count"`
	Message   string   `json:"message"`
	Expected  string   `json:"expected,omitempty"`
	Addresses []string `json:"first_addresses"`
	Seen      []string `json:"first_seen"`            // the texts of those cells
	Closest   []string `json:"suggestions,omitempty"` // for an unknown organisation: what may have been meant
}

func reportOf(file string, s maturity.Submission) importReport {
	r := s.Report
	out := importReport{File: file, Submission: s.ID, State: string(s.State), Failure: s.Failure, Layout: s.Layout, Periods: nonNil(r.Periods), Resolved: r.OrganisationsFound,
		Unresolved: nonNil(r.OrganisationsUnknown), Held: nonNil(r.OrganisationsHeld), RowsRead: s.RowsRead, Issues: []issueReport{},
		Observations: observations{r.New, r.Changed, r.Unchanged, r.HeldBack, r.Left}, WantsReason: s.WantsReason(), Reason: string(s.Reason), ReasonWords: s.ReasonWords}
	for _, i := range r.Issues {
		issue := issueReport{Rule: i.Rule, Level: string(i.Level), Reach: string(i.Reach), Count: i.Count, Message: i.Message, Expected: i.Expected, Addresses: []string{}, Seen: []string{}}
		for _, e := range i.Examples {
			issue.Addresses, issue.Seen = append(issue.Addresses, e.Cell.String()), append(issue.Seen, e.Seen)
			for _, s := range e.Suggestions {
				if !slices.Contains(issue.Closest, s) {
					issue.Closest = append(issue.Closest, s)
				}
			}
		}
		out.Issues = append(out.Issues, issue)
	}
	return out
}

func nonNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// print is the report for people.
func (r importReport) print(w io.Writer) {
	fmt.Fprintf(w, "%s: %s", r.File, r.State)
	if r.Layout != "" {
		fmt.Fprintf(w, " (layout %s, submission %d)", r.Layout, r.Submission)
	}
	if r.Earlier {
		fmt.Fprint(w, "\n  The same file was taken in before and nothing was done now. The report of then:")
	}
	o := r.Observations
	fmt.Fprintf(w, "\n  %s read: %d new, %d changed, %d unchanged, %d held back; %s found, %d not found\n",
		maturity.Count(int(r.RowsRead), "row", "rows"), o.New, o.Changed, o.Unchanged, o.HeldBack, maturity.Count(r.Resolved, "organisation", "organisations"), len(r.Unresolved))
	if o.LeftAlone > 0 {
		fmt.Fprintf(w, "  %s left as they are, because of the strategy\n", maturity.Count(int(o.LeftAlone), "value", "values"))
	}
	if r.WantsReason {
		fmt.Fprintln(w, "  Nothing was written: published values would be replaced. Say why: --reason scheduled_revision, method_change or error, and --reason-words \"...\".")
	}
	if r.Failure != "" {
		fmt.Fprintf(w, "  %s\n", r.Failure)
	}
	for _, i := range r.Issues {
		fmt.Fprintf(w, "  %s %s (%d): %s", i.Level, i.Rule, i.Count, i.Message)
		if i.Expected != "" {
			fmt.Fprintf(w, " %s", i.Expected)
		}
		for n, address := range i.Addresses {
			if n == 0 {
				fmt.Fprint(w, " At ")
			} else {
				fmt.Fprint(w, ", ")
			}
			fmt.Fprint(w, address)
		}
		if len(i.Closest) > 0 {
			fmt.Fprintf(w, ". Closest: %s", strings.Join(i.Closest, "; "))
		}
		fmt.Fprintln(w)
	}
}
