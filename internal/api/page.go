package api

import (
	"context"
	"io"
	"iter"
	"strings"
	"time"

	"waymark/internal/export"
)

// Page is one page of rows.
type Page[T any] struct {
	Items  []T        `json:"items" nullable:"false"`
	Next   string     `json:"next,omitempty" doc:"Address of the next page; missing on the last one"`
	Cursor string     `json:"next_cursor,omitempty" doc:"The cursor in that address"`
	AsAt   *time.Time `json:"as_at" doc:"The time the rows are as known at; null: now"`
	Notes  []string   `json:"notes,omitempty" nullable:"false" doc:"What in the selection is not known here"`
	Reason string     `json:"reason,omitempty" doc:"Why there are no items"`
	Exists *Exists    `json:"exists,omitempty" doc:"What there is instead, when there are no items"`
}

// Exists is what there is where a selection is empty.
type Exists struct {
	Measures      []ExistingMeasure `json:"measures,omitempty" nullable:"false" doc:"Measures with stored values, and for which periods"`
	Organisations []string          `json:"organisations,omitempty" nullable:"false" doc:"Codes of some organisations with values of the measures asked for"`
	Known         []string          `json:"known,omitempty" nullable:"false" doc:"Ids that could have been meant"`
}

// ExistingMeasure says for which periods values of a measure are stored now.
type ExistingMeasure struct {
	Measure       string `json:"measure"`
	MeasureTitle  string `json:"measure_title"`
	FirstPeriod   string `json:"first_period"`
	LastPeriod    string `json:"last_period"`
	Organisations int    `json:"organisations,omitempty" doc:"How many of the organisations asked for have values"`
}

// Paged is the answer of a list.
type Paged[T any] struct {
	Link   string `header:"Link" doc:"The next page, rel=next"`
	Reason string `header:"Waymark-Reason" doc:"Why there are no rows, for tables"`
	Body   Page[T]
}

// paged makes the answer of a list. next is the cursor of the page after, "" for none.
func paged[T any](ctx context.Context, items []T, next string) *Paged[T] {
	if items == nil {
		items = []T{}
	}
	out := &Paged[T]{Body: Page[T]{Items: items, Cursor: next}}
	if next != "" {
		address := answerOf(ctx).URL()
		query := address.Query()
		query.Set("cursor", next)
		out.Body.Next = address.Path + "?" + query.Encode()
		out.Link = "<" + out.Body.Next + `>; rel="next"`
	}
	return out
}

// asAt notes the time the rows are as known at.
func (p *Paged[T]) asAt(t time.Time) *Paged[T] {
	if !t.IsZero() {
		t = t.UTC()
		p.Body.AsAt = &t
	}
	return p
}

// explain gives an empty page its reason; others keep only the notes.
func (p *Paged[T]) explain(notes []string, why func() (string, *Exists, error)) (*Paged[T], error) {
	p.Body.Notes = notes
	if len(p.Body.Items) > 0 {
		return p, nil
	}
	var err error
	p.Body.Reason, p.Body.Exists, err = why()
	p.Reason = plainText(p.Body.Reason)
	return p, err
}

// plainText is a sentence fit for a header.
func plainText(sentence string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '?'
		}
		return r
	}, sentence)
}

func (p Page[T]) writeCSV(w io.Writer) error { return export.WriteCSV(w, all(p.Items)) }

// ContentType says that a table begins with a heading.
func (p Page[T]) ContentType(media string) string {
	if media == mediaCSV {
		return mediaCSV + "; charset=utf-8; header=present"
	}
	return media
}

func all[T any](items []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, item := range items {
			if !yield(item, nil) {
				return
			}
		}
	}
}
