package spc

import (
	"fmt"
	"math"
	"strings"
)

// Version names the method; it goes into the hash of everything computed from a chart.
const Version = "xmr-1"

// What the numbers of points mean.
const (
	LeastShown   = 12 // fewer values are not worth a chart on a page
	FullLimits   = 13 // fewer points in a part make its limits trial limits
	LeastFixed   = 12 // fewer points are no basis for fixed limits
	largestValue = 1e300
)

// Direction is where improvement lies.
type Direction int8

// The directions. Neutral knows no better or worse, and so no assurance.
const (
	Neutral  Direction = 0
	Increase Direction = 1
	Decrease Direction = -1
)

// Rebase starts a new part of a series with limits of its own. It is a decision of people: it needs a reason and who
// took it.
type Rebase struct {
	At          int // position in time of the first point of the new part, on the scale of Input.At
	Reason, Who string
}

// Options say how a series is judged. The zero value is a neutral series without target, screened, in one part.
type Options struct {
	Direction Direction
	Target    float64 // only with HasTarget
	HasTarget bool
	// Unscreened keeps moving ranges that are far above the others in the average. Making Data Count's spreadsheet does;
	// the reference package screens unless told otherwise.
	Unscreened bool
	FixAfter   int // mean and limits come from the first so many points of each part only; 0: from all of them
	Rebases    []Rebase
	// Reference gives the reference package's answer also where a board needs another: a rebase counts only on the day of
	// a point, and a flat series has limits equal to its mean. Without it a rebase counts from the next point on, and a
	// part with too little variation for limits says so and has no special causes.
	Reference bool
	// KeepMissing, only with Reference, lets missing values stay in as rows as long as the reference package can bear them.
	// Otherwise they are dropped and counted, and their neighbours touch.
	KeepMissing bool
}

// Input is one series.
type Input struct {
	// At is each value's position in time: days, months or any other whole number that grows with time, all different.
	// The values may come in any order. nil: the values are in time order, at 0, 1, 2, ...
	At      []int
	Values  []float64 // NaN: missing
	Options Options
}

// Refusal says in a sentence why there is no chart.
type Refusal struct{ Sentence string }

// Error is the sentence.
func (r *Refusal) Error() string { return r.Sentence }

func refuse(format string, args ...any) *Refusal { return &Refusal{fmt.Sprintf(format, args...)} }

func (in Input) check() *Refusal {
	o := in.Options
	if in.At != nil && len(in.At) != len(in.Values) {
		return refuse("There are %d values and %d positions in time; each value needs one.", len(in.Values), len(in.At))
	}
	for i, v := range in.Values {
		if math.Abs(v) > largestValue {
			return refuse("Value %d is too large to be charted.", i+1)
		}
	}
	switch {
	case o.KeepMissing && !o.Reference:
		return refuse("Missing values stay in only where the reference is followed; a chart for a board drops them.")
	case o.Direction < Decrease || o.Direction > Increase:
		return refuse("The direction of improvement is neither higher, lower nor neutral.")
	case o.HasTarget && (math.IsNaN(o.Target) || math.IsInf(o.Target, 0)):
		return refuse("The target is not a number.")
	case o.FixAfter != 0 && o.FixAfter < LeastFixed:
		return refuse("Limits cannot be fixed after %d points: at least %d are needed, because fewer do not show the usual variation.", o.FixAfter, LeastFixed)
	}
	for _, r := range o.Rebases {
		if strings.TrimSpace(r.Reason) == "" || strings.TrimSpace(r.Who) == "" {
			return refuse("Limits are set anew only for a reason that somebody stands for: a rebase needs a date, a reason and who decided it.")
		}
	}
	return nil
}
