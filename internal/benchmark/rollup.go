package benchmark

import (
	"math"

	"waymark/internal/maturity"
	"waymark/internal/stat"
)

// Member is what one organisation of a footprint has for a period.
type Member struct {
	Code  string
	State maturity.State // 0: nothing was submitted
	Value
}

// RollUp makes a footprint's value of its organisations' values; ok is false when no value can be made. Members who
// declared the measure not applicable are not expected; members without a usable value are missing.
//
//	ratio  per × Σ numerator / Σ denominator over the members that gave both; a percentage without its counts is missing
//	sum    Σ v
//	mean   (1/n) Σ v, unweighted, for scores without a denominator
//	none   never
func RollUp(method maturity.RollUp, per float64, members []Member) (result maturity.RollUpValue, ok bool) {
	result = maturity.RollUpValue{Method: method, Value: math.NaN(), Numerator: math.NaN(), Denominator: math.NaN()}
	var used []Value
	for _, m := range members {
		if m.State == maturity.NotApplicable {
			continue
		}
		result.Expected++
		if !usable(method, m) {
			result.Missing = append(result.Missing, m.Code)
			continue
		}
		used = append(used, m.Value)
		result.Illustrative = result.Illustrative || m.Illustrative
	}
	result.Reporting = len(used)
	if len(used) == 0 {
		return result, false
	}
	switch method {
	case maturity.RollUpRatio:
		result.Value, result.Numerator, result.Denominator = ratio(per, used)
	case maturity.RollUpSum:
		result.Value = stat.Sum(sortedValues(used))
	case maturity.RollUpMean:
		result.Value = stat.Mean(sortedValues(used))
	}
	if math.IsNaN(result.Value) || math.IsInf(result.Value, 0) {
		return result, false
	}
	result.Value = round(result.Value)
	return result, true
}

func usable(method maturity.RollUp, m Member) bool {
	if m.State != maturity.Reported && m.State != maturity.NilReturn {
		return false
	}
	if method == maturity.RollUpRatio {
		return m.counts()
	}
	return m.Value.Value == m.Value.Value
}
