package chart

// Colour is one meaning that is drawn, everywhere in the same colour. Line is used for lines, edges and marks and has a
// contrast of at least 3:1 with white; Text is used for its label and has at least 4.5:1. A test computes both.
type Colour struct {
	Meaning string
	Line    string
	Text    string
}

// The meanings. Pictures stand on white only, and no meaning rests on its colour: dashes, marks and a direct label
// repeat it.
var (
	Observed  = Colour{"values that were reported", "#12436D", "#12436D"}
	Projected = Colour{"projection", "#2073BC", "#1D68AA"}
	Planned   = Colour{"plan that an organisation submitted", "#F46A25", "#B0420A"}
	Required  = Colour{"required path from baseline to target", "#28A197", "#1B6F68"}
	TargetOf  = Colour{"target", "#801650", "#801650"}
	National  = Colour{"national average", "#3D3D3D", "#3D3D3D"}
	Focus     = Colour{"the organisation that the page is about", "#12436D", "#12436D"}
	Other     = Colour{"other organisations", "#6F777B", "#3D3D3D"}
	Ink       = Colour{"headings and names", "#212B32", "#212B32"}
	Limit     = Colour{"limits of the usual variation", "#4C6272", "#4C6272"}
	Quiet     = Colour{"axis labels, notes, dates", "#4C6272", "#4C6272"}

	InTime   = Colour{"returns that came in time", "#12436D", "#12436D"}
	CameLate = Colour{"returns that came late", "#D4550B", "#B0420A"}
	StillOut = Colour{"returns that are missing", "#4C6272", "#4C6272"}

	PlanComplete = Colour{"what is in use or done", "#12436D", "#12436D"}
	PlanFirm     = Colour{"what is under way or agreed", "#12436D", "#12436D"}
	PlanWanted   = Colour{"what is wanted and not yet agreed", "#4C6272", "#4C6272"}
	PlanLate     = Colour{"a milestone that is late", "#B0420A", "#B0420A"}
	ThisDay      = Colour{"today", "#801650", "#801650"}

	Improvement  = Colour{"a figure that is a sign of improvement", "#1D70B8", "#1D68AA"}
	Worsening    = Colour{"a figure that is a sign of a change for the worse", "#D4550B", "#B0420A"}
	SpecialCause = Colour{"a figure beyond the usual variation where neither direction is better", "#54319F", "#54319F"}
)

// Colours lists every meaning, for the test and for the page that explains the pictures.
func Colours() []Colour {
	return []Colour{Observed, Projected, Planned, Required, TargetOf, National, Focus, Other, Ink, Quiet, Limit, Improvement, Worsening, SpecialCause, InTime, CameLate, StillOut, PlanComplete, PlanFirm, PlanWanted, PlanLate, ThisDay}
}

// Fills of areas. They carry no meaning alone: an edge in a meaning's Line colour or a label always goes with them.
const (
	white     = "#FFFFFF"
	gridLine  = "#D8DDE0"
	otherFill = "#BFBFBF"
	thinFill  = "#868E94" // of columns too thin for an edge
	band50    = "#A9CDEB"
	band80    = "#CDE2F3"
	band95    = "#E7F1F9"
)
