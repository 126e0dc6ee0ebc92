package effect

import (
	"math"
	"strings"
	"testing"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/spc"
)

var share = maturity.Measure{ID: "share", Unit: maturity.UnitPercent, Polarity: maturity.HigherIsBetter, Low: 0, High: 100, Decimals: 1}

// start is April 2016; go-lives of these tests are April 2017.
var start, live = period.Date(2016, 4, 1), period.Date(2017, 4, 1)

// monthly has a figure each month from the start on; NaN leaves one out.
func monthly(id int, values ...float64) Body {
	b := Body{ID: maturity.OrganisationID(id)}
	at := period.Of(period.KindMonth, start)
	for _, v := range values {
		if v == v {
			b.Figures = append(b.Figures, Figure{at, v})
		}
		at = at.Next()
	}
	return b
}

// level is n figures that swing by one point about a value.
func level(value float64, n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = value + []float64{0, 1, 0, -1}[i%4]
	}
	return out
}

func step(before, after float64) []float64 { return append(level(before, 12), level(after, 12)...) }

// panel has an organisation that goes from 50 to own, and peers that go up by 0, 0.5, 1, ..., 1 on average of each three.
func panel(own float64, peers int) Panel {
	p := Panel{Measure: share, Own: monthly(1, step(50, own)...), From: live, Until: live}
	for i := range peers {
		p.Peers = append(p.Peers, monthly(10+i, step(50+float64(i%3), 50+float64(i%3)+float64(i%5)/2)...))
	}
	return p
}

func TestAnEffectIsTheChangeLessThatOfPeers(t *testing.T) {
	o := Estimate(panel(60, 15))
	// Peers change by 0, 0.5, 1, 1.5, 2, three each: mean 1, variance 7.5/14; 2.1448 is the quantile of 14 degrees.
	wide := 2.1447867 * math.Sqrt(7.5/14*(1+1.0/15))
	for name, pair := range map[string][2]float64{"own": {o.Own, 10}, "peers": {o.PeersChange, 1}, "effect": {o.Effect, 9}, "low": {o.Low, 9 - wide}, "high": {o.High, 9 + wide}} {
		if math.Abs(pair[0]-pair[1]) > 1e-6 {
			t.Errorf("%s is %v, want %v", name, pair[0], pair[1])
		}
	}
	if o.Verdict != maturity.OutcomeBetter || o.Before != 12 || o.After != 12 || len(o.Used) != 15 {
		t.Errorf("%+v", o)
	}
	if want := "Went up 10 points; 15 peers without it went up 1 point on average: 9 points more (95% range 7.4 to 10.6)."; o.Reason != want {
		t.Errorf("%q, want %q", o.Reason, want)
	}
	if !o.Step.Signal || o.Step.Rule != spc.OutsideHigh || !strings.Contains(o.Step.Words, "April 2017") {
		t.Errorf("%+v", o.Step)
	}
	if len(o.Path) != 24 || o.Path[0].Side != Before || o.Path[23].Side != After || o.Path[0].Middle != 51 {
		t.Errorf("%+v", o.Path)
	}
}

func TestTheVerdictFollowsTheBetterSide(t *testing.T) {
	for _, c := range []struct {
		own      float64
		polarity maturity.Polarity
		want     maturity.OutcomeVerdict
	}{
		{60, maturity.HigherIsBetter, maturity.OutcomeBetter}, {60, maturity.LowerIsBetter, maturity.OutcomeWorse}, {60, maturity.NeitherBetter, maturity.OutcomeMoved},
		{40, maturity.HigherIsBetter, maturity.OutcomeWorse}, {40, maturity.LowerIsBetter, maturity.OutcomeBetter}, {51, maturity.HigherIsBetter, maturity.OutcomeNoChange},
	} {
		p := panel(c.own, 15)
		p.Measure.Polarity = c.polarity
		if o := Estimate(p); o.Verdict != c.want {
			t.Errorf("to %v, %s: %s, %s", c.own, c.polarity, o.Verdict, o.Reason)
		}
	}
}

