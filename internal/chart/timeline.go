package chart

import (
	"math"
	"strconv"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

const (
	barHigh  = 12.0 // of a bar that is certain
	thinHigh = 5.0  // of one whose date is not known more exactly
	mostDays = 366 * 20
)

// timeLine is one line of a picture with things against time: a heading, or a name with words beside it.
type timeLine struct {
	name    string
	value   string
	heading bool
	bold    bool
	lanes   int // of marks, where more than one
}

// timeRows is the layout of pictures with a row for each thing against days: names and words left of the plot, or over
// each row on narrow paper. Everything is placed in pixels.
type timeRows struct {
	*pen
	frame    frame
	lines    []timeLine
	tops     []float64
	highs    []float64
	from, to period.Day
	narrow   bool
}

// window is the days that a date may be: no finer than its source says. open says that it goes on from there.
func window(d *maturity.LooseDate) (from, to period.Day, known bool) {
	if d == nil || d.Earliest == 0 && d.Latest == 0 {
		return 0, 0, false
	}
	from, to = d.Earliest, d.Latest
	if from == 0 {
		from = to
	}
	if to == 0 {
		to = from
	}
	return min(from, to), max(from, to), true
}

// openEnded reports whether a date says that something goes on without an end.
func openEnded(d *maturity.LooseDate) bool {
	if d == nil {
		return false
	}
	switch d.Precision {
	case maturity.PrecisionFromMonth, maturity.PrecisionFromMonthEnd, maturity.PrecisionFromYear:
		return true
	}
	return false
}

// dateCell is a date as a table shows it; never empty.
func dateCell(d *maturity.LooseDate) string {
	if d == nil {
		return "no date"
	}
	if _, _, known := window(d); known {
		if words := plain(d.Words()); words != "" {
			return words
		}
	}
	return orElse(plain(d.AsGiven), "no date")
}

// DateWords is a date as pages and tables show it: as loose as it is, "no date" where there is none.
func DateWords(d *maturity.LooseDate) string { return dateCell(d) }

// spread is the span of days that a picture shows: whole financial years around all days, or what was asked for.
func spread(from, to period.Day, days []period.Day) (period.Day, period.Day) {
	for _, d := range days {
		if d != 0 && (from == 0 || d < from) {
			from = d
		}
		if d != 0 && d > to {
			to = d
		}
	}
	if from == 0 || to < from {
		return 0, 0
	}
	first, last := period.Of(period.KindFinancialYear, from), period.Of(period.KindFinancialYear, to)
	from, to = first.Start, last.End()
	if to-from > mostDays {
		from = period.Of(period.KindFinancialYear, to-mostDays).Start
	}
	return from, to
}

// layTime places the lines. today is 0 for none.
func layTime(f Figure, lines []timeLine, from, to, today period.Day, keys []key) *timeRows {
	r := &timeRows{pen: newPen(), lines: lines, from: from, to: to, narrow: f.paper.narrow}
	left, names, values := r.columns(f)
	total := 0.0
	r.highs = make([]float64, len(lines))
	for i, l := range lines {
		r.highs[i] = r.wanted(l, len(lines))
		total += r.highs[i]
	}
	above := 24.0
	if today != 0 && today >= from && today <= to {
		above += 17
	}
	high := flowKeys(keys, 0, f.paper.width)
	r.frame = newFrame(f, left, 2*margin, high+8+above, math.Max(leastPlot, total), 24)
	flowKeys(keys, r.frame.top-high-above-4, f.paper.width)
	r.frame.keys = keys
	scale := math.Min(1, (r.frame.bottom-r.frame.top)/total)
	at := r.frame.top
	for i := range lines {
		r.highs[i] *= scale
		r.tops = append(r.tops, at)
		at += r.highs[i]
	}
	r.axis(today)
	r.write(f, names, values)
	return r
}

// wanted is how high a line is where there is room.
func (r *timeRows) wanted(l timeLine, lines int) float64 {
	high := 26.0
	switch {
	case l.heading:
		return 28
	case r.narrow:
		high = 44
	case lines > 30:
		high = 23
	}
	return high + float64(max(0, l.lanes-1))*17
}

// columns are the left edge of the plot and what names and words beside them take.
func (r *timeRows) columns(f Figure) (left, names, values float64) {
	if r.narrow {
		return margin, 0, 0
	}
	names = 60
	for _, l := range r.lines {
		if !l.heading {
			names = math.Max(names, TextWidth(fit(l.name, 0.33*float64(f.paper.width), smallSize, true), smallSize, true))
			values = math.Max(values, TextWidth(fit(l.value, 0.2*float64(f.paper.width), smallSize, false), smallSize, false))
		}
	}
	names = math.Ceil(names)
	return margin + names + 12 + values + 10, names, values
}

// write sets headings, names and words.
func (r *timeRows) write(f Figure, names, values float64) {
	inner := float64(f.paper.width) - 2*margin
	for i, t := range r.lines {
		name := label{x: margin, lines: []string{isolate(fit(t.name, names, smallSize, t.bold))}, size: smallSize, bold: t.bold, colour: Ink.Text, align: "left"}
		name.y = r.y(i) - name.height()/2
		if t.heading {
			name.bold, name.size, name.halo = true, textSize, r.narrow
			name.lines = []string{isolate(fit(t.name, inner, textSize, true))}
			name.y = r.tops[i] + r.highs[i] - name.height() - 2
			r.like(stroke{id: "headings", colour: Quiet.Line, width: 1, z: 2}).path(xy{margin, r.tops[i] + r.highs[i] - 0.5}, xy{float64(f.paper.width) - margin, r.tops[i] + r.highs[i] - 0.5})
			r.frame.labels = append(r.frame.labels, name)
			continue
		}
		value := label{x: r.frame.left - 10, lines: []string{fit(t.value, values, smallSize, false)}, size: smallSize, colour: Ink.Text, align: "right", y: name.y}
		if r.narrow {
			value.lines = []string{fit(t.value, 0.45*inner, smallSize, false)}
			value.x, value.y, value.halo = margin+inner, r.tops[i]+3, true
			name.y, name.halo = value.y, true
			name.lines = []string{isolate(fit(t.name, inner-value.width()-10, smallSize, t.bold))}
		}
		r.frame.labels = append(r.frame.labels, name)
		if t.value != "" {
			r.frame.labels = append(r.frame.labels, value)
		}
	}
}

// y is the middle of the line on which the marks of a row lie.
func (r *timeRows) y(i int) float64 {
	if r.narrow {
		return math.Round(r.tops[i] + 20 + (r.highs[i]-20)/2)
	}
	return math.Round(r.tops[i]+r.highs[i]/2) + 0.5
}

// x is the pixel of a day, within the plot.
func (r *timeRows) x(d period.Day) float64 {
	share := float64(d-r.from) / float64(r.to-r.from+1)
	return trim(r.frame.left + math.Max(0, math.Min(1, share))*(r.frame.right-r.frame.left))
}

func (r *timeRows) shows(d period.Day) bool { return d >= r.from && d <= r.to }

// axis draws financial years, quarters where there is room, and today.
func (r *timeRows) axis(today period.Day) {
	if r.to <= r.from {
		return
	}
	year := period.Of(period.KindFinancialYear, r.from)
	width := r.x(year.End()+1) - r.x(year.Start)
	every := max(1, int(math.Ceil(58/width)))
	years, quarters := stroke{id: "years", colour: "#AEB7BD", width: 1, z: 1}, stroke{id: "quarters", colour: gridLine, width: 1, dash: []int{1, 3}, z: 1}
	for i := 0; year.Start <= r.to; i, year = i+1, year.Next() {
		x := math.Round(r.x(year.Start)) + 0.5
		r.like(years).path(xy{x, r.frame.top}, xy{x, r.frame.bottom})
		for q := 1; q < 4 && width >= 56; q++ {
			at := math.Round(r.x(period.Of(period.KindQuarter, year.Start).Add(q).Start)) + 0.5
			r.like(quarters).path(xy{at, r.frame.top}, xy{at, r.frame.bottom})
		}
		if i%every != 0 {
			continue
		}
		l := label{x: x + width/2, y: r.frame.top - 19, lines: []string{year.Short()}, size: noteSize, colour: Quiet.Text, align: "center"}
		l.x = math.Min(l.x, float64(r.frame.width)-margin-l.width()/2)
		under := l
		under.y = r.frame.bottom + 5
		r.frame.labels = append(r.frame.labels, l, under)
	}
	x := math.Round(r.x(r.to+1)) + 0.5
	r.like(years).path(xy{x, r.frame.top}, xy{x, r.frame.bottom})
	if today == 0 || !r.shows(today) {
		return
	}
	r.like(stroke{id: "today", colour: ThisDay.Line, width: 2, z: 12}).path(xy{r.x(today), r.frame.top - 3}, xy{r.x(today), r.frame.bottom})
	l := label{lines: []string{"Today, " + today.Time().Format("2 Jan 2006")}, size: noteSize, colour: ThisDay.Text, align: "center", y: r.frame.top - 37}
	l.x = math.Max(margin+l.width()/2, math.Min(r.x(today), float64(r.frame.width)-margin-l.width()/2))
	r.frame.labels = append(r.frame.labels, l)
}

// inPlot writes quiet words at the left of a row's plot: that it has no date.
func (r *timeRows) inPlot(i int, words string) {
	l := label{x: r.frame.left + 4, lines: []string{words}, size: noteSize, colour: Quiet.Text, align: "left", halo: true}
	l.y = r.y(i) - l.height()/2
	r.frame.labels = append(r.frame.labels, l)
}

// fits is how many rows, with the headings they bring, a paper takes.
func fits(f Figure, groups []string, lanes func(int) int) int {
	budget := 40
	if f.paper.height > 0 {
		budget = 10
	}
	used := 0
	for i, g := range groups {
		if g != "" && (i == 0 || groups[i-1] != g) && f.paper.height > 0 {
			used++
		}
		if used += lanes(i); used > budget {
			return max(1, i)
		}
	}
	return len(groups)
}

func oneLane(int) int { return 1 }

// leftOut says what a picture has no room for.
func leftOut(shown, all int) string {
	if shown >= all {
		return ""
	}
	return " The picture shows the first " + strconv.Itoa(shown) + ", and " + strconv.Itoa(all-shown) + " more are in the table."
}
