package board

import (
	"fmt"
	"math"
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// TrendView is the verdict over the last figures: an arrow for the direction, words for what it means.
type TrendView struct{ Arrow, Words, Sentence string }

func trendView(m maturity.Measure, t *maturity.Trend) *TrendView {
	if t == nil {
		return nil
	}
	return &TrendView{t.Arrow(), t.Verdict.Words(), t.Sentence(m)}
}

// ArrivalRow says of one target when it will be reached, and at what multiple of the last year's pace by its date.
type ArrivalRow struct{ Target, Words, Pace string }

// arrivalRows leaves out targets that are met, and projections that lie in the past as a whole.
func arrivalRows(rows []TargetRow, today period.Day) (out []ArrivalRow) {
	for _, r := range rows {
		c := r.Trajectory.Chances
		if c == nil || c.Last.End() < today {
			continue
		}
		row := ArrivalRow{Target: r.Target.Title, Words: c.Words() + "."}
		if words := r.Trajectory.PaceWords(); words != "" && r.Target.Due != nil && r.Target.Due.Latest >= today {
			row.Pace = paceSentence(r.Measure, r.Trajectory, words)
		}
		out = append(out, row)
	}
	return out
}

func paceSentence(m maturity.Measure, t maturity.Trajectory, multiple string) string {
	if math.IsInf(t.PaceMultiple(), 1) {
		return fmt.Sprintf("By its date it takes %s a quarter; %s.", signed(m, t.RequiredPer), multiple)
	}
	return fmt.Sprintf("By its date it takes %s a quarter, %s (%s).", signed(m, t.RequiredPer), multiple, signed(m, t.AchievedPer))
}

// ComparedRow is the subject's value against one benchmark.
type ComparedRow struct {
	Title    string
	Period   string
	Value    string
	Interval string // "71% to 83%", or why there is none
	Other    string // the benchmark's value
	Position maturity.Position
	Words    string // "above", with "better" or "worse" where that is judged
	Basis    string // how it was judged
	Who      string // how many organisations, and which where they were chosen for this one
	Note     string
}

// comparedRows are the subject's positions in the order in which benchmarks are declared.
func (b *Builder) comparedRows(m maturity.Measure, positions []maturity.BenchmarkResult) (out []ComparedRow) {
	for _, p := range b.inDeclaredOrder(m, positions) {
		if p.Position == maturity.PositionUnknown && p.Reason == "" {
			continue
		}
		row := ComparedRow{Title: p.Benchmark, Period: p.Period.Short(), Value: m.Format(p.Value), Interval: "no counts", Other: "not known", Position: p.Position,
			Words: placedWords(p), Basis: p.Basis(), Who: "not said", Note: p.Reason}
		if benchmark, known := b.catalogue.Benchmark(p.Benchmark); known {
			row.Title = benchmark.Title
		}
		if text := intervalWords(m, p); text != "" {
			row.Interval = text
		}
		if !math.IsNaN(p.Reference) {
			row.Other = m.Format(p.Reference)
		}
		if p.Peers > 0 {
			row.Who = maturity.Count(p.Peers, "organisation", "organisations")
		}
		if n := len(p.PeerCodes); n > 0 {
			row.Who += ": " + andMore(p.PeerCodes, 10)
		}
		out = append(out, row)
	}
	return out
}

// inDeclaredOrder sorts a measure's positions as its benchmarks are declared; the first is the one shown by default. A
// counterpart's average comes last.
func (b *Builder) inDeclaredOrder(m maturity.Measure, positions []maturity.BenchmarkResult) []maturity.BenchmarkResult {
	declared := b.catalogue.BenchmarksOf(m)
	place := func(p maturity.BenchmarkResult) int {
		if i := slices.IndexFunc(declared, func(d maturity.Benchmark) bool { return d.ID == p.Benchmark }); i >= 0 {
			return i
		}
		return len(declared)
	}
	out := slices.Clone(positions)
	slices.SortStableFunc(out, func(x, y maturity.BenchmarkResult) int { return place(x) - place(y) })
	return out
}

// intervalWords is the 95 % interval; "" without one.
func intervalWords(m maturity.Measure, p maturity.BenchmarkResult) string {
	if math.IsNaN(p.Low) || math.IsNaN(p.High) || p.ByInterval == "" {
		return ""
	}
	return m.Format(p.Low) + " to " + m.Format(p.High)
}

func placedWords(p maturity.BenchmarkResult) string {
	words := map[maturity.Position]string{maturity.PositionAbove: "Above", maturity.PositionSimilar: "Similar", maturity.PositionBelow: "Below", maturity.PositionUnknown: "Not known"}[p.Position]
	switch {
	case p.Better == nil:
		return words
	case *p.Better:
		return words + ", which is better"
	}
	return words + ", which is worse"
}

func andMore(codes []string, most int) string {
	text := ""
	for i, code := range codes {
		if i == most && len(codes) > most+1 {
			return text + fmt.Sprintf(" and %d more", len(codes)-most)
		}
		if i > 0 {
			text += ", "
		}
		text += code
	}
	return text
}

// breakSentences say where the series starts anew.
func breakSentences(t maturity.Trajectory) (out []string) {
	for _, b := range t.Breaks {
		text := "Figures before " + b.Day.Long() + " are not comparable with later ones: " + b.Words()
		if b.By != "" {
			text += ", by " + b.By
		}
		out = append(out, text+".")
	}
	return out
}
