package page

import (
	"math"
	"net/url"
	"strconv"
	"strings"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/roadmap"
)

// The steps of a scenario that is being made stand in the address: each as a small query of its own.

// stepText is a step as an address holds it.
func stepText(s maturity.ScenarioStep) string {
	v := url.Values{"k": {string(s.Kind)}}
	set := func(name, value string) {
		if value != "" {
			v.Set(name, value)
		}
	}
	set("i", s.Item)
	if s.Days != 0 {
		set("d", strconv.Itoa(s.Days))
	}
	if s.Day != 0 {
		set("y", s.Day.String())
	}
	set("w", s.Words)
	effect := s.Effect
	if d := s.Deployment; d != nil {
		set("a", d.ID)
		set("n", d.Initiative)
		set("o", d.Organisation)
		set("t", d.Title)
		if d.GoLive != nil && d.GoLive.Latest != 0 {
			set("y", d.GoLive.Latest.String())
		}
		if len(d.Effects) > 0 {
			effect = &d.Effects[0]
		}
	}
	if effect != nil {
		set("m", effect.Measure)
		set("e", strconv.Itoa(effect.Delay))
		set("r", strconv.Itoa(effect.Months))
		set("g", exactNumber(effect.Gain))
		if effect.Known() {
			set("l", exactNumber(effect.Low))
			set("h", exactNumber(effect.High))
		}
		set("b", effect.Basis)
	}
	return v.Encode()
}

func exactNumber(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// stepOf reads what stepText wrote.
func stepOf(text string) (s maturity.ScenarioStep, ok bool) {
	v, err := url.ParseQuery(text)
	if err != nil || len(text) > 4000 {
		return s, false
	}
	s.Kind, s.Item, s.Words = maturity.StepKind(v.Get("k")), v.Get("i"), v.Get("w")
	if s.Days, ok = wholeOf(v.Get("d")); !ok {
		return s, false
	}
	day, ok := dayIn(v.Get("y"))
	if !ok {
		return s, false
	}
	effect, ok := effectIn(v.Get("m"), v.Get("e"), v.Get("r"), v.Get("g"), v.Get("l"), v.Get("h"), v.Get("b"))
	if !ok {
		return s, false
	}
	switch s.Kind {
	case maturity.StepMove, maturity.StepDrop:
	case maturity.StepDate:
		s.Day = day
	case maturity.StepRamp:
		s.Effect = effect
	case maturity.StepAdd:
		d := maturity.Deployment{ID: v.Get("a"), Initiative: v.Get("n"), Organisation: v.Get("o"), Title: v.Get("t")}
		if day != 0 {
			d.GoLive = exactDate(day)
		}
		if effect != nil {
			d.Effects = []maturity.Effect{*effect}
		}
		s.Deployment = &d
	default:
		return s, false
	}
	return s, true
}

func exactDate(day period.Day) *maturity.LooseDate {
	return &maturity.LooseDate{AsGiven: day.Long(), Precision: maturity.PrecisionDay, Earliest: day, Latest: day}
}

func wholeOf(text string) (int, bool) {
	if text = strings.TrimSpace(text); text == "" {
		return 0, true
	}
	n, err := strconv.Atoi(text)
	return n, err == nil && n > -1e6 && n < 1e6
}

func dayIn(text string) (period.Day, bool) {
	if text = strings.TrimSpace(text); text == "" {
		return 0, true
	}
	t, err := time.Parse(time.DateOnly, text)
	if err != nil || t.Year() < 1990 || t.Year() > 2100 {
		return 0, false
	}
	return period.DayOf(t), true
}

// effectIn reads an effect; nil where no measure is chosen. A gain needs to be a number; a range is given whole or not.
func effectIn(measure, delay, months, gain, low, high, basis string) (*maturity.Effect, bool) {
	if measure == "" {
		return nil, true
	}
	e := maturity.Effect{Measure: measure, Basis: strings.TrimSpace(basis)}
	var ok1, ok2, ok3 bool
	e.Delay, ok1 = wholeOf(delay)
	e.Months, ok2 = wholeOf(months)
	e.Gain, ok3 = decimalIn(gain)
	if !ok1 || !ok2 || !ok3 {
		return nil, false
	}
	if strings.TrimSpace(low) != "" || strings.TrimSpace(high) != "" {
		var okLow, okHigh bool
		e.Low, okLow = decimalIn(low)
		e.High, okHigh = decimalIn(high)
		if !okLow || !okHigh {
			return nil, false
		}
	}
	return &e, true
}

func decimalIn(text string) (float64, bool) {
	v, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimSpace(text), "−", "-"), 64)
	return v, err == nil && !math.IsNaN(v) && math.Abs(v) < 1e9
}

