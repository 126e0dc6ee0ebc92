package maturity

import (
	"strings"
	"time"

	"waymark/internal/period"
)

// BreakKind says what broke a series.
type BreakKind string

// The kinds of break.
const (
	BreakDefinition BreakKind = "definition" // the measure's change log says so
	BreakMerger     BreakKind = "merger"     // another organisation became part of this one
	BreakMarked     BreakKind = "marked"     // an analyst said so
)

// Break is a day from which a series starts anew: figures before and after it are not comparable.
type Break struct {
	Day    period.Day
	Kind   BreakKind
	Reason string // what changed, who was merged, or why it was marked
	By     string // who marked it; "" for the other kinds
}

// Words says what happened, as part of a sentence: "the definition changed on 1 April 2017 (Counts repeat items too)".
func (b Break) Words() string {
	what := b.Short() + " on " + b.Day.Long()
	if reason := strings.TrimRight(strings.TrimSpace(b.Reason), ".;"); reason != "" {
		what += " (" + reason + ")"
	}
	return what
}

// Short is Words without day and reason.
func (b Break) Short() string {
	switch b.Kind {
	case BreakMerger:
		return "another organisation became part of this one"
	case BreakMarked:
		return "a break is marked"
	}
	return "the definition changed"
}

// Title is the break in the two or three words a chart has room for.
func (b Break) Title() string {
	switch b.Kind {
	case BreakMerger:
		return "Merger"
	case BreakMarked:
		return "Break marked"
	}
	return "Definition changed"
}

// Breaks are the changes of the definition after which values are not comparable, in order of the log.
func (m Measure) Breaks() (out []Break) {
	for _, c := range m.Changes {
		if t, err := time.Parse(time.DateOnly, c.Date); c.Break && err == nil {
			out = append(out, Break{Day: period.DayOf(t), Kind: BreakDefinition, Reason: c.Text})
		}
	}
	return out
}

// SeriesBreak is a break that was marked by hand, with the series it is for.
type SeriesBreak struct {
	Organisation OrganisationID
	Measure      string
	Break
	KnownFrom time.Time
}
