package board

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"waymark/internal/collection"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// ChangeKind says what sort of thing changed.
type ChangeKind string

// The kinds of change, in the order pages list them.
const (
	ChangeStatus     ChangeKind = "status"     // a target's verdict
	ChangeValue      ChangeKind = "value"      // a figure moved by more than the measure's tolerance
	ChangeRestated   ChangeKind = "restated"   // the same figure, known both times, has another value
	ChangeReturn     ChangeKind = "return"     // figures came in, or returns are overdue
	ChangeMilestone  ChangeKind = "milestone"  // a dated result of the roadmap was reached, moved or is late
	ChangeDefinition ChangeKind = "definition" // what is measured, or who belongs to whom, is another
)

var changeKindWords = map[ChangeKind]string{ChangeStatus: "Verdict", ChangeValue: "Figure", ChangeRestated: "Figure restated",
	ChangeReturn: "Returns", ChangeMilestone: "Milestone", ChangeDefinition: "Definition or boundary"}

// Words is the kind as pages print it.
func (k ChangeKind) Words() string { return changeKindWords[k] }

// ChangeKinds lists the kinds in the order pages list them.
func ChangeKinds() []ChangeKind {
	return []ChangeKind{ChangeStatus, ChangeValue, ChangeRestated, ChangeReturn, ChangeMilestone, ChangeDefinition}
}

// WhyKind says what sort of reason a change has; "" where it has none of these.
type WhyKind string

// The reasons.
const (
	WhyCorrection WhyKind = "correction"
	WhyNewData    WhyKind = "new data"
	WhyDefinition WhyKind = "definition"
)

// Change is one thing that is different from what was known at the earlier time.
type Change struct {
	Kind         ChangeKind
	Organisation maturity.Organisation
	Measure      string          // id; "" where it concerns none
	Target       string          // id; "" where it concerns none
	Status       maturity.Status // of a target whose verdict changed, as it is now
	Title        string          // of what changed
	Then, Now    string          // words with their size; never empty
	Why          string          // a sentence
	WhyKind      WhyKind
	Better       *bool // nil where the measure says neither, or nothing better or worse can be said
	// Address leads to where the figure of now comes from, or to what changed; ThenAddress, with the earlier as-at time
	// added, to where that of then came from. "" where there is none. Both are without an as-at time.
	Address, ThenAddress string
}

// Direction is whether the change is for the better, in a word; "neither" where that is not said.
func (c Change) Direction() string {
	switch {
	case c.Better == nil:
		return "neither"
	case *c.Better:
		return "better"
	}
	return "worse"
}

// Changes is what changed between two times, with a sentence that says how much.
type Changes struct {
	Since        Since
	Sentence     string
	Rows         []Change
	Illustrative bool // a figure that a row speaks of was invented
}

// Heading is the sentence with the earlier time: "7 things changed since the meeting of 12 June 2018: 4 better, 3 worse".
func (c Changes) Heading() string {
	if len(c.Rows) == 0 {
		return c.Sentence
	}
	return strings.Replace(c.Sentence, " changed", " changed since "+c.Since.Words, 1)
}

// ChangeReader compares what was known at two times. A page makes each call once, whatever the number of organisations.
type ChangeReader interface {
	RestatedFigures(ctx context.Context, organisations []maturity.OrganisationID, then, now time.Time) ([]maturity.Restated, error)
	ArrivedReturns(ctx context.Context, organisations []maturity.OrganisationID, then, now time.Time) ([]maturity.Arrived, error)
}

// Standing says of how many returns of a period how many are in and late, for the collections that ask for measures.
type Standing interface {
	Basis(ctx context.Context, subject maturity.Organisation, measures []string, p period.Period, asAt time.Time) (collection.Counts, error)
}

// RoadmapChanges knows what changed in the roadmap of organisations between two times.
type RoadmapChanges interface {
	MilestoneChanges(ctx context.Context, organisations []maturity.OrganisationID, then, now time.Time) ([]Change, error)
}

// changeReaders are what Changes asks besides the results; each may be nil, and nothing is said of it then.
type changeReaders struct {
	figures  ChangeReader
	standing Standing
	roadmap  RoadmapChanges
}

// WithChanges joins what compares two times; standing and roadmap may be nil.
func (b *Builder) WithChanges(figures ChangeReader, standing Standing, roadmap RoadmapChanges) *Builder {
	b.changes = changeReaders{figures, standing, roadmap}
	return b
}

