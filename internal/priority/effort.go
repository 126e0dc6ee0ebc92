package priority

import "waymark/internal/maturity"

// Quadrant is where an initiative lies when effort is set against impact.
type Quadrant string

// The quadrants; QuadrantUnknown where effort or impact is not judged.
const (
	QuadrantQuick   Quadrant = "quick"   // little effort, much impact
	QuadrantMajor   Quadrant = "major"   // much effort, much impact
	QuadrantMinor   Quadrant = "minor"   // little effort, little impact
	QuadrantDoubt   Quadrant = "doubt"   // much effort, little impact
	QuadrantUnknown Quadrant = "unknown" // not judged
)

var quadrantWords = map[Quadrant]string{
	QuadrantQuick: "Much impact for little effort", QuadrantMajor: "Much impact for much effort",
	QuadrantMinor: "Little impact for little effort", QuadrantDoubt: "Little impact for much effort", QuadrantUnknown: "Not judged",
}

// Words is the quadrant as pages print it.
func (q Quadrant) Words() string { return quadrantWords[q] }

// Quadrants lists them in the order of pages.
func Quadrants() []Quadrant {
	return []Quadrant{QuadrantQuick, QuadrantMajor, QuadrantMinor, QuadrantDoubt, QuadrantUnknown}
}

// EffortMiddle is the middle of the scales of effort and impact, which go from 1 to 5. The middle itself counts as much
// effort, and as much impact.
const EffortMiddle = 3.0

// QuadrantOf tells where an initiative lies.
func QuadrantOf(i maturity.Initiative) Quadrant {
	if i.Effort == nil || i.Impact == nil {
		return QuadrantUnknown
	}
	switch much, worth := *i.Effort >= EffortMiddle, *i.Impact >= EffortMiddle; {
	case worth && !much:
		return QuadrantQuick
	case worth:
		return QuadrantMajor
	case !much:
		return QuadrantMinor
	}
	return QuadrantDoubt
}
