package chart

import (
	"bytes"
	"maps"
	"slices"
	"testing"
)

// example is one figure of one kind.
type example struct {
	kind, name string
	make       func() (Figure, error)
}

// kindExamples are the examples of all kinds that came after the first three, in order.
func kindExamples() []example {
	return slices.Concat(
		examplesOf(KindRun, runCases(), Run), examplesOf(KindDots, dotsCases(), Dots), examplesOf(KindRadar, dotsCases(), Radar),
		examplesOf(KindMultiples, multiplesCases(), Multiples), examplesOf(KindThenNow, thenNowCases(), ThenNow), examplesOf(KindCompleteness, completenessCases(), Completeness),
		examplesOf(KindBoxes, boxesCases(), Boxes), examplesOf(KindPeers, peersCases(), Peers), examplesOf(KindGraph, graphCases(), Graph),
		examplesOf(KindGantt, ganttCases(), Gantt), examplesOf(KindDeployments, deploymentCases(), Deployments), examplesOf(KindWaves, waveCases(), Waves),
		examplesOf(KindBudget, budgetCases(), Budget), examplesOf(KindEffort, effortCases(), Effort), examplesOf(KindSlip, slipCases(), Slip))
}

// allExamples are the examples of every kind.
func allExamples() []example {
	return slices.Concat(examplesOf(KindTrajectory, trajectoryCases(), Trajectory), examplesOf(KindRanked, rankedCases(), Ranked), examplesOf(KindControl, controlCases(), Control), kindExamples())
}

func examplesOf[T any](kind string, cases map[string]T, build func(T) (Figure, error)) []example {
	var out []example
	for _, name := range slices.Sorted(maps.Keys(cases)) {
		out = append(out, example{kind, name, func() (Figure, error) { return build(cases[name]) }})
	}
	return out
}

// Each kind's examples as golden files: all on wide paper, the usual and the hostile one on narrow paper and on a slide.
func TestKindsGolden(t *testing.T) {
	for _, e := range kindExamples() {
		t.Run(e.kind+"/"+e.name, func(t *testing.T) {
			figure, err := e.make()
			if err != nil {
				t.Fatal(err)
			}
			golden(t, e.kind+"-"+e.name, figure)
			if again, err := e.make(); err != nil || !bytes.Equal(again.Option, figure.Option) {
				t.Error("the same input gave other bytes")
			}
			for paper, of := range map[string]func() (Figure, error){"narrow": figure.Narrow, "slide": figure.Slide} {
				f, err := of()
				if err != nil {
					t.Fatal(err)
				}
				checkFigure(t, f)
				if figure.HasPicture() && (f.Title != figure.Title || f.Reading != figure.Reading || bytes.Equal(f.Option, figure.Option)) {
					t.Errorf("on the %s paper the figure says %q", paper, f.Title)
				}
				if figure.HasPicture() && (e.name == "usual" || e.name == "hostile") {
					golden(t, e.kind+"-"+e.name+"-"+paper, f)
				}
			}
		})
	}
}

// A slide is 16 to 9, whatever stands on it.
func TestSlidesFillTheirPaper(t *testing.T) {
	for _, e := range allExamples() {
		figure, err := e.make()
		if err != nil {
			t.Fatal(err)
		}
		slide, err := figure.Slide()
		if err != nil {
			t.Fatal(err)
		}
		if slide.HasPicture() && (slide.Width != 800 || slide.Height != 450) {
			t.Errorf("%s %s: %d by %d", e.kind, e.name, slide.Width, slide.Height)
		}
	}
}
