package chart

import (
	"cmp"
	"fmt"
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// KindWaves is the Figure.Kind of Waves.
const KindWaves = "waves"

// WaveStep is one wave of a roll-out.
type WaveStep struct {
	Title       string
	Sites       *int // nil: not stated
	Approximate bool
	Remainder   bool // all sites that no other wave has
	Start, End  *maturity.LooseDate
	Live        string // what was reported of it: "12 on 1 November 2018"; "" for nothing
	Note        string
}

// WaveLive is how many sites of the whole roll-out were live on a day, as reported.
type WaveLive struct {
	Day   period.Day
	Sites int
}

// WavesInput is what a roll-out against its plan is drawn from.
type WavesInput struct {
	Title        string // headline; "" makes one from the numbers by fixed rules
	Of           string // what is rolled out
	Unit         string // "practices"; "" is "sites"
	Total        int    // of all sites; 0: not known
	Waves        []WaveStep
	Live         []WaveLive
	Today        period.Day
	AsAt         string
	SourceWords  string
	Illustrative bool
}

// Waves draws each wave as a box, as wide as the days it may take and as high as its sites, standing on those before, and
// what was reported live as a line. An error means a number that cannot be drawn. Without a wave that has a date and a
// number, and without a report, there is no picture.
func Waves(in WavesInput) (Figure, error) {
	for _, w := range in.Waves {
		if w.Sites != nil && (*w.Sites < 0 || *w.Sites > 1e7) {
			return Figure{}, fmt.Errorf("waves: %d sites cannot be drawn", *w.Sites)
		}
	}
	for _, l := range in.Live {
		if l.Sites < 0 || l.Sites > 1e7 || l.Day == 0 {
			return Figure{}, fmt.Errorf("waves: %d sites on day %d cannot be drawn", l.Sites, l.Day)
		}
	}
	f := Figure{
		Kind: KindWaves, Title: in.headline(), Subtitle: in.subtitle(), Reading: in.reading(), Table: in.table(),
		Notes: plainNotes(in.Illustrative, in.leftToWords()), Source: plain(in.SourceWords), AsAt: plain(in.AsAt), Width: widePaper.width,
	}
	if len(in.stairs()) == 0 && len(in.Live) == 0 {
		return f, nil
	}
	return f.drawn(in.draw)
}

func (in WavesInput) unit() string { return orElse(plain(in.Unit), "sites") }

// sites of a wave, where they are known: those of the remainder follow from the total.
func (in WavesInput) sites(w WaveStep) (n int, known bool) {
	if w.Sites != nil {
		return *w.Sites, true
	}
	if !w.Remainder || in.Total == 0 {
		return 0, false
	}
	rest := in.Total
	for _, other := range in.Waves {
		if other.Sites != nil {
			rest -= *other.Sites
		} else if !other.Remainder {
			return 0, false
		}
	}
	return max(0, rest), true
}

// stair is a wave with its place: from so many sites up to so many, some time between two days.
type stair struct {
	WaveStep
	number       int // in the order of the input, from 1
	below, above int
	from, to     period.Day
}

// stairs are the waves with a date and a number, by their last day.
func (in WavesInput) stairs() []stair {
	var out []stair
	for i, w := range in.Waves {
		from, to, dated := barOf(w.Start, w.End)
		if n, known := in.sites(w); known && dated {
			out = append(out, stair{WaveStep: w, number: i + 1, above: n, from: from, to: to})
		}
	}
	slices.SortStableFunc(out, func(a, b stair) int { return cmp.Compare(a.to, b.to) })
	at := 0
	for i := range out {
		out[i].below, out[i].above = at, at+out[i].above
		at = out[i].above
	}
	return out
}

func (in WavesInput) planned(by period.Day) int {
	n := 0
	for _, s := range in.stairs() {
		if s.to <= by {
			n = s.above
		}
	}
	return n
}

// last is the newest report.
func (in WavesInput) last() (l WaveLive, ok bool) {
	for _, r := range in.Live {
		if r.Day >= l.Day {
			l, ok = r, true
		}
	}
	return l, ok
}

// Stands is how many sites were reported live last, and how many were planned to be by then; told is false where nothing was
// reported.
func (in WavesInput) Stands() (live, planned int, told bool) {
	last, told := in.last()
	if !told {
		return 0, 0, false
	}
	return last.Sites, in.planned(last.Day), true
}

// Headline says how the roll-out stands: "49 sites live by 28 September 2018; the plan was 55".
func (in WavesInput) Headline() string { return in.headline() }

func (in WavesInput) headline() string {
	last, reported := in.last()
	stairs := in.stairs()
	switch {
	case in.Title != "":
		return plain(in.Title)
	case len(in.Waves) == 0:
		return "No waves are planned"
	case reported && in.planned(last.Day) > 0:
		return fmt.Sprintf("%s %s live by %s; the plan was %s", whole(last.Sites), in.unit(), last.Day.Long(), whole(in.planned(last.Day)))
	case reported:
		return fmt.Sprintf("%s %s live by %s", whole(last.Sites), in.unit(), last.Day.Long())
	case len(stairs) > 0:
		end := stairs[len(stairs)-1]
		does := "be live"
		if _, _, ends := window(end.End); !ends {
			does = "have begun"
		}
		return fmt.Sprintf("%s %s are planned to %s by %s; none is reported live", whole(end.above), in.unit(), does, end.to.Long())
	}
	return fmt.Sprintf("%s, none with both a date and a number", counted(len(in.Waves), "wave", "waves"))
}

func (in WavesInput) subtitle() string {
	text := upperFirst(in.unit()) + " live, planned in " + counted(len(in.Waves), "wave", "waves")
	if of := plain(in.Of); of != "" {
		text = isolate(of) + ": " + maturity.LowerFirst(text)
	}
	return text + "."
}

func (in WavesInput) reading() string {
	if len(in.Waves) == 0 && len(in.Live) == 0 {
		return "There is no wave to show."
	}
	parts := []string{counted(len(in.Waves), "wave is", "waves are") + " planned"}
	if s := in.stairs(); len(s) > 0 {
		parts = append(parts, fmt.Sprintf("%s a date and a number, together %s %s", counted(len(s), "has", "have"), whole(s[len(s)-1].above), in.unit()))
	}
	if last, ok := in.last(); ok {
		parts = append(parts, fmt.Sprintf("%s live on %s", whole(last.Sites), last.Day.Long()))
	} else {
		parts = append(parts, "nothing was reported live")
	}
	return upperFirst(sentence(parts...))
}

// siteCell is the number of a wave as it is known: "about 20", "the rest, 34", "not stated".
func (in WavesInput) siteCell(w WaveStep) string {
	n, known := in.sites(w)
	switch {
	case known && w.Remainder && w.Sites == nil:
		return "the rest, " + whole(n)
	case known && w.Approximate:
		return "about " + whole(n)
	case known:
		return whole(n)
	case w.Remainder:
		return "the rest, not stated"
	}
	return "not stated"
}

func (in WavesInput) table() Table {
	t := Table{Caption: "Waves as planned, and what was reported live", Columns: []Column{{"Number", true}, {"Wave", false}, {upperFirst(in.unit()), true}, {"Start", false}, {"End", false}, {"Then live, as planned", true}, {"Reported live", false}, {"Note", false}}}
	together := map[int]int{}
	for _, s := range in.stairs() {
		together[s.number] = s.above
	}
	for i, w := range in.Waves {
		cells := []string{whole(i + 1), orElse(plain(w.Title), "Unnamed"), in.siteCell(w), dateCell(w.Start), dateCell(w.End), "not known", orElse(plain(w.Live), "no report"), orElse(plain(w.Note), "none")}
		if n, known := together[i+1]; known {
			cells[5] = whole(n)
		}
		t.Rows = append(t.Rows, Row{Cells: cells})
	}
	for _, l := range in.Live {
		t.Rows = append(t.Rows, Row{Cells: []string{"report", "All waves", whole(l.Sites), l.Day.Long(), l.Day.Long(), "not known", whole(l.Sites) + " on " + l.Day.Long(), "none"}})
	}
	if in.Total > 0 {
		t.Rows = append(t.Rows, Row{Cells: []string{"all", "All " + in.unit(), whole(in.Total), "no date", "no date", "not known", "no report", "none"}})
	}
	return t
}

// leftToWords says which waves the picture cannot hold.
func (in WavesInput) leftToWords() []string {
	var out []string
	if slices.ContainsFunc(in.stairs(), func(s stair) bool { _, _, ends := window(s.End); return !ends }) {
		out = append(out, "A wave without an end stands where it begins.")
	}
	n := len(in.Waves) - len(in.stairs())
	if n == 0 {
		return out
	}
	return append(out, counted(n, "wave has no date or no number and stands", "waves have no date or no number and stand")+" in the table only.")
}
