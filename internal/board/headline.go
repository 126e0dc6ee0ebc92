package board

import (
	"fmt"
	"math"
	"strings"

	"waymark/internal/chart"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// headline speaks of one target; without one, of all targets of the panel's measures; and where they have none, of the
// first measure's latest value.
func (b *Builder) headline(v *PanelView, q Query, d *data) {
	if v.Panel.Target == "" {
		b.headlineOfMany(v, q, d)
		return
	}
	var whole *maturity.Trajectory
	if t, ok := d.trajectory(q.Subject.ID, v.Measure.ID, v.Target.ID); ok {
		whole = &t
	}
	members := d.ofMembers(v.Measure.ID, v.Target.ID, v.Panel.Kinds)
	verdict := verdict(q.Subject, v.Measure, v.Target, whole, members)
	verdict.Freshness = freshness(whole, members)
	if whole != nil {
		members = append([]maturity.Trajectory{*whole}, members...)
	}
	v.Verdict = b.owningUp(verdict, members)
}

// owningUp says so where every figure behind a verdict was invented.
func (b *Builder) owningUp(v Verdict, behind []maturity.Trajectory) *Verdict {
	known := 0
	for _, t := range behind {
		if t.Latest == nil {
			continue
		}
		if known++; !t.Latest.Illustrative && !b.invented(t.Latest.Source) {
			return &v
		}
	}
	if known > 0 {
		v.Figures = strings.TrimSpace(v.Figures + " All figures behind this are illustrative: nobody reported them.")
	}
	return &v
}

func (b *Builder) headlineOfMany(v *PanelView, q Query, d *data) {
	b.targets(v, q, d)
	if len(v.Targets) > 0 {
		verdict := countVerdict(q.Subject, v.Targets)
		all := make([]maturity.Trajectory, len(v.Targets))
		for i, row := range v.Targets {
			all[i] = row.Trajectory
		}
		v.Verdict = b.owningUp(verdict, all)
		return
	}
	for _, id := range b.panelMeasures(v.Panel) {
		t, ok := d.trajectory(q.Subject.ID, id, "")
		if !ok || t.Latest == nil {
			continue
		}
		m, _ := b.catalogue.Measure(id)
		verdict := valueVerdict(m, q.Subject, t)
		v.Measure, v.Verdict, v.Empty = m, &verdict, ""
		return
	}
}

// valueVerdict is the sentence for a board without a target: the latest value and its change.
func valueVerdict(m maturity.Measure, o maturity.Organisation, t maturity.Trajectory) Verdict {
	v := Verdict{Sentence: m.Title, Status: maturity.StatusNoTarget, Freshness: rolledUp([]*maturity.RollUpNote{t.RollUp})}
	if now := chart.Now(chart.TrajectoryInput{Organisation: o, Measure: m, Trajectory: t}); now != "" {
		v.Sentence += ": " + now
	}
	v.Figures = strings.TrimSpace(strings.Join([]string{sentenceOf(m.UnitWords), sentenceOf(m.Polarity.Words()), "No target is set."}, " "))
	return v
}

func sentenceOf(words string) string {
	if words == "" {
		return ""
	}
	return strings.ToUpper(words[:1]) + words[1:] + "."
}

// countVerdict is the sentence for a board about many targets. It needs at least one.
func countVerdict(subject maturity.Organisation, rows []TargetRow) Verdict {
	by, judged := map[maturity.Status]int{}, 0
	for _, r := range rows {
		by[r.Status]++
		if _, bad := notReached[r.Status]; bad || r.Status == maturity.StatusMet || r.Status == maturity.StatusOnTrack {
			judged++
		}
	}
	miss := 0
	var how []string
	for _, s := range maturity.Statuses() {
		if words, bad := notReached[s]; bad && by[s] > 0 {
			miss += by[s]
			how = append(how, words)
		}
	}
	v, what := Verdict{Freshness: newest(rows), Status: maturity.StatusOnTrack}, "the targets"
	if judged == 1 {
		what = "the target"
	}
	switch {
	case judged == 0:
		v.Sentence, v.Status = "We cannot say yet whether the targets will be met", maturity.StatusTooLittle
		if by[maturity.StatusTooLittle] > 0 {
			v.Sentence += ": there are too few figures"
		}
	case miss == by[maturity.StatusAtRisk] && miss > 0:
		v.Status = maturity.StatusAtRisk
		v.Sentence = fmt.Sprintf("%s: %s at risk", opening(subject, v.Status, what, commonYear(rows)), ofAll(miss, judged))
	case miss > 0:
		v.Status = maturity.StatusUnlikely
		v.Sentence = fmt.Sprintf("%s: %s %s", opening(subject, v.Status, what, commonYear(rows)), ofAll(miss, judged), orList(how))
	default:
		v.Sentence = fmt.Sprintf("%s: %s met or on track", opening(subject, v.Status, what, commonYear(rows)), ofAll(judged, judged))
	}
	v.Figures = leastLikely(rows)
	if unknown := len(rows) - judged; unknown > 0 {
		v.Figures = strings.TrimSpace(v.Figures + " " + without(by[maturity.StatusTooLittle], "too few returns to judge", by[maturity.StatusNoTarget], "no date"))
	}
	return v
}

// orList is "at risk, unlikely to be met or past due".
func orList(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}

// leastLikely gives the figures of the target with the smallest chance, where one is at risk or unlikely. Self-assessed
// scores are no ranking and are left out.
func leastLikely(rows []TargetRow) string {
	worst := -1
	for i, r := range rows {
		if byChance[r.Status] && r.Status != maturity.StatusOnTrack && !r.Measure.SelfAssessed && r.Trajectory.AtDue != nil && !math.IsNaN(r.Trajectory.Probability) &&
			(worst < 0 || r.Trajectory.Probability < rows[worst].Trajectory.Probability) {
			worst = i
		}
	}
	if worst < 0 {
		return ""
	}
	r := rows[worst]
	return "Least likely: " + maturity.LowerFirst(r.Title) + ". " + figures(r.Measure, r.Target, &r.Trajectory)
}

// notReached says of the statuses that are not good how a sentence calls them.
var notReached = map[maturity.Status]string{maturity.StatusAtRisk: "at risk", maturity.StatusUnlikely: "unlikely to be met", maturity.StatusPastDue: "past due"}

// without is "2 targets have too few returns to judge, 19 have no date."
func without(few int, fewWords string, dateless int, datelessWords string) string {
	var parts []string
	if few > 0 {
		parts = append(parts, maturity.Count(few, "target has ", "targets have ")+fewWords)
	}
	if dateless > 0 && few > 0 {
		parts = append(parts, fmt.Sprintf("%d %s %s", dateless, haveHas(dateless), datelessWords))
	} else if dateless > 0 {
		parts = append(parts, maturity.Count(dateless, "target has ", "targets have ")+datelessWords)
	}
	return strings.Join(parts, ", ") + "."
}

// commonYear is " for 2020" where all dated targets fall due in the same year.
func commonYear(rows []TargetRow) string {
	year := 0
	for _, r := range rows {
		if r.Target.Due == nil {
			continue
		}
		y := r.Target.Due.Latest.Time().Year()
		if year != 0 && y != year {
			return ""
		}
		year = y
	}
	if year == 0 {
		return ""
	}
	return fmt.Sprintf(" for %d", year)
}

// ofAll is "3 of 10 targets are", "all 10 targets are" or "the target is".
func ofAll(n, of int) string {
	switch {
	case of == 1:
		return "the target is"
	case n == of:
		return fmt.Sprintf("all %d targets are", of)
	}
	return fmt.Sprintf("%d of %d targets %s", n, of, isAre(n))
}

// newest says how fresh and how complete the figures behind many targets are.
func newest(rows []TargetRow) string {
	var latest *period.Period
	notes := make([]*maturity.RollUpNote, 0, len(rows))
	seen := map[string]bool{}
	for _, r := range rows {
		if p := r.Trajectory.Latest; p != nil && (latest == nil || period.Compare(p.Period, *latest) > 0) {
			latest = &p.Period
		}
		if !seen[r.Measure.ID] {
			seen[r.Measure.ID] = true
			notes = append(notes, r.Trajectory.RollUp)
		}
	}
	if latest == nil {
		return "No return has come in yet."
	}
	in := 0
	for _, r := range rows {
		if p := r.Trajectory.Latest; p != nil && p.Period == *latest {
			in++
		}
	}
	line := "Newest figures: " + latest.Label()
	if older := len(rows) - in; older > 0 {
		line += fmt.Sprintf(", for %d of %d targets; the others are older", in, len(rows))
	}
	return strings.TrimSpace(line + ". " + rolledUp(notes))
}

// rolledUp says how many returns the newest computed values rest on: those of the newest period any of them is for. ""
// where nothing was computed from returns.
func rolledUp(notes []*maturity.RollUpNote) string {
	reporting, expected := 0, 0
	var at period.Period
	for _, n := range notes {
		if n == nil || period.Compare(n.Period, at) < 0 {
			continue
		}
		if n.Period != at {
			at, reporting, expected = n.Period, 0, 0
		}
		reporting, expected = reporting+n.Reporting, expected+n.Expected
	}
	if expected == 0 {
		return ""
	}
	returns := maturity.Count(expected, "return", "returns")
	if at.IsZero() {
		return fmt.Sprintf("Based on %d of %s expected.", reporting, returns) + missing(expected-reporting)
	}
	return fmt.Sprintf("For %s, %d of %s expected %s in.", at.Label(), reporting, returns, isAre(reporting)) + missing(expected-reporting)
}

func missing(n int) string {
	switch {
	case n <= 0:
		return ""
	case n == 1:
		return " 1 return is missing."
	}
	return fmt.Sprintf(" %d returns are missing.", n)
}

// freshness says how many returns the verdict rests on: the organisations whose latest value is for the newest period
// any of them returned.
func freshness(whole *maturity.Trajectory, members []maturity.Trajectory) string {
	var newest *maturity.PathPoint
	all := members
	if len(all) == 0 && whole != nil {
		all = []maturity.Trajectory{*whole}
	}
	for i := range all {
		if p := all[i].Latest; p != nil && (newest == nil || p.Period.End() > newest.Period.End()) {
			newest = p
		}
	}
	if newest == nil {
		return "No return has come in yet."
	}
	in := 0
	for _, t := range all {
		if t.Latest != nil && t.Latest.Period == newest.Period {
			in++
		}
	}
	line := fmt.Sprintf("Based on %d of %s for %s.", in, maturity.Count(len(all), "return", "returns"), newest.Period.Label())
	return line + missing(len(all)-in)
}
