package store

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"github.com/lib/pq"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// selectMemberships follows the dated relations from footprints down. A body is under a footprint for as long as every
// link in between holds and every body in between is there.
const selectMemberships = `
WITH RECURSIVE under AS (
    SELECT f.code AS footprint, r.from_id AS id, r.since, r.until
    FROM organisation f JOIN relation r ON r.to_id = f.id AND r.kind IN ('member_of', 'part_of', 'commissioned_by')
    WHERE f.kind = 'footprint' AND ($1::text[] IS NULL OR f.code = ANY ($1))
    UNION
    SELECT u.footprint, r.from_id, greatest(u.since, r.since, o.opened), least(u.until, r.until, o.closed)
    FROM under u JOIN organisation o ON o.id = u.id JOIN relation r ON r.to_id = u.id AND r.kind IN ('member_of', 'part_of', 'commissioned_by')
    WHERE greatest(u.since, r.since, o.opened) <= least(u.until, r.until, o.closed)
)
SELECT footprint, id, CASE WHEN isfinite(since) THEN since - date '1970-01-01' END AS since, CASE WHEN isfinite(until) THEN until - date '1970-01-01' END AS until
FROM under WHERE until >= date '1970-01-01' + $2::integer ORDER BY id, footprint, under.since`

// selectBodies lists organisations with who succeeded them, and all who succeeded anybody.
const selectBodies = `
SELECT o.id, o.code, o.name, o.short_name, o.kind, o.opened, o.closed, o.is_group, o.note, o.shown_as_at, s.to_id AS successor,
    CASE WHEN isfinite(s.since) THEN s.since END AS succeeded
FROM organisation o
LEFT JOIN LATERAL (SELECT to_id, since FROM relation WHERE from_id = o.id AND kind = 'succeeded_by' ORDER BY since, to_id LIMIT 1) s ON true
WHERE coalesce(o.closed, 'infinity') >= date '1970-01-01' + $3::integer
    AND (o.kind = ANY ($1) AND ($2::integer[] IS NULL OR o.id = ANY ($2)) OR o.id IN (SELECT to_id FROM relation WHERE kind = 'succeeded_by'))
ORDER BY o.code`

// DatedBodies lists the organisations of the kinds that were open on a day or later, with the footprints they were under
// and who succeeded them; successors of any kind too. footprints (codes) narrows both to who is under one of them; nil: all.
func (db *DB) DatedBodies(ctx context.Context, kinds, footprints []string, since period.Day) ([]maturity.DatedBody, error) {
	out, err := once(ctx, "bodies", []any{kinds, footprints, since}, func() ([]maturity.DatedBody, error) { return db.datedBodies(ctx, kinds, footprints, since) })
	return slices.Clone(out), err
}

func (db *DB) datedBodies(ctx context.Context, kinds, footprints []string, since period.Day) (out []maturity.DatedBody, err error) {
	var memberships []membershipRow
	var bodies []bodyRow
	err = db.InSnapshot(ctx, func(tx *Tx) error {
		if err := tx.SelectContext(ctx, &memberships, selectMemberships, pq.Array(footprints), since); err != nil {
			return err
		}
		var narrow any
		if footprints != nil {
			ids := make([]int64, len(memberships))
			for i, m := range memberships {
				ids[i] = int64(m.ID)
			}
			narrow = pq.Array(ids)
		}
		return tx.SelectContext(ctx, &bodies, selectBodies, pq.Array(kinds), narrow, since)
	})
	under := map[maturity.OrganisationID][]maturity.Membership{}
	for _, m := range memberships {
		under[m.ID] = append(under[m.ID], maturity.Membership{Footprint: m.Footprint, Since: m.Since, Until: m.Until})
	}
	for _, b := range bodies {
		o := b.organisation()
		out = append(out, maturity.DatedBody{Organisation: o, Memberships: under[o.ID], Successor: maturity.OrganisationID(b.Successor.Int32), Succeeded: dayOf(b.Succeeded)})
	}
	return out, asError(err, "Who owes returns could not be read.")
}

type membershipRow struct {
	Footprint    string
	ID           maturity.OrganisationID
	Since, Until *period.Day
}

type bodyRow struct {
	organisationRow
	Successor sql.NullInt32
	Succeeded *time.Time
}
