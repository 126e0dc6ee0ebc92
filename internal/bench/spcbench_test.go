package bench

import (
	"testing"
	"time"
)

// That the figures can be taken; what they are is for make bench to say.
func TestStatisticsBench(t *testing.T) {
	for name, measure := range map[string]func() (time.Duration, error){"control charts": SPC, "forecasts": Forecast} {
		if took, err := measure(); err != nil || took <= 0 {
			t.Errorf("a thousand %s took %v: %v", name, took, err)
		}
	}
}
