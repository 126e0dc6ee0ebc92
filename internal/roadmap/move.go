package roadmap

import (
	"context"
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/schedule"
)

// Slot is a date of an item that can be moved.
type Slot struct {
	Name  string // start, end, date, go-live
	Words string
	Date  *maturity.LooseDate // nil: none yet
}

// MoveRequest moves an item: all its dates, and its open parts with it, by Days; or the date of Slot to To.
type MoveRequest struct {
	Item   string
	Slot   string
	To     *maturity.LooseDate // nil: by Days
	Days   int
	Follow bool // what is pushed moves, too
}

// DateMove is one date that a move changes.
type DateMove struct {
	Item, Slot string
	Then, Now  *maturity.LooseDate
}

// MoveEffect is what a move does to an item.
type MoveEffect struct {
	schedule.Effect
	Title, What, Initiative string
	Through                 string     // title of what pushes it; "" for what is moved itself
	Dates                   []DateMove // own dates that move, or would have to
	Measures                []string   // that it is to move
	Targets                 []maturity.Target
}

// MovePreview is everything that a move affects.
type MovePreview struct {
	Request MoveRequest
	Moves   []DateMove   // that saving writes
	Effects []MoveEffect // the moved item first
	Broken  []Broken     // dates that contradict afterwards and did not before
	Mended  int          // contradictions that are gone afterwards
	Pushed  int          // items with dates of their own that follow, or would have to
	Derived int          // items without dates of their own whose expected days change
}

// Broken is a contradiction between a date and what it waits for.
type Broken struct {
	schedule.Violation
	Item, Title, NeedsTitle string
}

// Slots lists the dates of an item; none where it has none that can be moved.
func (p *Plan) Slots(id string) (out []Slot) {
	r := p.Roadmap
	for _, s := range slotsOf(&r, id) {
		out = append(out, Slot{s.name, s.words, *s.date})
	}
	return out
}

// slot is a date within a roadmap.
type slot struct {
	name, words string
	date        **maturity.LooseDate
}

// slotsOf finds the dates of an item. What is done has none: it keeps its day.
func slotsOf(r *maturity.Roadmap, id string) []slot {
	if id == "" {
		return nil
	}
	span := func(start, end **maturity.LooseDate) []slot {
		return []slot{{"start", "Start", start}, {"end", "End", end}}
	}
	for i := range r.Initiatives {
		in := &r.Initiatives[i]
		if in.ID == id {
			return span(&in.Start, &in.End)
		}
		for j := range in.Phases {
			if in.Phases[j].ID == id {
				return span(&in.Phases[j].Start, &in.Phases[j].End)
			}
		}
		for j := range in.Waves {
			if in.Waves[j].ID == id {
				return span(&in.Waves[j].Start, &in.Waves[j].End)
			}
		}
		for j := range in.Gates {
			if in.Gates[j].ID == id {
				return []slot{{"date", "Date", &in.Gates[j].Date}}
			}
		}
		for j := range in.Milestones {
			if in.Milestones[j].ID == id {
				return []slot{{"date", "Date", &in.Milestones[j].Date}}
			}
		}
	}
	for i := range r.Deployments {
		if r.Deployments[i].ID == id {
			return []slot{{"go-live", "Go-live", &r.Deployments[i].GoLive}}
		}
	}
	for i := range r.Registers {
		for j := range r.Registers[i].Entries {
			if r.Registers[i].Entries[j].ID == id {
				return []slot{{"date", "Date", &r.Registers[i].Entries[j].Date}}
			}
		}
	}
	return nil
}

// PreviewMove works out what a move affects. Nothing is kept.
func (p *Plan) PreviewMove(m MoveRequest) (MovePreview, error) {
	preview := MovePreview{Request: m}
	at, known := p.Network.Index[m.Item]
	if !known {
		return preview, maturity.Errorf(maturity.NotFound, "This roadmap has no item %q whose date could be moved.", m.Item)
	}
	if node := p.Network.Nodes[at]; node.Done || node.Dropped {
		return preview, maturity.Errorf(maturity.Invalid, "“%s” is done or dropped, and keeps its date.", node.Title)
	}
	asked, err := p.movesAsked(m)
	if err != nil {
		return preview, err
	}
	moves, after := p.followed(asked)
	own := len(asked)
	preview.Moves = moves
	if !m.Follow {
		preview.Moves = asked
		after = p.with(asked)
	}
	p.effects(&preview, moves, own)
	p.broken(&preview, after)
	return preview, nil
}

