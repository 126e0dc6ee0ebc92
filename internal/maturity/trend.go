package maturity

// TrendVerdict says what the last figures of a proportion tell.
type TrendVerdict string

// The verdicts; docs/statistics.md states the rule.
const (
	TrendBetter  TrendVerdict = "better"
	TrendWorse   TrendVerdict = "worse"
	TrendUp      TrendVerdict = "up" // where neither direction is better
	TrendDown    TrendVerdict = "down"
	TrendNone    TrendVerdict = "no_change"
	TrendUnknown TrendVerdict = "cannot_tell"
)

// Words is the verdict as pages print it.
func (v TrendVerdict) Words() string {
	switch v {
	case TrendBetter:
		return "Getting better"
	case TrendWorse:
		return "Getting worse"
	case TrendUp:
		return "Going up"
	case TrendDown:
		return "Going down"
	case TrendNone:
		return "No significant change"
	}
	return "Cannot tell"
}

// Trend is the verdict over the last figures of a proportion, with what it rests on.
type Trend struct {
	Verdict    TrendVerdict
	ChiSquared float64 // for trend, positive where the figures rise; 0 where it cannot be told
	// First and Last are the figures compared; zero where it cannot be told.
	First, Last PathPoint
	Reason      string // why it cannot be told
}

// Arrow is the direction the figures went: ↑, ↓, → for no significant change, ? where it cannot be told.
func (t Trend) Arrow() string {
	switch {
	case t.Verdict == TrendUnknown:
		return "?"
	case t.Verdict == TrendNone:
		return "→"
	case t.ChiSquared > 0:
		return "↑"
	}
	return "↓"
}

// Sentence says the verdict with its sizes.
func (t Trend) Sentence(m Measure) string {
	switch t.Verdict {
	case TrendUnknown:
		return "Cannot tell whether it has changed: " + t.Reason + "."
	case TrendNone:
		return "No significant change: " + t.between(m) + ", which chance alone could make."
	}
	return t.Verdict.Words() + ": " + t.between(m) + ", more than chance would make."
}

// between is "from 57% (Q2 2017/18) to 67% (Q2 2018/19) over five figures".
func (t Trend) between(m Measure) string {
	return "from " + m.Format(t.First.Value) + " (" + t.First.Period.Short() + ") to " + m.Format(t.Last.Value) + " (" + t.Last.Period.Short() + ") over " + TrendPointsWord + " figures"
}

// TrendPoints is how many figures a trend is told from.
const TrendPoints = 5

// TrendPointsWord is TrendPoints in a sentence.
const TrendPointsWord = "five"
