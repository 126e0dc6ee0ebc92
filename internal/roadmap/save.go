package roadmap

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"waymark/internal/maturity"
)

// maxReason is how long the reason of a change may be.
const maxReason = 1000

// Save changes a roadmap: edit is given a copy of the version that its author began with. What it would break is
// Faults, within maturity.Invalid; a version that is not the newest any more is maturity.Conflict. Where edit changes
// nothing, the newest change is the answer and none is written.
func (d *Desk) Save(ctx context.Context, who Who, id string, version int64, way maturity.ChangeWay, reason string, edit func(*maturity.Roadmap) error) (maturity.RoadmapChange, error) {
	at, err := d.newest(ctx, id)
	if err != nil {
		return maturity.RoadmapChange{}, err
	}
	if err := d.must(ctx, who.Account, at.Footprint); err != nil {
		return maturity.RoadmapChange{}, err
	}
	if at.Version != version {
		return maturity.RoadmapChange{}, d.overtaken(ctx, id)
	}
	return d.change(ctx, who, at, maturity.RoadmapChange{Way: way, Reason: reason}, edit)
}

func (d *Desk) overtaken(ctx context.Context, id string) error {
	list, err := d.Store.RoadmapChanges(ctx, id, 1)
	if err == nil && len(list) == 1 {
		err = maturity.Errorf(maturity.Conflict, "The roadmap was changed by somebody else meanwhile: %s, %s. Look at it again and repeat your change.", list[0].By, list[0].At.UTC().Format("2 January 2006, 15:04"))
	}
	return err
}

// newest is the head of a roadmap whatever the time of the desk is.
func (d *Desk) newest(ctx context.Context, id string) (RoadmapHead, error) {
	heads, err := d.Store.Roadmaps(ctx, always)
	for _, h := range heads {
		if h.ID == id {
			return h, nil
		}
	}
	if err == nil {
		err = maturity.Errorf(maturity.NotFound, "There is no roadmap %q.", id)
	}
	return RoadmapHead{}, err
}

// change edits the newest version and keeps what is different.
func (d *Desk) change(ctx context.Context, who Who, at RoadmapHead, c maturity.RoadmapChange, edit func(*maturity.Roadmap) error) (maturity.RoadmapChange, error) {
	before, err := d.Store.RoadmapItems(ctx, at.ID, at.At)
	if err != nil {
		return c, err
	}
	r, err := Join(before)
	if err != nil {
		return c, err
	}
	code := r.Organisation
	if err := edit(&r); err != nil {
		return c, err
	}
	if r.ID != at.ID || r.Organisation != code {
		return c, maturity.Errorf(maturity.Invalid, "A roadmap keeps its id (%s) and its footprint (%s).", at.ID, code)
	}
	if err := d.sound(ctx, &r); err != nil {
		return c, err
	}
	return d.write(ctx, who, at, c, differences(before, Items(r)))
}

// write keeps items that are different; where there are none, the newest change stands for all.
func (d *Desk) write(ctx context.Context, who Who, at RoadmapHead, c maturity.RoadmapChange, items []ItemChange) (maturity.RoadmapChange, error) {
	if len(items) == 0 {
		list, err := d.Store.RoadmapChanges(ctx, at.ID, 1)
		if err == nil && len(list) == 1 {
			c = list[0]
		}
		return c, err
	}
	if c.Reason = strings.TrimSpace(c.Reason); utf8.RuneCountInString(c.Reason) > maxReason {
		return c, maturity.Errorf(maturity.Invalid, "The reason has more than %d characters. Say it shorter.", maxReason)
	}
	c.Roadmap, c.By, c.At = at.ID, byWhom(who), d.later(at)
	return d.Store.ChangeRoadmap(ctx, c, at.Version, at.Footprint, items, d.entry(who, c))
}

func byWhom(who Who) string {
	if who.Account.Login == "" {
		return maturity.ByCommand
	}
	return who.Account.Login
}

// skew is how far the clocks of two replicas may be apart without either being refused.
const skew = time.Minute

// later is the time of a change: that of the desk, or just after the change before where another clock is ahead of ours.
func (d *Desk) later(at RoadmapHead) time.Time {
	now := d.Clock().UTC().Truncate(time.Microsecond)
	if !now.After(at.At) && at.At.Sub(now) < skew {
		return at.At.Add(time.Microsecond)
	}
	return now
}

