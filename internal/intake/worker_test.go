package intake

import (
	"slices"
	"testing"
	"time"
)

// One error after another is met with patience, and the first success ends it.
func TestTheWorkerWaitsLongerAfterErrors(t *testing.T) {
	wait, poll := time.Second, time.Second
	var got []float64
	for _, failed := range []bool{false, true, true, true, true, true, true, false, true} {
		wait = longer(wait, poll, failed)
		got = append(got, wait.Seconds())
	}
	if want := []float64{1, 2, 4, 8, 16, 30, 30, 1, 2}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
