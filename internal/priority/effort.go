package priority

import (
	"math"

	"waymark/internal/maturity"
)

// Quadrant is where an initiative lies when effort is set against impact.
type Quadrant string

// The quadrants; QuadrantUnknown where effort or impact is not judged.
const (
	QuadrantQuick   Quadrant = "quick"   // little effort, much impact
	QuadrantMajor   Quadrant = "major"   // more effort, much impact
	QuadrantMinor   Quadrant = "minor"   // little effort, less impact
	QuadrantDoubt   Quadrant = "doubt"   // more effort, less impact
	QuadrantUnknown Quadrant = "unknown" // not judged
)

var quadrantWords = map[Quadrant]string{
	QuadrantQuick: "Much impact for little effort", QuadrantMajor: "Much impact for more effort",
	QuadrantMinor: "Less impact for little effort", QuadrantDoubt: "Less impact for more effort", QuadrantUnknown: "Not judged",
}

// Words is the quadrant as pages print it.
func (q Quadrant) Words() string { return quadrantWords[q] }

// Quadrants lists them in the order of pages.
func Quadrants() []Quadrant {
	return []Quadrant{QuadrantQuick, QuadrantMajor, QuadrantMinor, QuadrantDoubt, QuadrantUnknown}
}

// Effort and impact are judged from 1 to 5. Much impact is 4 or 5, little effort 1 or 2, after rounding: the same cells that
// the picture of effort against impact marks.
const (
	littleEffort = 2
	muchImpact   = 4
)

// QuadrantOf tells where an initiative lies.
func QuadrantOf(i maturity.Initiative) Quadrant {
	if i.Effort == nil || i.Impact == nil {
		return QuadrantUnknown
	}
	switch much, worth := math.Round(*i.Effort) > littleEffort, math.Round(*i.Impact) >= muchImpact; {
	case worth && !much:
		return QuadrantQuick
	case worth:
		return QuadrantMajor
	case !much:
		return QuadrantMinor
	}
	return QuadrantDoubt
}
