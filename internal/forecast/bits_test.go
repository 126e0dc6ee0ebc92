package forecast_test

import (
	"encoding/binary"
	"flag"
	"fmt"
	"hash/fnv"
	"math"
	"os"
	"strings"
	"testing"

	"waymark/internal/forecast"
	"waymark/internal/forecast/train"
)

var update = flag.Bool("update", false, "write the golden file anew")

// The same series give the same bits, whatever the processor: the golden file is made on one kind and compared on all.
func TestTheSameBitsOnEveryProcessor(t *testing.T) {
	list, err := train.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	m := forecast.New()
	var lines strings.Builder
	for i := 0; i < len(list); i += 20 {
		for _, high := range []float64{100, math.Inf(1)} {
			s := list[i]
			q, err := m.Forecast(forecast.Input{Series: forecast.Series{Values: s.Values}, Low: 0, High: high, Horizon: 30})
			if err != nil {
				t.Fatal(err)
			}
			sum := fnv.New64a()
			for _, step := range q {
				for _, v := range step {
					_ = binary.Write(sum, binary.LittleEndian, v)
				}
				_ = binary.Write(sum, binary.LittleEndian, step.AtLeast(50))
			}
			fmt.Fprintf(&lines, "%s up to %v: %016x\n", s.ID, high, sum.Sum64())
		}
	}
	const golden = "testdata/bits.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(lines.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil || string(want) != lines.String() {
		t.Errorf("forecasts differ in their last bits (%v); where the method was changed run make golden\n%s", err, lines.String())
	}
}
