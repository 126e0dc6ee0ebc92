package store

import (
	"context"
	"time"

	"waymark/internal/maturity"
)

// selectLinks gives the relations of an organisation from both ends; open ends are null.
const selectLinks = `
SELECT r.kind AS relation, r.outward, CASE WHEN isfinite(r.since) THEN r.since END AS since, CASE WHEN isfinite(r.until) THEN r.until END AS until, r.origin,
       o.id, o.code, o.name, o.short_name, o.kind, o.opened, o.closed, o.is_group, o.note, o.shown_as_at
FROM (
    SELECT kind, true AS outward, to_id AS other, since, until, origin FROM relation WHERE from_id = $1
    UNION ALL
    (SELECT kind, false, from_id, since, until, origin FROM relation WHERE to_id = $1 ORDER BY until DESC, since DESC, from_id LIMIT 500)
) AS r JOIN organisation o ON o.id = r.other
ORDER BY r.outward DESC, r.kind, r.until DESC, r.since DESC, o.name, o.code`

func (db *DB) links(ctx context.Context, id maturity.OrganisationID) ([]maturity.OrganisationLink, error) {
	var rows []struct {
		organisationRow
		Relation     maturity.RelationKind
		Outward      bool
		Since, Until *time.Time
		Origin       string
	}
	if err := db.x.SelectContext(ctx, &rows, selectLinks, id); err != nil {
		return nil, err
	}
	var links []maturity.OrganisationLink
	for _, row := range rows {
		links = append(links, maturity.OrganisationLink{Kind: row.Relation, Outward: row.Outward, Other: row.organisation(),
			Since: dayOf(row.Since), Until: dayOf(row.Until), Origin: row.Origin})
	}
	return links, nil
}
