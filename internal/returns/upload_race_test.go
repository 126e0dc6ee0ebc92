package returns_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"waymark/internal/intake"
	"waymark/internal/maturity"
	"waymark/internal/returns"
)

// Files for the same returns at the same time, and somebody who types meanwhile, wait for one another: every save has a
// revision of its own, and the return holds the last.
func TestUploadsAtTheSameTime(t *testing.T) {
	t.Parallel()
	d := openDoor(t, scheme(), 3)
	var all sync.WaitGroup
	for n := range 4 {
		var file strings.Builder
		file.WriteString("Organisation code,Period,Measure id,Value,State\n")
		for _, code := range []string{"RTE", "TR3", "TR1", "TR2"} {
			for _, measure := range []string{"beta", "alpha"} {
				fmt.Fprintf(&file, "%s,Q1 2026/27,%s,%d,\n", code, measure, 10+n)
			}
		}
		s, _, err := d.intake.Accept(t.Context(), strings.NewReader(file.String()), intake.Meta{FileName: "plain.csv", Collection: "digital", SubmitReturns: true, AutoWrite: true, Everywhere: true, SubmittedBy: "trust", Via: "page"})
		if err != nil {
			t.Fatal(err)
		}
		all.Add(2)
		go func() {
			defer all.Done()
			if s, err := d.intake.RunOne(t.Context(), s.ID, nil); err != nil || s.State != maturity.SubmissionWritten {
				t.Errorf("%s %s: %v", s.State, s.Failure, err)
			}
		}()
		go func() {
			defer all.Done()
			if _, _, err := d.Save(t.Context(), as("colleague"), d.key, []returns.Saving{figure("gamma", float64(n), 0)}); err != nil {
				t.Error(err)
			}
		}()
	}
	all.Wait()
	for _, code := range []string{"RTE", "TR1", "TR2", "TR3"} {
		key := d.key
		key.Organisation = d.bodies[code].ID
		file, err := d.db.ReturnFile(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		changes, err := d.db.ReturnChanges(t.Context(), file.ID)
		if err != nil {
			t.Fatal(err)
		}
		last, seen := map[string]maturity.ReturnChange{}, map[string]bool{}
		for _, c := range changes { // newest first
			key := fmt.Sprint(c.Measure, c.Revision)
			if seen[key] {
				t.Errorf("%s: two saves of %s have revision %d", code, c.Measure, c.Revision)
			}
			seen[key] = true
			if _, later := last[c.Measure]; !later {
				last[c.Measure] = c
			}
		}
		for _, v := range file.Values {
			if l := last[v.Measure]; l.Value != v.Value || l.Revision != v.Revision {
				t.Errorf("%s %s: %v at %d, last saved %v at %d", code, v.Measure, v.Value, v.Revision, l.Value, l.Revision)
			}
		}
	}
}
