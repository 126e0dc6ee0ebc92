package board

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"waymark/internal/collection"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// restatedChanges are the figures that were known both times with another value.
func (b *Builder) restatedChanges(c *changing) (rows []Change) {
	for _, r := range c.restated {
		m, known := b.catalogue.Measure(r.Measure)
		o, member := organisationIn(c.who, r.Organisation)
		if !known || !member {
			continue
		}
		row := Change{Kind: ChangeRestated, Organisation: o, Measure: m.ID, Title: rowTitle(m), WhyKind: WhyCorrection,
			Then: stateWords(m, r.ThenState, r.Then) + " (" + r.Period.Short() + ")", Now: stateWords(m, r.NowState, r.Now),
			Why:     "The figure was corrected: " + b.sourceTitle(r.Source) + ".",
			Address: whereFromAddress(o, m, r.Period), ThenAddress: whereFromAddress(o, m, r.Period)}
		if !math.IsNaN(r.Then) && !math.IsNaN(r.Now) {
			row.Better = betterValue(m, r.Then, r.Now)
			row.Now += movedWords(m, r.Then, r.Now)
		}
		if more := r.Periods - 1; more > 0 {
			row.Why = fmt.Sprintf("This and %s were corrected: %s.", maturity.Count(more, "earlier figure", "earlier figures"), b.sourceTitle(r.Source))
		}
		rows = append(rows, row)
	}
	return rows
}

// stateWords is the value, or the state where it has none. Of a pair with a suppressed figure neither value is there.
func stateWords(m maturity.Measure, s maturity.State, value float64) string {
	if s != maturity.Suppressed && math.IsNaN(value) && s == maturity.Reported {
		return "a figure"
	}
	return PointWords(m, maturity.PathPoint{State: s, Value: value, HasValue: !math.IsNaN(value)})
}

func (b *Builder) sourceTitle(id string) string {
	if s, known := b.catalogue.Source(id); known {
		return s.Title
	}
	return id
}

func organisationIn(list []maturity.Organisation, id maturity.OrganisationID) (maturity.Organisation, bool) {
	i := slices.IndexFunc(list, func(o maturity.Organisation) bool { return o.ID == id })
	if i < 0 {
		return maturity.Organisation{}, false
	}
	return list[i], true
}

// arrivedChanges say for each period from how many organisations figures came in.
func (b *Builder) arrivedChanges(c *changing) (rows []Change) {
	for _, a := range c.arrived {
		row := Change{Kind: ChangeReturn, Organisation: c.q.Subject, Title: "Figures for " + a.Period.Label(), WhyKind: WhyNewData,
			Then: fromHowMany(a.Then), Now: fromHowMany(a.Now), Address: "/organisations/" + c.q.Subject.Code,
			Why: fmt.Sprintf("%s in: %s.", maturity.Count(a.Figures, "new figure came", "new figures came"), b.sourceTitle(a.Source))}
		if a.Figures < 0 {
			row.Why, row.WhyKind = fmt.Sprintf("%s withdrawn: %s.", maturity.Count(-a.Figures, "figure was", "figures were"), b.sourceTitle(a.Source)), WhyCorrection
		}
		rows = append(rows, row)
	}
	return rows
}

func fromHowMany(n int) string {
	if n == 0 {
		return "none"
	}
	return "from " + organisations(n)
}

// overdueChanges compare how many returns of the newest period with figures were late or missing.
func (b *Builder) overdueChanges(ctx context.Context, c *changing) ([]Change, error) {
	newest, measures := c.newest()
	if b.changes.standing == nil || newest.IsZero() {
		return nil, nil
	}
	var late [2]int
	var expected collection.Counts
	for i, at := range []time.Time{c.q.Since.At, c.q.AsAt} {
		n, err := b.changes.standing.Basis(ctx, c.q.Subject, measures, newest, at)
		if err != nil {
			return nil, err
		}
		late[i], expected = n.Late+n.Missing, n
	}
	if expected.Expected == 0 || late[0] == late[1] {
		return nil, nil
	}
	better := late[1] < late[0]
	return []Change{{Kind: ChangeReturn, Organisation: c.q.Subject, Title: "Returns overdue for " + newest.Label(), Then: overdueWords(late[0]), Now: overdueWords(late[1]),
		Why: strings.TrimSpace(expected.Sentence()), Better: &better, Address: "/data/returns"}}, nil
}

func overdueWords(n int) string {
	if n == 0 {
		return "none"
	}
	return maturity.Count(n, "return", "returns")
}

// newest is the newest period of which a figure is known now, and the measures of all series.
func (c *changing) newest() (newest period.Period, measures []string) {
	for key, t := range c.now {
		measures = append(measures, key.measure)
		if t.Latest != nil && (newest.IsZero() || period.Compare(t.Latest.Period, newest) > 0) {
			newest = t.Latest.Period
		}
	}
	slices.Sort(measures)
	return newest, slices.Compact(measures)
}

