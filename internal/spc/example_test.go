package spc_test

import (
	"fmt"

	"waymark/internal/spc"
)

// The share of patients seen in time, month by month: quiet, then nine better months.
var seenInTime = []float64{61, 64, 60, 63, 62, 59, 63, 61, 64, 62, 60, 63, 66, 67, 65, 68, 66, 67, 69, 66, 68}

func ExampleChart() {
	r, err := spc.Chart(spc.Input{
		Values: seenInTime,
		Options: spc.Options{
			Direction: spc.Increase, Target: 75, HasTarget: true, FixAfter: 12,
			Rebases: nil, // only for a reason that somebody stands for
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	g, _ := r.Last()
	fmt.Printf("mean %.2f, limits %.2f to %.2f\n", g.Mean, g.Lower, g.Upper)
	fmt.Println(r.VariationSentence())
	fmt.Println(r.Assurance.Sentence())
	// Output:
	// mean 61.83, limits 54.58 to 69.09
	// The latest figure is a sign of an improvement, more than the usual variation: two of the last three figures are close to the upper limit.
	// If nothing changes the target will be missed every time: the whole usual variation is on the wrong side of it.
}

func ExampleCharter_Chart() {
	var charter spc.Charter // keeps its buffers: for many series
	for _, values := range [][]float64{seenInTime, {80, 80, 80, 80}} {
		r, err := charter.Chart(spc.Input{Values: values, Options: spc.Options{Direction: spc.Increase}})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(r.Variation, r.Status == spc.Charted)
	}
	// Output:
	// improvement_high true
	//  false
}

func ExampleRefusal() {
	_, err := spc.Chart(spc.Input{Values: seenInTime, Options: spc.Options{FixAfter: 6}})
	fmt.Println(err)
	// Output: Limits cannot be fixed after 6 points: at least 12 are needed, because fewer do not show the usual variation.
}

func ExampleRebase() {
	_, err := spc.Chart(spc.Input{Values: seenInTime, Options: spc.Options{Rebases: []spc.Rebase{{At: 12}}}})
	fmt.Println(err)
	r, err := spc.Chart(spc.Input{Values: seenInTime, Options: spc.Options{Rebases: []spc.Rebase{{At: 12, Reason: "new booking system", Who: "the clinic's board"}}}})
	fmt.Println(len(r.Groups), "parts;", r.TrialSentence(), err)
	// Output:
	// Limits are set anew only for a reason that somebody stands for: a rebase needs a date, a reason and who decided it.
	// 2 parts; The limits are trial limits: they rest on 9 figures, and 13 or more make them firm. <nil>
}

func ExampleResult_Latest() {
	r, _ := spc.Chart(spc.Input{Values: seenInTime})
	latest, found := r.Latest()
	fmt.Println(found, latest.Value, latest.Rule, latest.Rule.High())
	// Output: true 68 shift_high true
}

func ExampleResult_Last() {
	r, _ := spc.Chart(spc.Input{Values: seenInTime})
	g, found := r.Last()
	fmt.Printf("%v %d points, mean %.3f\n", found, g.To-g.From, g.Mean)
	// Output: true 21 points, mean 64.000
}

func ExampleResult_VariationSentence() {
	r, _ := spc.Chart(spc.Input{Values: []float64{5, 7, 6, 5, 6, 7, 6, 5, 6, 7, 6, 5, 6, 15}, Options: spc.Options{Direction: spc.Decrease}})
	fmt.Println(r.VariationSentence())
	// Output: The latest figure is a sign of a change for the worse, more than the usual variation: it is above the upper limit.
}

func ExampleResult_TrialSentence() {
	r, _ := spc.Chart(spc.Input{Values: seenInTime[:12]})
	fmt.Println(r.TrialSentence())
	// Output: The limits are trial limits: they rest on 12 figures, and 13 or more make them firm.
}

func ExampleRule_Sentence() {
	fmt.Println(spc.TrendUp, "-", spc.TrendUp.Sentence())
	// Output: trend_up - Part of a rise: at least seven figures in a row, each higher than the one before.
}

func ExampleVariation_Icon() {
	icon, _ := spc.ConcernLow.Icon()
	fmt.Println(icon.Letter, icon.Direction, icon.Colour, "-", icon.Words)
	// Output: L down orange - Concern: low or falling
}

func ExampleVariation_Special() {
	fmt.Println(spc.CommonCause.Special(), spc.NeutralHigh.Special())
	// Output: false true
}

func ExampleAssurance_Icon() {
	icon, _ := spc.Inconsistent.Icon()
	fmt.Println(icon.Letter, icon.Colour, "-", icon.Words)
	// Output: ? grey - Target met or missed by chance
}

func ExampleAssurance_Sentence() {
	fmt.Println(spc.Pass.Sentence())
	// Output: If nothing changes the target will be met every time: the whole usual variation is on the right side of it.
}

func ExampleStatus_Sentence() {
	fmt.Println(spc.TooLittleVariation.Sentence())
	// Output: There is too little variation for limits: the figures hardly ever change, so a chart would call every change special.
}

func ExampleRuleOf() {
	fmt.Println(spc.RuleOf(3), spc.RuleOf(99))
	// Output: trend_up none
}

func ExampleRule_Cause() {
	fmt.Println(spc.ShiftHigh.Cause(spc.Increase), spc.ShiftHigh.Cause(spc.Decrease), spc.NoRule.Cause(spc.Increase))
	// Output: improvement_high concern_high common_cause
}

func ExampleVariationNamed() {
	fmt.Println(spc.VariationNamed("concern_low") == spc.ConcernLow, spc.VariationNamed("unheard of") == spc.NoVerdict)
	// Output: true true
}

func ExampleAssuranceNamed() {
	fmt.Println(spc.AssuranceNamed("fail") == spc.Fail, spc.AssuranceNamed("") == spc.NoAssurance)
	// Output: true true
}

func ExampleVariation_Sentence() {
	fmt.Println(spc.CommonCause.Sentence(spc.NoRule))
	// Output: The latest figure is within the usual variation: nothing shows that anything has changed.
}

func ExampleTrialSentence() {
	fmt.Println(spc.TrialSentence(12))
	// Output: The limits are trial limits: they rest on 12 figures, and 13 or more make them firm.
}

func ExampleDroppedSentence() {
	fmt.Println(spc.DroppedSentence(3))
	// Output: 3 periods have no figure and are left out; the figures beside them are compared with each other.
}

func ExampleGroup_Against() {
	r, _ := spc.Chart(spc.Input{Values: seenInTime})
	g, _ := r.Last()
	fmt.Println(g.Against(50, spc.Increase), g.Against(65, spc.Increase), g.Against(90, spc.Increase))
	// Output: pass inconsistent fail
}
