package chart

import "testing"

// What a page pays to describe a picture, before it is drawn.
func BenchmarkTrajectory(b *testing.B) {
	for b.Loop() {
		if _, err := Trajectory(usual()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRanked(b *testing.B) {
	in := rankedCases()["260-practices"]
	for b.Loop() {
		if _, err := Ranked(in); err != nil {
			b.Fatal(err)
		}
	}
}
