package page

import (
	"math"

	"waymark/internal/maturity"
	"waymark/internal/schedule"
	"waymark/internal/whatif"
)

// answerView is what an answer looks like on a page: the targets that the scenario touches, and the dates that move.
type answerView struct {
	*whatif.Answer
	Shell   Shell
	Rows    []outlookRow
	More    int // targets not shown
	ShowAll string
	Moved   []movedRow
	Unmoved int // dates not shown
}

// The rows that stand before "show all".
const (
	fewTargets = 25
	fewDates   = 60
)

// outlookRow is one target in words and numbers.
type outlookRow struct {
	whatif.Cell
	Address                 string // of the measure's page
	Figures, Plan, Scenario outlookCell
	Change                  string // "13 points less likely"
	Falls, Rises            bool   // across even odds
}

// outlookCell is a chance in words with its number.
type outlookCell struct {
	Words   string
	Percent string // "34%"; "" where the words say it, or nothing is known
	Status  maturity.Status
	Range   string // forecast with its likely range
}

// movedRow is one date that is another.
type movedRow struct {
	whatif.DateChange
	Title, Address   string
	From, To, Change string
	Why              string
}

func newAnswerView(shell Shell, a *whatif.Answer, all bool) answerView {
	v := answerView{Answer: a, Shell: shell}
	for _, c := range a.Cells {
		if !c.Plan.Known() {
			continue
		}
		if len(v.Rows) >= fewTargets && !all && !c.Changes() || len(v.Rows) >= 4*fewTargets && !all {
			v.More++
			continue
		}
		v.Rows = append(v.Rows, outlookRow{Cell: c, Address: shell.Link(measureAddress(c.Measure.ID, c.Organisation.Code)), Figures: outlookWords(c, c.Figures), Plan: outlookWords(c, c.Plan), Scenario: outlookWords(c, c.Scenario),
			Change: changeWords(c.Change()), Falls: c.Plan.Chance >= whatif.EvenOdds && c.Scenario.Chance < whatif.EvenOdds, Rises: c.Plan.Chance < whatif.EvenOdds && c.Scenario.Chance >= whatif.EvenOdds})
	}
	for _, d := range a.Dates {
		if len(v.Moved) >= fewDates && !all {
			v.Unmoved++
			continue
		}
		v.Moved = append(v.Moved, newMovedRow(shell, a, d))
	}
	return v
}

func outlookWords(c whatif.Cell, o whatif.Outlook) outlookCell {
	cell := outlookCell{Words: maturity.Chance(o.Chance), Status: o.Status}
	if !o.Known() {
		return cell
	}
	if percent := percentWords(o.Chance); cell.Words != "about "+percent && o.Chance >= 0.05 && o.Chance <= 0.95 {
		cell.Percent = percent
	}
	m := c.Measure
	cell.Range = m.FormatEstimate(o.Median) + " (" + m.FormatEstimate(o.Low) + " to " + m.FormatEstimate(o.High) + ")"
	return cell
}

func percentWords(p float64) string { return maturity.Number(p*100, 0) + "%" }

// changeWords is how much a chance moves, in points of a hundred.
func changeWords(change float64) string {
	points := math.Round(math.Abs(change) * 100)
	switch {
	case change == 0:
		return "no change"
	case points == 0 && change < 0:
		return "a little less likely"
	case points == 0:
		return "a little more likely"
	case change < 0:
		return countWords(int(points), "point", "points") + " less likely"
	}
	return countWords(int(points), "point", "points") + " more likely"
}

func newMovedRow(shell Shell, a *whatif.Answer, d whatif.DateChange) movedRow {
	r := movedRow{DateChange: d, Title: whatif.ItemTitle(a.Plan, d.Item), From: "not known", To: "not known", Change: "not known", Why: "a step of the scenario"}
	if d.Added {
		r.Title, r.From = d.Title, "not in the plan"
	}
	if d.From != 0 {
		r.From = d.From.Long()
	}
	if d.To != 0 {
		r.To = d.To.Long()
	}
	switch {
	case d.Dropped:
		r.To, r.Change = "dropped", "dropped"
	case d.Added:
		r.Change = "added"
	case d.Days > 0:
		r.Change = whatif.SpanWords(d.Days) + " later"
	case d.Days < 0:
		r.Change = whatif.SpanWords(-d.Days) + " earlier"
	}
	if !d.Step && !d.Dropped {
		r.Why = "follows from its parts"
		if d.Through != "" {
			r.Why = "waits for " + whatif.ItemTitle(a.Plan, d.Through)
		}
	}
	if d.Initiative != "" && a.Plan.Initiative(d.Initiative) != nil {
		r.Address = shell.Link(roadmapAddress(a.Plan.ID) + "/initiatives/" + d.Initiative)
	}
	return r
}

var kindWords = map[schedule.Kind]string{schedule.KindInitiative: "initiative", schedule.KindPhase: "phase", schedule.KindGate: "stage gate", schedule.KindWave: "wave", schedule.KindMilestone: "milestone",
	schedule.KindDeployment: "go-live", schedule.KindEntry: "entry"}

// Sort says what kind of item it is.
func (r movedRow) Sort() string { return kindWords[r.Kind] }

// EffectSentence is a ramp in words: "+5 points (likely 2 to 9) from 3 months after go-live over 6 months".
func EffectSentence(e maturity.Effect, m maturity.Measure) string {
	text := signedPoints(m, e.Gain)
	switch {
	case e.Known():
		text += " (likely range " + signedPoints(m, e.Low) + " to " + signedPoints(m, e.High) + ")"
	default:
		text += " (range not known)"
	}
	if m.Title != "" {
		text += " in " + maturity.LowerFirst(m.Title)
	}
	if e.Delay > 0 {
		text += ", beginning " + countWords(e.Delay, "month", "months") + " after go-live"
	}
	if e.Months > 0 {
		text += ", over " + countWords(e.Months, "month", "months")
	} else {
		text += ", at once"
	}
	return text
}

func signedPoints(m maturity.Measure, v float64) string {
	if v != math.Trunc(v) {
		m.Decimals = max(m.Decimals, 1)
	}
	if v < 0 {
		return "−" + m.FormatPoints(v)
	}
	return "+" + m.FormatPoints(v)
}
