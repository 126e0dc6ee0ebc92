package schedule

import (
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// plan is what is known of a node before anything follows from it.
type plan struct {
	Dates
	days      int
	daysKnown bool
	settled   bool // done or dropped: its dates stay whatever it waited for
	free      bool // nothing needs to wait for it although it has no date
	months    int  // a milestone so many months after the start of from
	from      int
}

// builder collects nodes, parts and links.
type builder struct {
	*Network
	parts    [][2]int // part, whole
	soft     [][2]int // part, whole, by a link: it may run in circles
	consider [][2]int
}

// Of works out the network of a roadmap. Links to what is not there are left out; the order of the roadmap's lists does
// not matter to what follows.
func Of(r *maturity.Roadmap) *Network {
	size := len(r.Initiatives) + len(r.Deployments)
	for i := range r.Initiatives {
		in := &r.Initiatives[i]
		size += len(in.Phases) + len(in.Gates) + len(in.Waves) + len(in.Milestones)
	}
	b := builder{Network: &Network{Index: make(map[string]int, size), Nodes: make([]Node, 0, size), plan: make([]plan, 0, size)}}
	for i := range r.Initiatives {
		b.initiative(&r.Initiatives[i])
	}
	for i := range r.Deployments {
		b.deployment(&r.Deployments[i])
	}
	b.entries(r)
	for i := range r.Initiatives {
		b.links(&r.Initiatives[i])
	}
	b.connect()
	b.solve()
	return b.Network
}

func (b *builder) add(n Node, p plan) int {
	at := len(b.Nodes)
	if n.ID != "" {
		if _, twice := b.Index[n.ID]; !twice {
			b.Index[n.ID] = at
		}
	}
	p.settled = n.Done || n.Dropped
	p.free = p.settled && (n.Dropped || p.End == 0)
	if n.Dropped {
		p.Dates = Dates{}
	}
	p.from = -1
	n.Dates = p.Dates
	b.Nodes, b.plan = append(b.Nodes, n), append(b.plan, p)
	return at
}

func (b *builder) initiative(in *maturity.Initiative) {
	own := b.add(Node{ID: in.ID, Kind: KindInitiative, Initiative: in.ID, Title: in.Title, Done: in.Status == maturity.InitiativeComplete}, span(in.Start, in.End, in.Days))
	part := func(n Node, p plan) {
		n.Initiative = in.ID
		b.parts = append(b.parts, [2]int{b.add(n, p), own})
	}
	for i := range in.Phases {
		f := &in.Phases[i]
		part(Node{ID: f.ID, Kind: KindPhase, Title: f.Title, Done: f.Status == maturity.InitiativeComplete}, span(f.Start, f.End, f.Days))
	}
	for i := range in.Gates {
		g := &in.Gates[i]
		part(Node{ID: g.ID, Kind: KindGate, Title: g.Stage, Done: g.State == maturity.MilestoneDone, Dropped: g.State == maturity.MilestoneDropped}, point(g.Date))
	}
	for i := range in.Waves {
		w := &in.Waves[i]
		part(Node{ID: w.ID, Kind: KindWave, Title: w.Title}, span(w.Start, w.End, 0))
	}
	for i := range in.Milestones {
		m := &in.Milestones[i]
		p := point(m.Date)
		if m.Done != nil {
			p.Dates = on(*m.Done)
		}
		part(Node{ID: m.ID, Kind: KindMilestone, Title: m.Title, Done: m.State == maturity.MilestoneDone, Dropped: m.State == maturity.MilestoneDropped}, p)
	}
}

func (b *builder) deployment(d *maturity.Deployment) {
	p := point(d.GoLive)
	if d.Live != nil {
		p.Dates = on(*d.Live)
	}
	initiative, known := b.Index[d.Initiative]
	n := Node{ID: d.ID, Kind: KindDeployment, Initiative: d.Initiative, Title: d.Title, Done: d.Live != nil || d.Status == maturity.InitiativeComplete}
	if n.Title == "" && known {
		n.Title = b.Nodes[initiative].Title
	}
	at := b.add(n, p)
	if known {
		b.parts = append(b.parts, [2]int{at, initiative})
	}
	if wave, ok := b.Index[d.Wave]; ok && d.Wave != "" && b.Nodes[wave].Kind == KindWave {
		b.parts = append(b.parts, [2]int{at, wave})
	}
}

// entries adds the lines of registers that a link or a milestone counts from: the others have no part in the order.
func (b *builder) entries(r *maturity.Roadmap) {
	if len(r.Registers) == 0 {
		return
	}
	named := map[string]bool{}
	for i := range r.Initiatives {
		for _, l := range r.Initiatives[i].Links {
			named[l.To] = true
		}
		for _, m := range r.Initiatives[i].Milestones {
			named[m.From] = true
		}
	}
	for i := range r.Registers {
		for j := range r.Registers[i].Entries {
			e := &r.Registers[i].Entries[j]
			if _, there := b.Index[e.ID]; e.ID != "" && named[e.ID] && !there {
				b.add(Node{ID: e.ID, Kind: KindEntry, Title: e.Title}, point(e.Date))
			}
		}
	}
}

func (b *builder) links(in *maturity.Initiative) {
	for _, l := range in.Links {
		from := l.From
		if from == "" {
			from = in.ID
		}
		waits, ok := b.Index[from]
		other, there := b.Index[l.To]
		if !ok || !there {
			continue
		}
		switch l.Kind {
		case maturity.LinkPrerequisite:
			b.Links = append(b.Links, Link{From: other, To: waits, Lag: max(l.Lag, 0)})
		case maturity.LinkConsider:
			b.consider = append(b.consider, [2]int{waits, other})
		case maturity.LinkPartOf:
			b.soft = append(b.soft, [2]int{waits, other})
		}
	}
	for i := range in.Milestones {
		m := &in.Milestones[i]
		from, there := b.Index[m.From]
		at, own := b.Index[m.ID]
		if there && own && m.From != "" && m.ID != "" && m.WithinMonths > 0 && !b.plan[at].Given() && !b.plan[at].settled {
			b.plan[at].months, b.plan[at].from = m.WithinMonths, from
		}
	}
}

// Span is the dates of something that takes time; nil is no date.
func Span(start, end *maturity.LooseDate) Dates { return span(start, end, 0).Dates }

// Point is the dates of something that happens on a day.
func Point(d *maturity.LooseDate) Dates { return point(d).Dates }

// span is the plan of something that takes time.
func span(start, end *maturity.LooseDate, days int) plan {
	var p plan
	if start != nil {
		p.Start, p.StartBy = start.Earliest, start.Latest
	}
	if end != nil {
		p.EndFrom, p.End = end.Earliest, end.Latest
	}
	switch {
	case p.begins() != 0 && p.End != 0:
		p.days, p.daysKnown = max(0, int(p.End-p.begins())), true
	case days > 0:
		p.days, p.daysKnown = days, true
	}
	return p
}

// point is the plan of something that happens on a day.
func point(d *maturity.LooseDate) plan {
	p := plan{daysKnown: true}
	if d != nil {
		p.Dates = Dates{Start: d.Earliest, StartBy: d.Latest, EndFrom: d.Earliest, End: d.Latest}
	}
	return p
}

func on(day period.Day) Dates { return Dates{Start: day, StartBy: day, EndFrom: day, End: day} }

// begins is the day on which a start is expected: the last it says, or the first where it is open-ended.
func (p plan) begins() period.Day {
	if p.StartBy != 0 {
		return p.StartBy
	}
	return p.Start
}

// leastDays is the shortest time between the dates.
func (p plan) leastDays() int {
	if p.StartBy != 0 && p.EndFrom != 0 {
		return max(0, min(p.days, int(p.EndFrom-p.StartBy)))
	}
	return p.days
}