// stepsOf reads the steps of an address or form; those that cannot be read are counted.
func stepsOf(texts []string) (steps []maturity.ScenarioStep, unread int) {
	for _, text := range texts {
		if s, ok := stepOf(text); ok {
			steps = append(steps, s)
		} else {
			unread++
		}
	}
	return steps, unread
}

// askedStep reads the step that one of the small forms adds. field says what is wrong; "" where nothing is asked.
func askedStep(q url.Values, plan *roadmap.Plan, today period.Day) (s maturity.ScenarioStep, asked bool, fault FieldFault) {
	s = maturity.ScenarioStep{Kind: maturity.StepKind(q.Get("kind")), Item: strings.TrimSpace(q.Get("item"))}
	if s.Kind == "" && s.Item != "" && q.Get("days") != "" {
		s.Kind = maturity.StepMove // as other pages lead here
	}
	if s.Kind == "" {
		return s, false, fault
	}
	name := string(s.Kind)
	if s.Kind != maturity.StepAdd {
		if _, known := plan.Network.Index[s.Item]; !known || s.Item == "" {
			return s, true, FieldFault{name + "-item", "Choose what it is about."}
		}
	}
	switch s.Kind {
	case maturity.StepMove:
		days, ok := movedBy(q)
		if !ok {
			return s, true, FieldFault{"move-days", "Say by how much it moves, as a whole number other than 0."}
		}
		s.Days = days
	case maturity.StepDate:
		day, ok := dayIn(q.Get("day"))
		if !ok || day == 0 {
			return s, true, FieldFault{"date-day", "Say on which day."}
		}
		s.Day = day
	case maturity.StepDrop:
	case maturity.StepRamp:
		effect, ok := effectIn(q.Get("measure"), q.Get("delay"), q.Get("months"), q.Get("gain"), q.Get("low"), q.Get("high"), q.Get("basis"))
		if !ok || effect == nil {
			return s, true, FieldFault{"ramp-measure", "Choose the measure and give the gain as a number. A range needs both ends."}
		}
		s.Effect = effect
	case maturity.StepAdd:
		return addedStep(q, plan)
	default:
		return s, true, FieldFault{"", "There is no such kind of step."}
	}
	return s, true, fault
}

// movedBy is days later; negative: earlier.
func movedBy(q url.Values) (int, bool) {
	n, ok := wholeOf(q.Get("days"))
	if !ok || n == 0 || q.Get("way") != "" && n < 0 {
		return 0, false
	}
	switch q.Get("unit") {
	case "months":
		n = int(math.Round(float64(n) * 365.25 / 12))
	case "weeks":
		n *= 7
	}
	if q.Get("way") == "earlier" {
		n = -n
	}
	return n, n > -20*366 && n < 20*366
}

func addedStep(q url.Values, plan *roadmap.Plan) (s maturity.ScenarioStep, asked bool, fault FieldFault) {
	s.Kind = maturity.StepAdd
	d := maturity.Deployment{Initiative: q.Get("initiative"), Organisation: strings.TrimSpace(q.Get("organisation")), Illustrative: false}
	if plan.Initiative(d.Initiative) == nil {
		return s, true, FieldFault{"add-initiative", "Choose the initiative that goes live."}
	}
	if d.Organisation == "" {
		return s, true, FieldFault{"add-organisation", "Choose where it goes live."}
	}
	day, ok := dayIn(q.Get("day"))
	if !ok || day == 0 {
		return s, true, FieldFault{"add-day", "Say on which day it goes live."}
	}
	effect, ok := effectIn(q.Get("measure"), q.Get("delay"), q.Get("months"), q.Get("gain"), q.Get("low"), q.Get("high"), q.Get("basis"))
	if !ok || effect == nil {
		return s, true, FieldFault{"add-measure", "Choose the measure that it moves and give the gain as a number. A range needs both ends."}
	}
	d.GoLive, d.Effects = exactDate(day), []maturity.Effect{*effect}
	d.ID = d.Initiative + "-" + slugOf(d.Organisation) + "-added"
	for n := 2; ; n++ {
		if _, taken := plan.Network.Index[d.ID]; !taken {
			break
		}
		d.ID = d.Initiative + "-" + slugOf(d.Organisation) + "-added-" + strconv.Itoa(n)
	}
	s.Deployment = &d
	return s, true, fault
}

// slugOf is a text in the letters of an id.
func slugOf(text string) string {
	return strings.Trim(strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return '-'
	}, text), "-")
}
