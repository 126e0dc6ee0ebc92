package demo

import (
	"context"
	"encoding/csv"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"time"

	"waymark/internal/definition"
	"waymark/internal/maturity"
	"waymark/internal/roadmap"
)

// roadmaps brings the roadmaps in, each through the use case, as if it had been loaded on the day of its document. One that
// is there already stays as it is.
func (o Options) roadmaps(ctx context.Context) error {
	if o.Roadmaps == nil {
		return nil // with other files
	}
	files, err := fs.Glob(o.Files, "roadmaps/*.yaml")
	if err != nil || len(files) == 0 {
		return err
	}
	days, err := o.documentDays()
	if err != nil {
		return err
	}
	for _, file := range files {
		text, err := fs.ReadFile(o.Files, file)
		if err != nil {
			return err
		}
		r, err := definition.ReadRoadmap(path.Base(file), text)
		if err != nil {
			return err
		}
		at, known := days[r.Organisation]
		if !known {
			return fmt.Errorf("%s: organisations.csv has no day for the footprint %s", file, r.Organisation)
		}
		desk := o.RoadmapsAt(at)
		done, err := desk.Changes(ctx, r.ID, 1)
		if err != nil {
			return err
		}
		if len(done) > 0 {
			continue
		}
		o.Say("Loading the roadmap %s as known on %s", r.ID, at.Format("2 January 2006"))
		if _, err := desk.Load(ctx, roadmap.Who{}, r, "As its document has it"); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	return nil
}

// RoadmapsAt is a desk that works as at a time, for changes of the demonstration's roadmaps.
func (o Options) RoadmapsAt(at time.Time) *roadmap.Desk {
	return o.Roadmaps(func() time.Time { return at })
}

// documentDays are noon of the days of the footprints' documents.
func (o Options) documentDays() (map[string]time.Time, error) {
	file, err := o.Files.Open("organisations/organisations.csv")
	if err != nil {
		return nil, err
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil || len(rows) == 0 {
		return nil, fmt.Errorf("organisations/organisations.csv cannot be read: %w", err)
	}
	code, kind, day := slices.Index(rows[0], "code"), slices.Index(rows[0], "kind"), slices.Index(rows[0], "as_at")
	out := map[string]time.Time{}
	for _, r := range rows[1:] {
		if r[kind] != maturity.KindFootprint {
			continue
		}
		at, err := time.ParseInLocation("2006-01-02 15:04", r[day]+" 12:00", o.Location)
		if err != nil {
			return nil, fmt.Errorf("organisations/organisations.csv: %s: %w", r[code], err)
		}
		out[r[code]] = at
	}
	return out, nil
}
