package intake_test

import "testing"

// Pages are kept by the version of the figures: a submission that writes any gives a new one, one that writes none leaves it.
func TestWrittenValuesAreANewVersion(t *testing.T) {
	t.Parallel()
	o := open(t)
	last := ""
	for _, step := range []struct {
		name, row string
		changes   bool
	}{
		{"new values", "RTE Q1-2018/19 41", true},
		{"the same values", "RTE Q1-2018/19 41.0", false},
		{"a correction", "RTE Q1-2018/19 42", true},
	} {
		written := o.correct(long(step.row), slip)
		now, err := o.db.DataVersion(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if changed := now.Version != last; changed != step.changes || step.changes && !now.Latest.Equal(written.KnownFrom) {
			t.Errorf("%s: a new version: %v, want %v; latest %v, known from %v", step.name, changed, step.changes, now.Latest, written.KnownFrom)
		}
		last = now.Version
	}
}