// Every reason for which nothing can be told, with the words that say it.
func TestWhenItCannotBeToldTheReasonIsSaid(t *testing.T) {
	broken := func(on period.Day) []maturity.Break {
		return []maturity.Break{{Day: on, Kind: maturity.BreakMarked, Reason: "new system"}}
	}
	for name, c := range map[string]struct {
		change func(*Panel)
		words  string
	}{
		"no figures":       {func(p *Panel) { p.Own.Figures = nil }, "There is no figure of this measure"},
		"single days":      {func(p *Panel) { p.Own = days(p.Own) }, "single days"},
		"too few before":   {func(p *Panel) { p.Own.Figures = p.Own.Figures[7:] }, "There are 5 monthly figures before the go-live; at least 6 are needed."},
		"too few after":    {func(p *Panel) { p.Own.Figures = p.Own.Figures[:13] }, "There is 1 monthly figure since the full effect was due, 1 April 2017; at least 3 are needed."},
		"ramp not over":    {func(p *Panel) { p.Delay, p.Months = 6, 6 }, "There is no monthly figure since the full effect was due, 1 April 2018; at least 3 are needed."},
		"break at go-live": {func(p *Panel) { p.Own.Breaks = broken(live) }, "no comparable monthly figure before the go-live; at least 6 are needed. Others do not count, because a break is marked on 1 April 2017 (new system)."},
		"break soon after": {func(p *Panel) { p.Own.Breaks = broken(live + 40) }, "1 comparable monthly figure since"},
		"break of definition": {func(p *Panel) {
			p.Measure.Changes = []maturity.Change{{Date: "2017-02-01", Text: "Counts more", Break: true}}
		}, "2 comparable monthly figures before the go-live"},
		"few peers":          {func(p *Panel) { p.Peers = p.Peers[:9] }, "9 organisations like it have figures for the same time without the deployment; at least 10 are needed to say what would have happened anyway. Its own figures went up 10 points."},
		"one peer":           {func(p *Panel) { p.Peers = p.Peers[:1] }, "1 organisation like it has figures"},
		"no peers":           {func(p *Panel) { p.Peers = nil }, "No organisation like it has figures"},
		"peers deployed":     {func(p *Panel) { deploy(p, 6, live) }, "6 others had something like it themselves."},
		"peers broken":       {func(p *Panel) { p.Peers[9].Breaks = broken(live); deploy(p, 5, live-300) }, "5 others had something like it themselves and 1 lacks comparable figures."},
		"peers lack figures": {func(p *Panel) { lose(p, 6) }, "6 others lack comparable figures."},
		"at the bound":       {func(p *Panel) { p.Own = monthly(1, constant(100, 24)...) }, "All its figures are at 100%, where the measure ends: a change cannot show."},
		"peers stand still":  {func(p *Panel) { still(p) }, "All peers changed by the same"},
		"rose before": {func(p *Panel) { p.Own = monthly(1, append(append(level(44, 6), level(56, 6)...), level(60, 12)...)...) },
			"It rose faster or fell less than its peers before the go-live already: by"},
		"something beside": {func(p *Panel) { p.Beside = []Other{{"New phones", live + 31}} }, "In the same time went live, to move the same measure: “New phones” (2 May 2017). Their parts cannot be told apart."},
	} {
		p := panel(60, 15)
		c.change(&p)
		o := Estimate(p)
		if o.Verdict != maturity.OutcomeCannotTell || !strings.Contains(o.Reason, c.words) {
			t.Errorf("%s: %s: %q, want %q", name, o.Verdict, o.Reason, c.words)
		}
	}
}

func days(b Body) Body {
	for i := range b.Figures {
		b.Figures[i].Period = period.Period{Kind: period.KindDay, Start: b.Figures[i].Period.Start}
	}
	return b
}

func deploy(p *Panel, n int, on period.Day) {
	for i := range n {
		p.Peers[i].Live = []period.Day{on}
	}
}

func lose(p *Panel, n int) {
	for i := range n {
		p.Peers[i].Figures = p.Peers[i].Figures[4:]
	}
}

