package stat_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"waymark/internal/stat"
)

func TestNormalCDFAgreesWithTheStandardLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		z := rapid.Float64Range(-37, 37).Draw(t, "z")
		got, want := stat.NormalCDF(z), 0.5*math.Erfc(-z/math.Sqrt2)
		if math.Abs(got-want) > 1e-15 && (z > -3 || math.Abs(got-want) > 1e-12*want) {
			t.Fatalf("Φ(%v) = %v, want %v", z, got, want)
		}
	})
	if stat.NormalCDF(0) != 0.5 || stat.NormalCDF(math.Inf(-1)) > 1e-300 || stat.NormalCDF(math.Inf(1)) != 1 || !math.IsNaN(stat.NormalCDF(math.NaN())) {
		t.Error("edges")
	}
}

func TestLevelScoresAreTheQuantilesOfTheLevels(t *testing.T) {
	for i, p := range stat.Levels {
		if z := stat.NormalQuantile(p); math.Abs(stat.LevelScore(i)-z) > 1e-14 {
			t.Errorf("level %v: %v, want %v", p, stat.LevelScore(i), z)
		}
	}
}
