package roadmap

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// DifferenceKind groups what differs between two states of a roadmap.
type DifferenceKind string

// The kinds of differences, in the order of pages.
const (
	DifferenceDate     DifferenceKind = "dates"
	DifferenceState    DifferenceKind = "state" // of milestones and gates, and what owners reported
	DifferenceStatus   DifferenceKind = "status"
	DifferenceStage    DifferenceKind = "stage"
	DifferenceBand     DifferenceKind = "band"
	DifferenceProgress DifferenceKind = "progress"
	DifferenceLinks    DifferenceKind = "links"
	DifferenceAdded    DifferenceKind = "added"
	DifferenceRemoved  DifferenceKind = "removed"
	DifferenceOther    DifferenceKind = "other"
)

var differenceWords = map[DifferenceKind]string{DifferenceDate: "Dates", DifferenceState: "Milestones and reports", DifferenceStatus: "Status", DifferenceStage: "Stage", DifferenceBand: "Priority band",
	DifferenceProgress: "Progress", DifferenceLinks: "Dependencies", DifferenceAdded: "Added", DifferenceRemoved: "Removed", DifferenceOther: "Other"}

// Words heads a table of such differences.
func (k DifferenceKind) Words() string { return differenceWords[k] }

// DifferenceKinds lists the kinds in the order of pages.
func DifferenceKinds() []DifferenceKind {
	return []DifferenceKind{DifferenceDate, DifferenceState, DifferenceStatus, DifferenceStage, DifferenceBand, DifferenceProgress, DifferenceLinks, DifferenceAdded, DifferenceRemoved, DifferenceOther}
}

// Difference is one thing that is not as it was.
type Difference struct {
	Kind       DifferenceKind
	What       string // "initiative", "milestone", "deployment", "gap", ...
	ID         string // "" where the item has none
	Title      string
	Initiative string // id of the initiative it belongs to; "" for none
	Field      string // "start", "go-live", "status", ...; "" where the whole item came or went
	Then, Now  string // in words; "" for nothing
	// Of dates.
	ThenDate, NowDate *maturity.LooseDate
	Days              int  // how much later the last day is; negative: earlier
	DaysKnown         bool // false: one of them has no such day
	Reached           bool // a milestone that is done now and was not
}

// Comparison is what differs between two states of a roadmap.
type Comparison struct {
	From, To    time.Time // when the two states were made
	Differences []Difference
}

// Compare tells what is different in b: in the order of the kinds, the longest slip first among dates.
func Compare(a, b *Plan) Comparison {
	c := Comparison{From: a.At, To: b.At, Differences: differencesOf(&a.Roadmap, &b.Roadmap)}
	return c
}

// differencesOf compares two roadmaps item by item and field by field.
func differencesOf(a, b *maturity.Roadmap) (out []Difference) {
	then := map[string]*told{}
	var order []*told
	eachTold(a, func(t told) {
		order = append(order, &t)
		then[t.key()] = &t
	})
	now := map[string]bool{}
	eachTold(b, func(t told) {
		now[t.key()] = true
		old, there := then[t.key()]
		if !there {
			out = append(out, t.whole(DifferenceAdded))
			return
		}
		out = append(out, t.since(old)...)
	})
	for _, t := range order {
		if !now[t.key()] {
			out = append(out, t.whole(DifferenceRemoved))
		}
	}
	rank := map[DifferenceKind]int{}
	for i, k := range DifferenceKinds() {
		rank[k] = i
	}
	slices.SortStableFunc(out, func(x, y Difference) int {
		if r := cmp.Compare(rank[x.Kind], rank[y.Kind]); r != 0 {
			return r
		}
		if x.DaysKnown != y.DaysKnown {
			return boolFirst(x.DaysKnown, y.DaysKnown)
		}
		return cmp.Compare(y.Days, x.Days)
	})
	return out
}

