package explore

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/sheet"
)

// WriteCSV writes the table of a choice. Cells that a spreadsheet would run are neutralised.
func (e *Explorer) WriteCSV(ctx context.Context, w io.Writer, q Query) error {
	var s Sheet
	var failed error
	out := bufio.NewWriter(w)
	lines := func(yield func([]string) bool) {
		failed = e.Each(ctx, q, func(v View) error {
			s = e.sheet(v, q)
			if !yield(s.Columns) {
				return errStopped
			}
			return nil
		}, func(one Series) error {
			for row := range e.rows(s, q, one) {
				if !yield(texts(row)) {
					return errStopped
				}
			}
			return nil
		})
	}
	if err := sheet.WriteCSV(out, lines); err != nil {
		return err
	}
	if failed != nil && failed != errStopped {
		return failed
	}
	return out.Flush()
}

// texts writes numbers in their shortest exact form and what is not given as an empty cell.
func texts(row []any) []string {
	out := make([]string, len(row))
	for i, value := range row {
		switch v := value.(type) {
		case string:
			out[i] = v
		case float64:
			if !math.IsNaN(v) {
				out[i] = strconv.FormatFloat(v, 'f', -1, 64)
			}
		}
	}
	return out
}

// WriteXLSX writes a workbook: what it is, the table, and the definitions of the measures.
func (e *Explorer) WriteXLSX(ctx context.Context, w io.Writer, q Query) error {
	v, err := e.prepare(ctx, q, MaxFileSeries)
	switch {
	case err != nil:
		return err
	case v.TooLarge != "":
		return maturity.Errorf(maturity.TooLarge, "%s", v.TooLarge)
	case v.CellCount() > maxWorkbookCells:
		return maturity.Errorf(maturity.TooLarge, "These are %s figures, more than a workbook is made for. Take the CSV file, or choose less.", maturity.Number(float64(v.CellCount()), 0))
	}
	s := e.sheet(v, q)
	figures := sheet.OutSheet{Name: "Figures"}
	for _, c := range s.Columns {
		figures.Columns = append(figures.Columns, sheet.OutColumn{Heading: c})
	}
	var failed error
	figures.Rows = func(yield func([]any) bool) {
		failed = e.Each(ctx, q, func(View) error { return nil }, func(one Series) error {
			for row := range e.rows(s, q, one) {
				if !yield(row) {
					return errStopped
				}
			}
			return nil
		})
	}
	err = sheet.WriteXLSX(w, []sheet.OutSheet{aboutSheet(s), figures, definitionSheet(v.Measures)})
	if failed != nil && failed != errStopped {
		return failed
	}
	return err
}

func aboutSheet(s Sheet) sheet.OutSheet {
	return sheet.OutSheet{Name: "About", Columns: []sheet.OutColumn{{Heading: "About", Width: 30}, {Heading: "Words", Width: 90, Wrap: true}}, Rows: func(yield func([]any) bool) {
		for _, a := range s.About {
			if !yield([]any{a[0], a[1]}) {
				return
			}
		}
	}}
}

func definitionSheet(measures []maturity.Measure) sheet.OutSheet {
	out := sheet.OutSheet{Name: "Definitions"}
	for _, c := range []string{"measure", "title", "why", "numerator", "denominator", "unit", "polarity", "caveat", "source", "definition_hash"} {
		out.Columns = append(out.Columns, sheet.OutColumn{Heading: c})
	}
	out.Rows = func(yield func([]any) bool) {
		for _, m := range measures {
			if !yield([]any{m.ID, m.Title, m.Why, m.Numerator, m.Denominator, m.UnitWords, m.Polarity.Words(), m.Caveat(), m.SourceWords, m.Hash}) {
				return
			}
		}
	}
	return out
}

// WriteJSON writes one object: what the table is, and its rows, each a list in the order of the columns.
func (e *Explorer) WriteJSON(ctx context.Context, w io.Writer, q Query) error {
	out := bufio.NewWriter(w)
	var s Sheet
	separator := "\n"
	err := e.Each(ctx, q, func(v View) error {
		s = e.sheet(v, q)
		head, err := json.Marshal(map[string]any{"sentence": v.Sentence, "as_known_at": q.AsAt.UTC().Format(time.RFC3339), "members_as_on": q.Members.String(), "address": v.Address(),
			"definitions": e.Catalogue.Hash, "columns": s.Columns})
		if err != nil {
			return err
		}
		_, err = out.WriteString(strings.TrimSuffix(string(head), "}") + `,"rows":[`)
		return err
	}, func(one Series) error {
		for row := range e.rows(s, q, one) {
			line, err := json.Marshal(nulls(row))
			if err != nil {
				return err
			}
			if _, err := out.WriteString(separator + string(line)); err != nil {
				return err
			}
			separator = ",\n"
		}
		return nil
	})
	if err != nil {
		return err
	}
	if _, err := out.WriteString("\n]}\n"); err != nil {
		return err
	}
	return out.Flush()
}

// nulls puts null for what is not given.
func nulls(row []any) []any {
	for i, value := range row {
		if v, ok := value.(float64); ok && math.IsNaN(v) {
			row[i] = nil
		}
	}
	return row
}
