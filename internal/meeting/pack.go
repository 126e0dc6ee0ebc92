package meeting

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// held is the pack with its meeting, for somebody who may prepare it.
func (d *Desk) held(ctx context.Context, who Actor, id int64) (maturity.Pack, maturity.Meeting, error) {
	p, err := d.Store.Pack(ctx, id)
	if err != nil {
		return p, maturity.Meeting{}, err
	}
	m, err := d.Store.Meeting(ctx, p.Meeting)
	if err != nil {
		return p, m, err
	}
	may, err := d.May(ctx, who.Account, m.Organisation)
	if err == nil && !may {
		if p.State != maturity.PackPublished {
			return p, m, maturity.Errorf(maturity.NotFound, "There is no such pack, or it is not published yet.")
		}
		err = d.demand(ctx, who, m.Organisation)
	}
	return p, m, err
}

// See is a pack that somebody may look at: published ones everybody, others who may prepare them (may).
func (d *Desk) See(ctx context.Context, a maturity.Account, id int64) (p maturity.Pack, m maturity.Meeting, may bool, err error) {
	if p, err = d.Store.Pack(ctx, id); err != nil {
		return p, m, false, err
	}
	if m, err = d.Store.Meeting(ctx, p.Meeting); err != nil {
		return p, m, false, err
	}
	if may, err = d.May(ctx, a, m.Organisation); err != nil {
		return p, m, may, err
	}
	if p.State == maturity.PackDropped || p.State != maturity.PackPublished && !may {
		return p, m, may, maturity.Errorf(maturity.NotFound, "There is no such pack, or it is not published yet.")
	}
	return p, m, may, nil
}

// Pin is what a draft is made from.
type Pin struct {
	Board      string
	AsAt       time.Time  // zero: now
	Boundaries period.Day // 0: the day of the as-at time
	Reason     string     // of a later edition
}

// Make begins the pack of a meeting, or a later edition.
func (d *Desk) Make(ctx context.Context, who Actor, meeting int64, pin Pin) (maturity.Pack, error) {
	m, err := d.Store.Meeting(ctx, meeting)
	if err != nil {
		return maturity.Pack{}, err
	}
	if err := d.demand(ctx, who, m.Organisation); err != nil {
		return maturity.Pack{}, err
	}
	at := d.now()
	p := maturity.Pack{Meeting: m.ID, Reason: line(pin.Reason), MadeBy: who.Account.Login, MadeAt: at}
	if p.Reason != "" {
		if err := need("The reason", p.Reason, LongestItem); err != nil {
			return p, err
		}
	}
	if err := d.pin(ctx, &p, m, pin); err != nil {
		return p, err
	}
	return d.Store.MakePack(ctx, p, d.entry(who, "pack.made", "", at, pinDetail(p)))
}

// pin sets and checks what a draft is made from.
func (d *Desk) pin(ctx context.Context, p *maturity.Pack, m maturity.Meeting, pin Pin) error {
	now := d.now()
	p.Board, p.AsAt, p.Boundaries, p.Definitions = pin.Board, pin.AsAt.UTC().Truncate(time.Microsecond), pin.Boundaries, d.Catalogue.Hash
	if pin.AsAt.IsZero() {
		p.AsAt = now
	}
	if p.AsAt.After(now) {
		return maturity.Errorf(maturity.Invalid, "Nothing is known yet at %s. Choose a day that is not after today.", p.AsAt.In(d.Location).Format("2 January 2006"))
	}
	if p.Boundaries == 0 {
		p.Boundaries = period.DayOf(p.AsAt.In(d.Location))
	}
	b, err := d.Board(ctx, p.Board)
	if err != nil {
		return err
	}
	q, err := d.query(ctx, *p, Content{Meeting: m})
	if err != nil {
		return err
	}
	if !slices.Contains(b.For, q.Subject.Kind) {
		return maturity.Errorf(maturity.Invalid, "The board %s is not made for %s.", b.Title, q.Subject.Name)
	}
	return nil
}

func pinDetail(p maturity.Pack) map[string]any {
	out := map[string]any{"board": p.Board, "as_at": p.AsAt.Format(time.RFC3339Nano), "boundaries": p.Boundaries.String(), "definitions": p.Definitions}
	if p.Reason != "" {
		out["reason"] = p.Reason
	}
	return out
}

// Repin changes what a draft is made from. version is the one its writer saw.
func (d *Desk) Repin(ctx context.Context, who Actor, id, version int64, pin Pin) (maturity.Pack, error) {
	p, m, err := d.held(ctx, who, id)
	if err != nil {
		return p, err
	}
	p.Version = version
	if err := d.pin(ctx, &p, m, pin); err != nil {
		return p, err
	}
	return d.Store.ChangePack(ctx, p, d.entry(who, "pack.pinned", "", d.now(), pinDetail(p)))
}

