package train

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"waymark/internal/forecast/learnt"
)

// Family groups a series with those of its family.
func Family(s Series) string { return s.Family }

// Source groups a series with those of the same source: real families by the word before the first underscore, as all
// prescribing measures are; simulated ones by family.
func Source(s Series) string {
	if s.Kind == "sim" {
		return s.Family
	}
	source, _, _ := strings.Cut(s.Family, "_")
	return source
}

// LeaveOut learns as many times as there are folds, each time without the groups of one fold, and gives for each series
// the constants that were learnt without its group: how well unseen measures go. Groups are dealt to folds in the order
// of their names.
func LeaveOut(ctx context.Context, list []Series, set Settings, folds int, group func(Series) string) (map[string]*learnt.Constants, error) {
	var names []string
	for _, s := range list {
		if name := group(s); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	if folds < 2 || folds > len(names) {
		return nil, fmt.Errorf("%d groups cannot be dealt to %d folds", len(names), folds)
	}
	out := map[string]*learnt.Constants{}
	for fold := range folds {
		var kept []Series
		left := map[string]bool{}
		for _, s := range list {
			if slices.Index(names, group(s))%folds == fold {
				left[s.ID] = true
			} else {
				kept = append(kept, s)
			}
		}
		part := set
		if set.Progress != nil {
			part.Progress = func(done float64) { set.Progress((float64(fold) + done) / float64(folds)) }
		}
		c, err := Learn(ctx, kept, part)
		if err != nil {
			return nil, err
		}
		for id := range left {
			out[id] = c
		}
	}
	return out, nil
}
