package bench_test

import (
	"testing"

	"waymark/internal/bench"
)

// The bare pass and the schedule must agree on the last day, or they would not be measured at the same work.
func TestScheduleIsMeasuredAgainstTheSameWork(t *testing.T) {
	if whole, move, bare, err := bench.Schedule(500); err != nil || whole <= 0 || move <= 0 || bare <= 0 {
		t.Errorf("%v, %v, %v: %v", whole, move, bare, err)
	}
}