// Choose says which targets get a page of their own, in their order; suggested leaves it to the rule.
func (d *Desk) Choose(ctx context.Context, who Actor, id, version int64, places []string, suggested bool) (maturity.Pack, error) {
	p, _, err := d.held(ctx, who, id)
	if err != nil {
		return p, err
	}
	known, err := d.Draft(ctx, p)
	if err != nil {
		return p, err
	}
	p.Version, p.Chosen, p.Exceptions = version, !suggested, nil
	for _, place := range places {
		if !suggested && !slices.Contains(p.Exceptions, place) && slices.ContainsFunc(known.Candidates, func(c Candidate) bool { return c.Place == place }) {
			p.Exceptions = append(p.Exceptions, place)
		}
	}
	return d.Store.ChangePack(ctx, p, d.entry(who, "pack.exceptions", "", d.now(), map[string]any{"exceptions": p.Exceptions, "suggested": suggested}))
}

// Write keeps an analyst's words at a place; empty ones go back to the generated words. seen is the version its writer saw.
func (d *Desk) Write(ctx context.Context, who Actor, id int64, place, words string, seen int) error {
	if _, _, err := d.held(ctx, who, id); err != nil {
		return err
	}
	words = lines(words)
	if words != "" {
		if err := need("The text", words, LongestWords); err != nil {
			return err
		}
	}
	if place == "" || len(place) > LongestBody {
		return maturity.Errorf(maturity.Invalid, "Say which picture the words belong to.")
	}
	at := d.now()
	n := maturity.PackNarrative{Place: place, Revision: seen, Words: words, Generated: words == "", By: who.Account.Login, At: at}
	return d.Store.WriteNarrative(ctx, id, n, d.entry(who, "pack.words", maturity.PackSubject(id), at, map[string]any{"place": place, "generated": n.Generated}))
}

// Freeze hands a draft to the workers, with everything its pin cannot bring back.
func (d *Desk) Freeze(ctx context.Context, who Actor, id, version int64) (maturity.Pack, error) {
	p, _, err := d.held(ctx, who, id)
	if err != nil {
		return p, err
	}
	if p.State != maturity.PackDraft {
		return p, maturity.Errorf(maturity.Conflict, "The pack is %s already.", p.State)
	}
	p.Version, p.Definitions = version, d.Catalogue.Hash
	draft, err := d.Draft(ctx, p)
	if err != nil {
		return p, err
	}
	p.Exceptions, p.Period = draft.Pack.Exceptions, draft.View.Newest.Code()
	if draft.View.Newest.IsZero() {
		p.Period = ""
	}
	if p.Content, err = json.Marshal(draft.Content); err != nil {
		return p, err
	}
	p, err = d.Store.FreezePack(ctx, p, d.entry(who, "pack.freezing", "", d.now(), pinDetail(p)))
	if err == nil {
		d.wake()
	}
	return p, err
}

// Thaw makes a draft again of a pack that is being frozen or is frozen, and not published.
func (d *Desk) Thaw(ctx context.Context, who Actor, id, version int64) (maturity.Pack, error) {
	p, _, err := d.held(ctx, who, id)
	if err != nil {
		return p, err
	}
	return d.Store.ThawPack(ctx, id, version, d.entry(who, "pack.thawed", "", d.now(), nil))
}

// Publish shows a frozen pack to everybody. The edition before is superseded and stays readable.
func (d *Desk) Publish(ctx context.Context, who Actor, id, version int64) (maturity.Pack, error) {
	p, _, err := d.held(ctx, who, id)
	if err != nil {
		return p, err
	}
	if p.State == maturity.PackPublished && p.Version == version+1 {
		return p, nil // the same again: pressed twice
	}
	files, err := d.Store.PackFiles(ctx, id)
	if err != nil {
		return p, err
	}
	hashes := map[string]any{}
	for _, f := range files {
		hashes[f.Form] = f.SHA256
	}
	at := d.now()
	return d.Store.PublishPack(ctx, id, version, who.Account.Login, at, d.entry(who, "pack.published", "", at, map[string]any{"sha256": hashes, "edition": p.Edition}))
}

// Drop gives a pack up that is not published.
func (d *Desk) Drop(ctx context.Context, who Actor, id, version int64) error {
	if _, _, err := d.held(ctx, who, id); err != nil {
		return err
	}
	return d.Store.DropPack(ctx, id, version, d.entry(who, "pack.dropped", "", d.now(), nil))
}
