package trial

import (
	"math"
	"testing"
)

// Runs of the quick check; `waymark stat effect` makes many more.
const (
	quickRuns  = 500
	quickPools = 120
)

// slack is three standard errors of a share over n runs: one check in 700 fails by chance, and the seeds are fixed.
func slack(share float64, n int) float64 { return 3 * math.Sqrt(share*(1-share)/float64(n)) }

// The intervals hold what they say, and no more than one in twenty panels without an effect is said to have moved.
func TestIntervalsHoldKnownEffectsAndFalseAlarmsStayRare(t *testing.T) {
	for _, s := range Scenarios() {
		if s.Fails || s.Peers > 100 {
			continue // what fails is told in docs/statistics.md; many peers take long and say the same
		}
		effects := []float64{0}
		if s.Bounded {
			effects = []float64{0, 4} // elsewhere an effect only moves the estimate
		}
		for _, s.Effect = range effects {
			tally := Run(s, quickRuns, 7)
			if tally.Told < quickRuns*8/10 {
				t.Errorf("%s: told in %d of %d runs", s.Name, tally.Told, quickRuns)
			}
			if got := tally.Coverage(); got < 0.95-slack(0.95, tally.Told) {
				t.Errorf("%s, effect %v: 95 %% intervals hold %.1f %%", s.Name, s.Effect, 100*got)
			}
			if got := share(tally.Moved, quickRuns); s.Effect == 0 && got > 0.05+slack(0.05, quickRuns) {
				t.Errorf("%s: %.1f %% of panels without effect are said to have moved", s.Name, 100*got)
			}
		}
	}
}

// A true effect of the size that the interval can see is found.
func TestLargeEffectsAreFound(t *testing.T) {
	s := Scenarios()[0]
	s.Effect = 12
	if tally := Run(s, 200, 7); share(tally.Moved, tally.Told) < 0.99 {
		t.Errorf("%d of %d effects of 12 points were found; the intervals reach %.1f to each side", tally.Moved, tally.Told, tally.Width)
	}
}

// What breaks the assumptions is seen to break the answer: were it not, the panels would test nothing.
func TestPanelsCanFail(t *testing.T) {
	for _, s := range Scenarios() {
		if s.Fails && s.Choice == Rising {
			if tally := Run(s, quickRuns, 7); tally.Bias < 2 {
				t.Errorf("%s: bias %.1f", s.Name, tally.Bias)
			}
		}
	}
}

// Pooled intervals hold the mean effect although deployments share their peers, and ranges hold the next gain.
func TestPoolsHoldTheMeanAndTheNextGain(t *testing.T) {
	for _, s := range Pools() {
		if s.Deployments > 10 {
			continue
		}
		tally := RunPool(s, quickPools, 11)
		if got := share(tally.Held, tally.Told); got < 0.95-slack(0.95, tally.Told) {
			t.Errorf("%s: 95 %% intervals hold %.1f %%", s.Name, 100*got)
		}
		if got := share(tally.Moved, tally.Told); got > 0.05+slack(0.05, tally.Told) {
			t.Errorf("%s: %.1f %% of pools without effect are said to have moved", s.Name, 100*got)
		}
		if got := share(tally.Next, tally.Told); got < 0.80-slack(0.80, tally.Told) {
			t.Errorf("%s: 80 %% ranges hold %.1f %% of further gains", s.Name, 100*got)
		}
	}
}

func TestTheSameSeedGivesTheSamePanels(t *testing.T) {
	s := Scenarios()[0]
	if a, b := Run(s, 20, 3), Run(s, 20, 3); a != b {
		t.Errorf("%+v and %+v", a, b)
	}
	if a, b := Run(s, 20, 3), Run(s, 20, 4); a == b {
		t.Error("another seed gives the same")
	}
}