func constant(v float64, n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = v
	}
	return out
}

func still(p *Panel) {
	for i := range p.Peers {
		p.Peers[i] = monthly(10+i, step(50, 50)...)
	}
}

// A peer that gets it after the last figure compared is a peer; one on that day is none.
func TestALaterDeploymentIsAPeerUntilThen(t *testing.T) {
	last := period.Date(2018, 3, 31)
	p := panel(60, 15)
	deploy(&p, 15, last+1)
	if o := Estimate(p); len(o.Used) != 15 {
		t.Errorf("%d peers", len(o.Used))
	}
	deploy(&p, 1, last)
	if o := Estimate(p); len(o.Used) != 14 {
		t.Errorf("%d peers", len(o.Used))
	}
}

// With 20 peers or more the half nearest in level is compared, ties in.
func TestTheNearestHalfIsCompared(t *testing.T) {
	p := panel(60, 0)
	for i := range 24 {
		at := 50 + float64(i)
		p.Peers = append(p.Peers, monthly(100+i, step(at, at+float64(i%2))...))
	}
	o := Estimate(p)
	if len(o.All) != 24 || len(o.Used) != 12 || o.Used[11].Level > 61.5 {
		t.Errorf("%d of %d: %+v", len(o.Used), len(o.All), o.Used)
	}
}

// Neither the unit's zero nor its size nor the order of the peers matters.
func TestShiftScaleAndOrderDoNotMatter(t *testing.T) {
	a, moved := Estimate(panel(60, 15)), panel(60, 15)
	moved.Measure.Low, moved.Measure.High = math.NaN(), math.NaN()
	change := func(b *Body) {
		for i := range b.Figures {
			b.Figures[i].Value = 1000 + 3*b.Figures[i].Value
		}
	}
	change(&moved.Own)
	for i := range moved.Peers {
		change(&moved.Peers[i])
	}
	moved.Peers[0], moved.Peers[9] = moved.Peers[9], moved.Peers[0]
	b := Estimate(moved)
	for _, pair := range [][2]float64{{3 * a.Effect, b.Effect}, {3 * a.Low, b.Low}, {3 * a.High, b.High}} {
		if math.Abs(pair[0]-pair[1]) > 1e-9 {
			t.Errorf("%v and %v", pair[0], pair[1])
		}
	}
}

func TestAChartNeedsTwelveFiguresBefore(t *testing.T) {
	p := panel(60, 15)
	p.Own.Figures = p.Own.Figures[1:]
	if o := Estimate(p); o.Step.Charted || o.Step.Words != "A control chart needs 12 figures before the go-live; there are 11." {
		t.Errorf("%+v", o.Step)
	}
	if o := Estimate(panel(50, 15)); !o.Step.Charted || o.Step.Signal {
		t.Errorf("%+v", o.Step)
	}
}

func TestAPoolNeedsThreeEstimates(t *testing.T) {
	one := Estimate(panel(60, 15))
	other := Estimate(panel(62, 15))
	none := Estimate(panel(60, 3))
	if p := Pool([]Outcome{one, none, other}); p.OK || p.N != 2 || !strings.HasPrefix(p.Reason, "2 deployments have an estimate; at least 3") {
		t.Errorf("%+v", p)
	}
	if p := Pool(nil); p.OK || !strings.HasPrefix(p.Reason, "No deployment") {
		t.Errorf("%+v", p)
	}
	p := Pool([]Outcome{one, other, one, none})
	if !p.OK || p.N != 3 || math.Abs(p.Gain-(9+11+9)/3.0) > 1e-9 || !(p.RangeLow < p.Gain && p.Gain < p.RangeHigh) || !(p.Low < p.Gain && p.Gain < p.High) {
		t.Errorf("%+v", p)
	}
	if alone := sharedBy(one, one); math.Abs(alone-one.Spread*one.Spread/15) > 1e-9 {
		t.Errorf("the same peers in the same time share %v, want their variance over their number", alone)
	}
}