// Changes lists what changed between q.Since.At and q.AsAt for the subject and its members, what is worse first. docs/boards.md states the
// rules. It makes a fixed number of reads. A Since that is zero, or not before AsAt, gives no rows and says so.
func (b *Builder) Changes(ctx context.Context, q Query) (Changes, error) {
	out := Changes{Since: q.Since}
	if q.Since.At.IsZero() || !q.Since.At.Before(q.AsAt) {
		out.Sentence = noMeeting
		return out, nil
	}
	c, err := b.readChanging(ctx, q)
	if err != nil {
		return out, err
	}
	rows, err := b.changesBetween(ctx, c)
	if err != nil {
		return out, err
	}
	out.Illustrative = len(rows) > 0 && b.inventedIn(c)
	order := ChangeKinds()
	slices.SortStableFunc(rows, func(x, y Change) int {
		return cmp.Or(worseFirst(x)-worseFirst(y), slices.Index(order, x.Kind)-slices.Index(order, y.Kind), ownFirst(x, q)-ownFirst(y, q))
	})
	out.Rows, out.Sentence = rows, changesSentence(q.Since, rows)
	return out, nil
}

func ownFirst(c Change, q Query) int {
	if c.Organisation.ID == q.Subject.ID {
		return 0
	}
	return 1
}

func worseFirst(c Change) int {
	return map[string]int{"worse": 0, "better": 1, "neither": 2}[c.Direction()]
}

// changing is what the comparisons share.
type changing struct {
	q        Query
	who      []maturity.Organisation // the subject first
	then     snapshot
	now      snapshot
	restated []maturity.Restated
	arrived  []maturity.Arrived
}

// readChanging reads what is compared.
func (b *Builder) readChanging(ctx context.Context, q Query) (*changing, error) {
	c := &changing{q: q, who: changedBodies(q)}
	ids := idsOf(c.who)
	then, err := b.reader.Summaries(ctx, ids, nil, q.Since.At)
	if err != nil {
		return nil, err
	}
	now, err := b.reader.Summaries(ctx, ids, nil, q.AsAt)
	if err != nil {
		return nil, err
	}
	c.then, c.now = snapshotOf(then), snapshotOf(now)
	return c, b.readChangedFigures(ctx, c, ids)
}

func (b *Builder) changesBetween(ctx context.Context, c *changing) ([]Change, error) {
	rows := append(b.statusChanges(c), b.valueChanges(c)...)
	rows = append(append(rows, b.restatedChanges(c)...), b.arrivedChanges(c)...)
	late, err := b.overdueChanges(ctx, c)
	if err != nil {
		return nil, err
	}
	rows = append(append(rows, late...), b.definitionChanges(c)...)
	rows = append(rows, boundaryChanges(c)...)
	if b.changes.roadmap != nil {
		milestones, err := b.changes.roadmap.MilestoneChanges(ctx, idsOf(c.who), c.q.Since.At, c.q.AsAt)
		if err != nil {
			return nil, err
		}
		rows = append(rows, milestones...)
	}
	return rows, nil
}

func (b *Builder) readChangedFigures(ctx context.Context, c *changing, ids []maturity.OrganisationID) (err error) {
	if b.changes.figures == nil {
		return nil
	}
	if c.restated, err = b.changes.figures.RestatedFigures(ctx, ids, c.q.Since.At, c.q.AsAt); err != nil {
		return err
	}
	c.arrived, err = b.changes.figures.ArrivedReturns(ctx, ids, c.q.Since.At, c.q.AsAt)
	return err
}

// changedBodies are the subject and its direct members; of a nation, only the nation: its members are everybody.
func changedBodies(q Query) []maturity.Organisation {
	out := []maturity.Organisation{q.Subject}
	if q.Subject.Kind == maturity.KindNation {
		return out
	}
	for _, o := range q.Directory.Members(q.Subject.ID, q.MembersDay()) {
		if o.ID != q.Subject.ID {
			out = append(out, o)
		}
	}
	return out
}

// inventedIn reports whether a figure that is compared was invented for the demonstration.
func (b *Builder) inventedIn(c *changing) bool {
	for _, snap := range []snapshot{c.then, c.now} {
		for _, t := range snap {
			if t.Latest != nil && (t.Latest.Illustrative || b.invented(t.Latest.Source)) {
				return true
			}
		}
	}
	return slices.ContainsFunc(c.restated, func(r maturity.Restated) bool { return b.invented(r.Source) })
}

func (b *Builder) invented(source string) bool {
	s, known := b.catalogue.Source(source)
	return known && s.Illustrative
}
