package chart

// Spot is where a row's bar or a milestone's mark stands in the wide picture of a timeline, in pixels of the picture.
type Spot struct {
	ID         string // of the row or the milestone
	X0, X1, Y  float64
	Milestone  bool
	Row, Among int // index of the row, and of the milestone in it
}

// Spots is where things stand in a picture of this size, so that a page can lay something over it. Bars come before the
// marks that lie on them.
type Spots struct {
	Width, Height int
	Day           float64 // pixels of a day
	All           []Spot
}

// spotHigh is the height of every spot: less than that of a row, so that none lies on another's.
const spotHigh = 20.0

// Top, High and Wide are the spot as a box.
func (s Spot) Top() float64  { return s.Y - spotHigh/2 }
func (s Spot) High() float64 { return spotHigh }
func (s Spot) Wide() float64 { return s.X1 - s.X0 }

// spotRoom is the least width of a spot, for a finger or a shaking hand.
const spotRoom = 24.0

// Spots places the bars with an id and the open milestones with one; those that the picture does not show are left out.
func (in GanttInput) Spots() Spots {
	if len(in.Rows) == 0 {
		return Spots{}
	}
	f := in.figure()
	f.paper = widePaper
	g := in.layOut(f)
	out := Spots{Width: g.lay.frame.width, Height: g.lay.frame.height, Day: (g.lay.frame.right - g.lay.frame.left) / float64(g.lay.to-g.lay.from+1)}
	var marks []Spot
	for i, r := range g.rows {
		y := g.lay.y(g.line[i])
		if from, to, known := barOf(r.Start, r.End); known && r.ID != "" && (g.lay.shows(from) || g.lay.shows(to)) {
			out.All = append(out.All, Spot{ID: r.ID, X0: g.lay.x(from), X1: max(g.lay.x(to+1), g.lay.x(from)+spotRoom), Y: y, Row: i})
		}
		for j, m := range r.Milestones {
			if _, to, known := window(m.Date); known && m.ID != "" && m.State.Open() && g.lay.shows(to) {
				marks = append(marks, Spot{ID: m.ID, X0: g.lay.x(to) - spotRoom/2, X1: g.lay.x(to) + spotRoom/2, Y: y, Milestone: true, Row: i, Among: j})
			}
		}
	}
	out.All = append(out.All, marks...)
	return out
}