func boolFirst(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// told is an item of a roadmap as fields in words.
type told struct {
	what, id, title, initiative string
	fields                      []statement
}

// statement is one statement about an item.
type statement struct {
	name  string
	kind  DifferenceKind
	words string
	list  []string // instead of words, where it is a list
	date  *maturity.LooseDate
	dated bool // it is a date, maybe none
	done  bool // a state that says that the item is reached
}

func (t told) key() string { return t.what + "\x00" + t.initiative + "\x00" + cmp.Or(t.id, t.title) }

func (t told) whole(kind DifferenceKind) Difference {
	d := Difference{Kind: kind, What: t.what, ID: t.id, Title: t.title, Initiative: t.initiative}
	for _, f := range t.fields {
		if f.dated && f.date != nil && d.ThenDate == nil && d.NowDate == nil {
			if kind == DifferenceAdded {
				d.NowDate, d.Now = f.date, dateWords(f.date)
			} else {
				d.ThenDate, d.Then = f.date, dateWords(f.date)
			}
		}
	}
	return d
}

// since lists the fields that are not as they were.
func (t told) since(old *told) (out []Difference) {
	before := map[string]statement{}
	for _, f := range old.fields {
		before[f.name] = f
	}
	base := Difference{What: t.what, ID: t.id, Title: t.title, Initiative: t.initiative}
	if old.title != t.title && t.id != "" {
		d := base
		d.Kind, d.Field, d.Then, d.Now = DifferenceOther, "title", old.title, t.title
		out = append(out, d)
	}
	for _, f := range t.fields {
		d, was := base, before[f.name]
		d.Kind, d.Field = f.kind, f.name
		switch {
		case f.dated:
			if !d.dates(was.date, f.date) {
				continue
			}
		case f.list != nil || was.list != nil:
			if slices.Equal(was.list, f.list) {
				continue
			}
			if d.Then, d.Now = strings.Join(without(was.list, f.list), "; "), strings.Join(without(f.list, was.list), "; "); d.Then == "" && d.Now == "" {
				d.Then, d.Now = strings.Join(was.list, "; "), strings.Join(f.list, "; ")
			}
		case was.words == f.words:
			continue
		default:
			d.Then, d.Now, d.Reached = was.words, f.words, f.done && !was.done
		}
		out = append(out, d)
	}
	return out
}

// dates says how a date moved; false where it means the same as before.
func (d *Difference) dates(then, now *maturity.LooseDate) bool {
	if then == nil && now == nil || then != nil && now != nil && then.SameDate(*now) {
		return false
	}
	d.ThenDate, d.NowDate, d.Then, d.Now = then, now, dateWords(then), dateWords(now)
	if then == nil || now == nil {
		return true
	}
	if day, was := lastDay(*now), lastDay(*then); day != 0 && was != 0 && then.Open() == now.Open() {
		d.Days, d.DaysKnown = int(day-was), true
	}
	return true
}

// lastDay is the day by which dates are compared: the last, or of an open one the first.
func lastDay(d maturity.LooseDate) period.Day {
	if d.Latest != 0 {
		return d.Latest
	}
	return d.Earliest
}

func dateWords(d *maturity.LooseDate) string {
	if d == nil {
		return "no date"
	}
	return d.Words()
}

// Finer says how the precision of a date changed, in words; "" where it did not.
func (d Difference) Finer() string {
	if d.ThenDate == nil || d.NowDate == nil || d.ThenDate.Precision == d.NowDate.Precision {
		return ""
	}
	width := func(l *maturity.LooseDate) int {
		if l.Earliest == 0 || l.Latest == 0 {
			return 1 << 20
		}
		return int(l.Latest - l.Earliest)
	}
	switch then, now := width(d.ThenDate), width(d.NowDate); {
	case now < then:
		return "more exact than before"
	case now > then:
		return "less exact than before"
	}
	return ""
}

// Of lists the differences of a kind.
func (c Comparison) Of(kind DifferenceKind) (out []Difference) {
	for _, d := range c.Differences {
		if d.Kind == kind {
			out = append(out, d)
		}
	}
	return out
}

func without(list, other []string) (out []string) {
	for _, s := range list {
		if !slices.Contains(other, s) {
			out = append(out, s)
		}
	}
	return out
}
