package api

import (
	"context"
	"io"
	"iter"

	"waymark/internal/export"
	"waymark/internal/maturity"
)

// Issue is a finding on a submission. Equal findings are one issue with a count and examples.
type Issue struct {
	Rule     string    `json:"rule" doc:"Stable code of the rule" example:"numerator-above-denominator"`
	Level    string    `json:"level" enum:"error,warning,info" doc:"error: what it touches is not written"`
	Reach    string    `json:"reach" enum:"file,organisation,value" doc:"What an error holds back: the whole file, all values of the organisation in it, or the value"`
	Message  string    `json:"message"`
	Expected string    `json:"expected" doc:"What would be accepted"`
	Header   string    `json:"header" doc:"Heading of the column"`
	Count    int64     `json:"count" doc:"Occurrences"`
	Examples []Example `json:"examples" nullable:"false"`
}

// Example is one place where an issue occurs.
type Example struct {
	Sheet        string   `json:"sheet"`
	Cell         string   `json:"cell" example:"C14"`
	Seen         string   `json:"seen" doc:"Text of the cell"`
	Organisation string   `json:"organisation" doc:"Code, or the text that resolved to nobody"`
	AlsoAt       string   `json:"also_at" doc:"The second place, for duplicates"`
	Suggestions  []string `json:"suggestions" nullable:"false"`
}

// Issues are all issues of a submission.
type Issues struct {
	Items []Issue `json:"items" nullable:"false"`
}

// issueRow is an example in a table.
type issueRow struct {
	Rule         string   `json:"rule"`
	Level        string   `json:"level"`
	Reach        string   `json:"reach"`
	Message      string   `json:"message"`
	Expected     string   `json:"expected"`
	Header       string   `json:"header"`
	Count        int64    `json:"count"`
	Sheet        string   `json:"sheet"`
	Cell         string   `json:"cell"`
	Seen         string   `json:"seen"`
	Organisation string   `json:"organisation"`
	AlsoAt       string   `json:"also_at"`
	Suggestions  []string `json:"suggestions"`
}

func (a *API) issues(ctx context.Context, q *struct {
	SubmissionPath
	Format string `query:"format" enum:"json,csv" doc:"Form of the answer; goes before the Accept header"`
}) (*One[Issues], error) {
	s, err := a.find(ctx, q.ID)
	if err != nil {
		return nil, err
	}
	return &One[Issues]{Issues{issuesOf(s.Report.Issues)}}, nil
}

func issuesOf(found []maturity.Issue) []Issue {
	out := []Issue{}
	for _, i := range found {
		one := Issue{i.Rule, string(i.Level), string(i.Reach), i.Message, i.Expected, i.Header, i.Count, []Example{}}
		for _, e := range i.Examples {
			also := ""
			if e.Other != nil {
				also = e.Other.String()
			}
			one.Examples = append(one.Examples, Example{e.Cell.Sheet, e.Cell.A1(), e.Seen, e.Organisation, also, full(e.Suggestions)})
		}
		out = append(out, one)
	}
	return out
}

func (i Issues) writeCSV(w io.Writer) error { return export.WriteCSV(w, i.rows()) }

// ContentType says that a table begins with a heading.
func (i Issues) ContentType(media string) string { return Page[Issue]{}.ContentType(media) }

func (i Issues) rows() iter.Seq2[issueRow, error] {
	return func(yield func(issueRow, error) bool) {
		for _, one := range i.Items {
			examples := one.Examples
			if len(examples) == 0 {
				examples = []Example{{}}
			}
			for _, e := range examples {
				if !yield(issueRow{one.Rule, one.Level, one.Reach, one.Message, one.Expected, one.Header, one.Count, e.Sheet, e.Cell, e.Seen, e.Organisation, e.AlsoAt, e.Suggestions}, nil) {
					return
				}
			}
		}
	}
}