// movesAsked are the date moves that somebody asked for, without what follows.
func (p *Plan) movesAsked(m MoveRequest) (out []DateMove, err error) {
	r := p.Roadmap
	if m.To != nil {
		for _, s := range slotsOf(&r, m.Item) {
			if s.name != m.Slot {
				continue
			}
			if *s.date != nil && (*s.date).SameDate(*m.To) {
				return nil, maturity.Errorf(maturity.Invalid, "That is the date it has already.")
			}
			if err := p.inOrder(m); err != nil {
				return nil, err
			}
			return []DateMove{{m.Item, s.name, *s.date, m.To}}, nil
		}
		return nil, maturity.Errorf(maturity.Invalid, "Choose which date is to be moved.")
	}
	if m.Days == 0 {
		return nil, maturity.Errorf(maturity.Invalid, "Say by how many days it moves.")
	}
	for _, shift := range p.Network.Shift(m.Item, m.Days) {
		for _, s := range slotsOf(&r, shift.Item) {
			if *s.date != nil && !(*s.date).Undated() {
				if now := (*s.date).Slipped(m.Days); !now.SameDate(**s.date) {
					out = append(out, DateMove{shift.Item, s.name, *s.date, &now})
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b DateMove) int { return boolFirst(a.Item == m.Item, b.Item == m.Item) })
	if len(out) == 0 {
		err = maturity.Errorf(maturity.Invalid, "It has no date so exact that %s would move it. Give a new date.", inDays(m.Days))
	}
	return out, err
}

// inOrder refuses an end before the start and a start after the end.
func (p *Plan) inOrder(m MoveRequest) error {
	var start, end *maturity.LooseDate
	for _, s := range p.Slots(m.Item) {
		date := s.Date
		if s.Name == m.Slot {
			date = m.To
		}
		switch s.Name {
		case "start":
			start = date
		case "end":
			end = date
		}
	}
	if start != nil && end != nil && end.Latest != 0 && start.Earliest > end.Latest {
		return maturity.Errorf(maturity.Invalid, "It would begin (%s) after it is finished (%s).", start.Words(), end.Words())
	}
	return nil
}

// rounds bounds how often what follows is worked out again: a looser date may move further than it had to.
const rounds = 50

// followed adds to moves those of everything that has to follow.
func (p *Plan) followed(asked []DateMove) ([]DateMove, *schedule.Network) {
	moves := slices.Clone(asked)
	moved := map[string]bool{}
	for _, m := range asked {
		moved[m.Item] = true
	}
	var after *schedule.Network
	for range rounds {
		after = p.with(moves)
		more := false
		for _, e := range p.Network.Changed(after) {
			if !e.Own || moved[e.ID] {
				continue
			}
			more = p.push(&moves, e) || more
		}
		if !more {
			break
		}
	}
	return moves, after
}

// push moves the own dates of an item as far as they must be; false where they are there already.
func (p *Plan) push(moves *[]DateMove, e schedule.Effect) (more bool) {
	r := p.Roadmap
	for _, s := range slotsOf(&r, e.ID) {
		days := e.PushEnd
		if s.name == "start" {
			days = e.PushStart
		}
		if days == 0 || *s.date == nil {
			continue
		}
		at := slices.IndexFunc(*moves, func(m DateMove) bool { return m.Item == e.ID && m.Slot == s.name })
		date := *s.date
		if at >= 0 {
			date = (*moves)[at].Now
		}
		now := date.Later(days)
		if now.SameDate(*date) {
			continue
		}
		more = true
		if at >= 0 {
			(*moves)[at].Now = &now
		} else {
			*moves = append(*moves, DateMove{e.ID, s.name, *s.date, &now})
		}
	}
	return more
}

// with is the network after date moves.
func (p *Plan) with(moves []DateMove) *schedule.Network {
	byItem := map[string][]DateMove{}
	var items []string
	for _, m := range moves {
		if byItem[m.Item] == nil {
			items = append(items, m.Item)
		}
		byItem[m.Item] = append(byItem[m.Item], m)
	}
	list := make([]schedule.Move, 0, len(items))
	for _, id := range items {
		var dates []*maturity.LooseDate
		for _, s := range p.Slots(id) {
			date := s.Date
			for _, m := range byItem[id] {
				if m.Slot == s.Name {
					date = m.Now
				}
			}
			dates = append(dates, date)
		}
		move := schedule.Move{Item: id}
		switch len(dates) {
		case 1:
			move.Dates = schedule.Point(dates[0])
		case 2:
			move.Dates = schedule.Span(dates[0], dates[1])
		}
		list = append(list, move)
	}
	return p.Network.With(list...)
}

// MoveDates writes date moves into a roadmap. It is maturity.Conflict where a date is not what it was.
func MoveDates(r *maturity.Roadmap, moves []DateMove) error {
	for _, m := range moves {
		found := false
		for _, s := range slotsOf(r, m.Item) {
			if s.name != m.Slot {
				continue
			}
			if maturity.CompareDates(*s.date, m.Then) != 0 {
				return maturity.Errorf(maturity.Conflict, "A date of %q was changed meanwhile.", m.Item)
			}
			now := *m.Now
			*s.date, found = &now, true
		}
		if !found {
			return maturity.Errorf(maturity.Conflict, "The roadmap has no %q any more.", m.Item)
		}
	}
	return nil
}

// Move keeps a move, with what follows where the request says so. It needs a reason.
func (d *Desk) Move(ctx context.Context, who Who, plan *Plan, m MoveRequest, reason string) (maturity.RoadmapChange, error) {
	preview, err := plan.PreviewMove(m)
	if err != nil {
		return maturity.RoadmapChange{}, err
	}
	if reason == "" {
		return maturity.RoadmapChange{}, maturity.Errorf(maturity.Invalid, "Say why the date moves: others will read it beside the new date.")
	}
	return d.Save(ctx, who, plan.ID, plan.Version, maturity.ChangeByMove, reason, func(r *maturity.Roadmap) error { return MoveDates(r, preview.Moves) })
}
