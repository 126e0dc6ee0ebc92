package chart

import (
	"fmt"
	"slices"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// KindSlip is the Figure.Kind of Slip.
const KindSlip = "slip"

// SlipRow is one dated thing at two times.
type SlipRow struct {
	Label string
	Group string              // "" for none
	Then  *maturity.LooseDate // nil: it had no date, or was not there
	Now   *maturity.LooseDate
	Days  int    // later; negative for earlier
	Note  string // "added", "not in the plan any more"; "" for none
}

// SlipInput is what milestones at two times are drawn from.
type SlipInput struct {
	Title        string // headline; "" makes one from the numbers by fixed rules
	Then, Now    string // "12 June 2018", "15 November 2018"
	Rows         []SlipRow
	Today        period.Day
	AsAt         string
	SourceWords  string
	Illustrative bool
}

// Slip draws where each milestone was and where it is: a ring and a mark, with the days between in words. What has a
// date at one time only is named and not compared. Without a dated row there is no picture.
func Slip(in SlipInput) (Figure, error) {
	f := Figure{
		Kind: KindSlip, Title: in.headline(), Subtitle: fmt.Sprintf("Dates as known on %s and on %s. Looser dates are compared by their last day.", in.then(), in.now()), Reading: in.reading(), Table: in.table(),
		Notes: plainNotes(in.Illustrative, nil), Source: plain(in.SourceWords), AsAt: plain(in.AsAt), Width: widePaper.width,
	}
	if !slices.ContainsFunc(in.Rows, func(r SlipRow) bool { return r.known(r.Then) || r.known(r.Now) }) {
		return f, nil
	}
	return f.drawn(in.draw)
}

func (in SlipInput) then() string { return orElse(plain(in.Then), "then") }
func (in SlipInput) now() string  { return orElse(plain(in.Now), "now") }

func (SlipRow) known(d *maturity.LooseDate) bool {
	_, _, known := window(d)
	return known
}

func (r SlipRow) both() bool { return r.known(r.Then) && r.known(r.Now) }

func (r SlipRow) label() string { return orElse(plain(r.Label), "Unnamed") }

// words are the size of the slip: "92 days later".
func (r SlipRow) words() string {
	switch {
	case !r.both() && plain(r.Note) != "":
		return plain(r.Note)
	case !r.both():
		return "not compared"
	case r.Days > 0:
		return counted(r.Days, "day", "days") + " later"
	case r.Days < 0:
		return counted(-r.Days, "day", "days") + " earlier"
	}
	return "the same"
}

func (in SlipInput) count() (later, earlier, same, longest int) {
	for _, r := range in.Rows {
		switch {
		case !r.both():
		case r.Days > 0:
			later++
			longest = max(longest, r.Days)
		case r.Days < 0:
			earlier++
		default:
			same++
		}
	}
	return later, earlier, same, longest
}

func (in SlipInput) headline() string {
	later, earlier, same, longest := in.count()
	n := later + earlier + same
	switch {
	case in.Title != "":
		return plain(in.Title)
	case n == 0:
		return "No date can be compared"
	case later > 0:
		return fmt.Sprintf("%d of %s later than before, by up to %s", later, counted(n, "date is", "dates are"), counted(longest, "day", "days"))
	}
	return fmt.Sprintf("None of %s later than before", counted(n, "date is", "dates is"))
}

func (in SlipInput) reading() string {
	later, earlier, same, longest := in.count()
	n := later + earlier + same
	if n == 0 {
		return "There is no item with a date at both times."
	}
	text := fmt.Sprintf("of %s with a date at both times %d later, %d earlier and %d the same", counted(n, "item", "items"), later, earlier, same)
	var worst string
	if longest > 0 {
		for _, r := range in.Rows {
			if r.both() && r.Days == longest {
				worst = fmt.Sprintf("the longest slip is %s, of %s", counted(longest, "day", "days"), nameOf(maturity.Organisation{Name: r.label()}))
				break
			}
		}
	}
	return upperFirst(sentence(text, worst))
}

func (in SlipInput) table() Table {
	t := Table{Caption: "Dates then and now", Columns: []Column{{"Item", false}}}
	grouped := slices.ContainsFunc(in.Rows, func(r SlipRow) bool { return plain(r.Group) != "" })
	noted := slices.ContainsFunc(in.Rows, func(r SlipRow) bool { return plain(r.Note) != "" })
	if grouped {
		t.Columns = append(t.Columns, Column{"Under", false})
	}
	t.Columns = append(t.Columns, Column{"As known on " + in.then(), false}, Column{"As known on " + in.now(), false}, Column{"Moved", false})
	if noted {
		t.Columns = append(t.Columns, Column{"Note", false})
	}
	for _, r := range in.Rows {
		cells := []string{r.label()}
		if grouped {
			cells = append(cells, orElse(plain(r.Group), "not grouped"))
		}
		cells = append(cells, dateCell(r.Then), dateCell(r.Now), r.words())
		if noted {
			cells = append(cells, orElse(plain(r.Note), "none"))
		}
		t.Rows = append(t.Rows, Row{Cells: cells})
	}
	return t
}

var (
	slipThen    = stroke{id: "then", colour: Other.Line, mark: "circle", size: 11, hollow: true, z: 8}
	slipLater   = stroke{id: "later", colour: PlanLate.Line, mark: "triangle", size: 13, z: 10}
	slipEarlier = stroke{id: "earlier", colour: PlanFirm.Line, mark: "diamond", size: 13, z: 10}
	slipSame    = stroke{id: "same", colour: Ink.Line, mark: "circle", size: 11, z: 9}
	slipAlone   = stroke{id: "alone", colour: Ink.Line, mark: "rect", size: 9, z: 9}
	slipWay     = stroke{id: "way", colour: Other.Line, width: 2, z: 5}
)

func (r SlipRow) mark() stroke {
	switch {
	case !r.both():
		return slipAlone
	case r.Days > 0:
		return slipLater
	case r.Days < 0:
		return slipEarlier
	}
	return slipSame
}

func (in SlipInput) draw(f Figure) ([]byte, int, error) {
	groups := make([]string, len(in.Rows))
	for i, r := range in.Rows {
		groups[i] = plain(r.Group)
	}
	n := fits(f, groups, oneLane)
	shown := in.Rows[:n]
	f.key += leftOut(n, len(in.Rows))
	var lines []timeLine
	var place []int
	var days []period.Day
	for i, r := range shown {
		if groups[i] != "" && (i == 0 || groups[i-1] != groups[i]) {
			lines = append(lines, timeLine{name: groups[i], heading: true})
		}
		place = append(place, len(lines))
		lines = append(lines, timeLine{name: r.label(), value: r.words(), bold: r.both() && r.Days > 0})
		for _, d := range []*maturity.LooseDate{r.Then, r.Now} {
			if _, to, known := window(d); known {
				days = append(days, to)
			}
		}
	}
	from, to := spread(0, 0, days)
	lay := layTime(f, lines, from, to, in.Today, in.keys(shown))
	for i, r := range shown {
		y := lay.y(place[i])
		_, was, then := window(r.Then)
		_, is, now := window(r.Now)
		if then && now && was != is {
			lay.like(slipWay).path(xy{lay.x(was), y}, xy{lay.x(is), y})
		}
		if then && (!now || was != is) {
			s := lay.like(slipThen)
			s.points = append(s.points, xy{lay.x(was), y})
		}
		if now {
			s := lay.like(r.mark())
			s.points = append(s.points, xy{lay.x(is), y})
		}
		if !then && !now {
			lay.inPlot(place[i], "no date")
		}
	}
	option, err := lay.option(lay.frame)
	return option, lay.frame.height, err
}

func (in SlipInput) keys(shown []SlipRow) []key {
	var out []key
	if slices.ContainsFunc(shown, func(r SlipRow) bool { return r.known(r.Then) && r.Days != 0 || !r.known(r.Now) && r.known(r.Then) }) {
		out = append(out, key{line: slipThen, colour: Other, text: upperFirst(strings.TrimSpace("as known on " + in.then()))})
	}
	for _, k := range []struct {
		mark   stroke
		colour Colour
		words  string
	}{{slipLater, PlanLate, "Now, later"}, {slipEarlier, PlanFirm, "Now, earlier"}, {slipSame, Ink, "The same"}, {slipAlone, Ink, "Now, not compared"}} {
		if slices.ContainsFunc(shown, func(r SlipRow) bool { return r.known(r.Now) && r.mark().id == k.mark.id }) {
			out = append(out, key{line: k.mark, colour: k.colour, text: k.words})
		}
	}
	return out
}
