package bench

import "testing"

// On a busy machine of continuous integration the aim may be missed, but not five times over.
func TestSPCBench(t *testing.T) {
	if took, err := SPC(); err != nil || took <= 0 || took > 5*mostSPC {
		t.Errorf("a thousand control charts took %v, %v is the aim: %v", took, mostSPC, err)
	}
}