// definitionChanges are the measures that are defined otherwise now, by the hash that results carry or by the change log
// of the definition, and the breaks that fell in between. A break of a definition is in its change log.
func (b *Builder) definitionChanges(c *changing) (rows []Change) {
	seen := map[string]bool{}
	b.each(c, func(o maturity.Organisation, m maturity.Measure, then, now maturity.Trajectory) {
		for _, br := range now.Breaks {
			key := fmt.Sprint(o.ID, br.Kind, br.Day)
			if br.Kind == maturity.BreakMarked {
				key += m.ID
			}
			if br.Kind != maturity.BreakDefinition && c.between(br.Day) && !seen[key] {
				seen[key] = true
				rows = append(rows, breakChange(o, m, br))
			}
		}
		if seen[m.ID] {
			return
		}
		logged := b.loggedChange(c, m)
		if logged == "" && (then.Definition == "" || now.Definition == "" || then.Definition == now.Definition) {
			return
		}
		seen[m.ID] = true
		row := Change{Kind: ChangeDefinition, Organisation: c.q.Subject, Measure: m.ID, Title: rowTitle(m), WhyKind: WhyDefinition, Then: "as it was defined",
			Now: "defined otherwise", Why: "The definition of the measure or of its target was changed.", Address: measureAddress(m, c.q.Subject)}
		if logged != "" {
			row.Why = logged
		}
		rows = append(rows, row)
	})
	return rows
}

// between reports whether a day lies after the earlier day and not after the later.
func (c *changing) between(day period.Day) bool { return day > c.q.Since.Day && day <= c.q.Today }

// loggedChange is what the measure's change log says of the days in between; "" for nothing.
func (b *Builder) loggedChange(c *changing, m maturity.Measure) string {
	var said []string
	for _, entry := range m.Changes {
		t, err := time.Parse(time.DateOnly, entry.Date)
		if err != nil || !c.between(period.DayOf(t)) {
			continue
		}
		text := period.DayOf(t).Long() + ": " + strings.TrimRight(entry.Text, ".") + "."
		if entry.Break {
			text += " Figures before and after are not comparable."
		}
		said = append(said, text)
	}
	return strings.Join(said, " ")
}

func breakChange(o maturity.Organisation, m maturity.Measure, br maturity.Break) Change {
	row := Change{Kind: ChangeDefinition, Organisation: o, Title: o.Name, WhyKind: WhyDefinition, Then: "on its own", Now: "merged on " + br.Day.Long(),
		Why: sentenceOf(br.Words()), Address: "/organisations/" + o.Code}
	if br.Kind == maturity.BreakMarked {
		row.Measure, row.Title, row.Then, row.Now, row.Address = m.ID, rowTitle(m), "one series", "a break from "+br.Day.Long()+" on", measureAddress(m, o)
	}
	return row
}

// boundaryChanges are the organisations that joined or left in between. Where the page shows the boundaries of one day at
// both times there are none.
func boundaryChanges(c *changing) (rows []Change) {
	if c.q.Boundaries != 0 || c.q.Subject.Kind == maturity.KindNation {
		return nil
	}
	joined, left := Moved(c.q.Directory, c.q.Subject.ID, c.q.Since.Day, c.q.Today)
	for _, o := range joined {
		rows = append(rows, Change{Kind: ChangeDefinition, Organisation: o, Title: o.Name, WhyKind: WhyDefinition, Then: "outside " + c.q.Subject.Name,
			Now: "a member", Why: "It joined after " + c.q.Since.Day.Long() + ".", Address: "/organisations/" + o.Code})
	}
	for _, o := range left {
		why := "It left after " + c.q.Since.Day.Long() + "."
		if o.Closed != nil && c.between(*o.Closed) {
			why = "It closed on " + o.Closed.Long() + "."
		}
		rows = append(rows, Change{Kind: ChangeDefinition, Organisation: o, Title: o.Name, WhyKind: WhyDefinition, Then: "a member",
			Now: "outside " + c.q.Subject.Name, Why: why, Address: "/organisations/" + o.Code})
	}
	return rows
}

// Moved lists the direct members of a body that it has on a day and not on an earlier one, and the other way round.
func Moved(d Directory, of maturity.OrganisationID, earlier, later period.Day) (joined, left []maturity.Organisation) {
	then, now := d.Members(of, earlier), d.Members(of, later)
	for _, o := range now {
		if _, there := organisationIn(then, o.ID); !there {
			joined = append(joined, o)
		}
	}
	for _, o := range then {
		if _, there := organisationIn(now, o.ID); !there {
			left = append(left, o)
		}
	}
	return joined, left
}
