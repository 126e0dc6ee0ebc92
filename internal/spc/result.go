package spc

// Status tells whether a series or a part of it can be judged.
type Status uint8

// The statuses.
const (
	NoValues           Status = iota // nothing but missing values
	OneValue                         // no two neighbouring values: there is a mean, but no limits
	TooLittleVariation               // flat, or nearly: the limits would equal the mean and every other point would be special
	Charted
)

// Result is the chart of a series. Points, Groups and Unused belong to the Charter that made them.
type Result struct {
	Points  []Point // in time order
	Groups  []Group // the parts between rebases, in time order; at least one where there is a point
	Dropped int     // missing values that were left out
	// Stopped tells, with Options.KeepMissing only, that the reference package stops at these missing values with an error;
	// they were dropped instead.
	Stopped    bool
	Unused     []Rebase  // rebases that changed nothing, because no point is at (or, in a chart for a board, after) them
	Status     Status    // of the last part
	Trial      bool      // the last part has fewer than FullLimits points
	ShortGroup bool      // some part has
	Variation  Variation // of the latest point
	Assurance  Assurance // of the last part's limits against the target
}

// Point is one value on the chart.
type Point struct {
	Index   int     // in Input.Values
	At      int     // position in time
	Value   float64 // NaN: missing, only with Options.KeepMissing
	Group   int     // index into Result.Groups
	Side    int8    // 1 above the mean, -1 below it, 0 on it or unknown
	Outside bool    // strictly beyond a limit
	Close   bool    // not outside, and strictly beyond two thirds of the way to a limit
	Rule    Rule    // the first rule that makes it a special cause
	Cause   Variation
}

// Group is a part of a series with its own mean and limits. Numbers that are not defined are NaN.
type Group struct {
	Number               int // 0, or 1 where a rebase is at the first point; one more with every part
	From, To             int // its points are Result.Points[From:To]
	Mean                 float64
	AverageRange         float64 // mean of the moving ranges after screening
	Lower, Upper         float64 // limits: Mean -+ 2.66 AverageRange; not cut at the bounds of the measure
	NearLower, NearUpper float64 // two thirds of the way to them
	Status               Status
	Trial                bool    // fewer than FullLimits points
	Rebase               *Rebase // what it begins with; nil for the first part
	// Points by cause; the neutral ones are in none of the three, as in the reference.
	Common, Improvement, Concern int
	Variation                    Variation // of its last point
	Assurance                    Assurance // only of the last part
}

// Latest is the last point, or false where there is none.
func (r Result) Latest() (Point, bool) {
	if len(r.Points) == 0 {
		return Point{}, false
	}
	return r.Points[len(r.Points)-1], true
}

// Last is the last part, or false where there is no point.
func (r Result) Last() (Group, bool) {
	if len(r.Groups) == 0 {
		return Group{}, false
	}
	return r.Groups[len(r.Groups)-1], true
}
