package store

import "waymark/internal/maturity"

// trendItem is a trend in the detail of a trajectory: points only where it can be told, a reason only where not.
type trendItem struct {
	Verdict    string    `json:"verdict"`
	ChiSquared float64   `json:"x2,omitempty"`
	First      *pathItem `json:"first,omitempty"`
	Last       *pathItem `json:"last,omitempty"`
	Reason     string    `json:"reason,omitempty"`
}

func trendOf(t *maturity.Trend) *trendItem {
	if t == nil {
		return nil
	}
	item := &trendItem{Verdict: string(t.Verdict), ChiSquared: t.ChiSquared, Reason: t.Reason}
	if t.Verdict != maturity.TrendUnknown {
		item.First, item.Last = (*pathItem)(&t.First), (*pathItem)(&t.Last)
	}
	return item
}

func (i *trendItem) trend() *maturity.Trend {
	if i == nil {
		return nil
	}
	t := &maturity.Trend{Verdict: maturity.TrendVerdict(i.Verdict), ChiSquared: i.ChiSquared, Reason: i.Reason}
	if i.First != nil && i.Last != nil {
		t.First, t.Last = maturity.PathPoint(*i.First), maturity.PathPoint(*i.Last)
	}
	return t
}
