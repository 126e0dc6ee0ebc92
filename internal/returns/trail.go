package returns

import (
	"context"
	"slices"

	"waymark/internal/maturity"
)

// Journal tells every save of a return's values.
type Journal interface {
	ReturnChanges(ctx context.Context, id int64) ([]maturity.ReturnChange, error) // newest first
}

// Line is one line of a return's trail: a step, or a value that was saved, old and new.
type Line struct {
	Version int64
	Step    *maturity.ReturnStep
	Change  *maturity.ReturnChange
	Old     *maturity.ReturnChange // what Change replaced; nil where it was the first
}

// Trail is all that happened to a return, newest first.
func (d *Desk) Trail(ctx context.Context, file maturity.ReturnFile) ([]Line, error) {
	changes, err := d.Journal.ReturnChanges(ctx, file.ID)
	if err != nil {
		return nil, err
	}
	var out []Line
	for i := range file.Steps {
		out = append(out, Line{Version: file.Steps[i].Version, Step: &file.Steps[i]})
	}
	last := map[string]*maturity.ReturnChange{}
	for _, c := range slices.Backward(changes) {
		line := Line{Version: c.Version, Change: &c, Old: last[c.Measure]}
		last[c.Measure] = &c
		out = append(out, line)
	}
	slices.SortStableFunc(out, func(a, b Line) int { return int(b.Version - a.Version) })
	return out, nil
}

// Since are the lines that a reader of an older version has not seen.
func Since(trail []Line, version int64) []Line {
	i := slices.IndexFunc(trail, func(l Line) bool { return l.Version <= version })
	if i < 0 {
		return trail
	}
	return trail[:i]
}