func (d *Desk) entry(who Who, c maturity.RoadmapChange) maturity.AuditEntry {
	recorded := d.Clock
	if d.Recorded != nil {
		recorded = d.Recorded
	}
	detail := map[string]any{"way": string(c.Way), "known_from": c.At.UTC().Format(time.RFC3339Nano)}
	if c.Undoes != 0 {
		detail["undoes"] = c.Undoes
	}
	if c.Upload != 0 {
		detail["upload"] = c.Upload
	}
	return maturity.AuditEntry{At: recorded(), Account: byWhom(who), Action: "roadmap.changed", Subject: maturity.RoadmapSubject(c.Roadmap), RequestID: who.RequestID, Detail: detail}
}

// Load makes a roadmap, or puts one in the place of that with the same id: what the new one does not have is gone from
// now on. The same roadmap again changes nothing.
func (d *Desk) Load(ctx context.Context, who Who, r maturity.Roadmap, reason string) (maturity.RoadmapChange, error) {
	version := int64(-1)
	return d.LoadUpload(ctx, who, r, reason, version, 0)
}

// LoadUpload is Load for a file that was kept, over the version that its sender saw: 0 for none, -1 for whatever there is.
func (d *Desk) LoadUpload(ctx context.Context, who Who, r maturity.Roadmap, reason string, version, upload int64) (maturity.RoadmapChange, error) {
	footprint, err := d.footprint(ctx, r.Organisation)
	if err != nil {
		return maturity.RoadmapChange{}, err
	}
	if err := d.must(ctx, who.Account, footprint.ID); err != nil {
		return maturity.RoadmapChange{}, err
	}
	c := maturity.RoadmapChange{Way: maturity.ChangeByFile, Reason: reason, Upload: upload}
	at, err := d.newest(ctx, r.ID)
	switch code := maturity.CodeOf(err); {
	case code == maturity.NotFound && version <= 0:
		if err := d.sound(ctx, &r); err != nil {
			return c, err
		}
		return d.write(ctx, who, RoadmapHead{ID: r.ID, Footprint: footprint.ID}, c, differences(nil, Items(r)))
	case err != nil:
		return c, err
	case at.Footprint != footprint.ID:
		return c, maturity.Errorf(maturity.Conflict, "The roadmap %s is of another footprint, and stays there.", r.ID)
	case version >= 0 && version != at.Version:
		return c, d.overtaken(ctx, r.ID)
	}
	return d.change(ctx, who, at, c, func(old *maturity.Roadmap) error { *old = r; return nil })
}

func (d *Desk) footprint(ctx context.Context, code string) (maturity.Organisation, error) {
	directory, err := d.Directory(ctx)
	if err != nil {
		return maturity.Organisation{}, err
	}
	o, ok := directory.ByCode(code)
	if !ok {
		return o, maturity.Errorf(maturity.Invalid, "The roadmap is of a footprint with the code %q, and there is none.", code)
	}
	return o, nil
}

// Report keeps what an owner tells of an initiative for a month, in the place of what was told of that month before.
func (d *Desk) Report(ctx context.Context, who Who, id string, u maturity.PlanUpdate) (c maturity.RoadmapChange, err error) {
	// Two owners may report in the same moment: neither knows of the other, and both are right.
	for range 5 {
		if c, err = d.report(ctx, who, id, u); maturity.CodeOf(err) != maturity.Conflict {
			return c, err
		}
	}
	return c, err
}

func (d *Desk) report(ctx context.Context, who Who, id string, u maturity.PlanUpdate) (c maturity.RoadmapChange, err error) {
	at, err := d.newest(ctx, id)
	if err != nil {
		return c, err
	}
	directory, err := d.Directory(ctx)
	if err != nil {
		return c, err
	}
	plan, err := d.open(ctx, at, directory)
	if err != nil {
		return c, err
	}
	if plan.Initiative(u.Initiative) == nil {
		return c, maturity.Errorf(maturity.NotFound, "The roadmap has no initiative %q.", u.Initiative)
	}
	may, err := d.MayReport(ctx, who.Account, plan, u.Initiative)
	if err == nil && !may {
		err = maturity.Errorf(maturity.Forbidden, "You may read this initiative, but not report on it.")
	}
	if err != nil {
		return c, err
	}
	if u.OwnerRole == "" {
		u.OwnerRole = plan.Initiative(u.Initiative).OwnerRole
	}
	return d.change(ctx, who, at, maturity.RoadmapChange{Way: maturity.ChangeByUpdate, Reason: u.Note}, func(r *maturity.Roadmap) error {
		for i := range r.Updates {
			if r.Updates[i].Key() == u.Key() {
				r.Updates[i] = u
				return nil
			}
		}
		r.Updates = append(r.Updates, u)
		return nil
	})
}
