package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/lib/pq"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

const selectOrganisation = `SELECT id, code, name, short_name, kind, opened, closed, is_group, note, shown_as_at FROM organisation`

// organisationRow is a row of that select.
type organisationRow struct {
	ID                     maturity.OrganisationID
	Code, Name, Kind, Note string
	ShortName              string `db:"short_name"`
	Group                  bool   `db:"is_group"`
	Opened, Closed         *time.Time
	ShownAsAt              *time.Time `db:"shown_as_at"`
}

func (r organisationRow) organisation() maturity.Organisation {
	return maturity.Organisation{ID: r.ID, Code: r.Code, Name: r.Name, ShortName: r.ShortName, Kind: r.Kind, Opened: dayOf(r.Opened), Closed: dayOf(r.Closed),
		Group: r.Group, Note: r.Note, ShownAsAt: dayOf(r.ShownAsAt)}
}

func dayOf(t *time.Time) *period.Day {
	if t == nil {
		return nil
	}
	d := period.DayOf(*t)
	return &d
}

// OrganisationByCode finds an organisation by its code in any letter case; maturity.NotFound when there is none.
func (db *DB) OrganisationByCode(ctx context.Context, code string) (maturity.Organisation, error) {
	d, err := db.Directory(ctx)
	if err != nil {
		return maturity.Organisation{}, err
	}
	if o, ok := d.ByCode(code); ok {
		return o, nil
	}
	if offered := d.Find(code, nil, period.Period{}).Suggestions; len(offered) > 0 {
		return maturity.Organisation{}, maturity.Errorf(maturity.NotFound, "No organisation has the code %q. Did you mean %s?", code, strings.Join(offered, " or "))
	}
	return maturity.Organisation{}, maturity.Errorf(maturity.NotFound, "No organisation has the code %q.", code)
}

// selectOrganisations lists by name, from the organisation after the given one on. "Within" follows the relations to
// everything below.
const selectOrganisations = selectOrganisation + ` o
WHERE ($1::text[] IS NULL OR kind = ANY ($1) OR EXISTS (SELECT 1 FROM organisation_was w WHERE w.organisation_id = o.id AND w.kind = ANY ($1)))
  AND ($2 = 0 OR id IN (
      WITH RECURSIVE within (id) AS (
          SELECT from_id FROM relation WHERE to_id = $2 AND kind IN ('member_of', 'part_of', 'commissioned_by') AND ($3::date IS NULL OR $3 BETWEEN since AND until)
          UNION
          SELECT r.from_id FROM relation r JOIN within ON r.to_id = within.id
          WHERE r.kind IN ('member_of', 'part_of', 'commissioned_by') AND ($3::date IS NULL OR $3 BETWEEN r.since AND r.until)
      ) SELECT id FROM within))
  AND ($4 = '' OR starts_with(upper(code), $4) OR EXISTS (SELECT 1 FROM organisation_alias a WHERE a.organisation_id = o.id AND strpos(a.alias, $5) > 0 AND $5 <> ''))
  AND ($3::date IS NULL OR (coalesce(opened, '-infinity') <= $3 AND coalesce(closed, 'infinity') >= $6))
  AND ($7 = '' OR (name, code) > (SELECT name, code FROM organisation WHERE code = $7))
ORDER BY name, code LIMIT $8`

// Organisations lists organisations by name. next is the code to give as After for the following page, "" on the last.
func (db *DB) Organisations(ctx context.Context, q maturity.OrganisationQuery) (list []maturity.Organisation, next string, err error) {
	if q.Limit <= 0 {
		q.Limit = 100
	}
	q.Limit = min(q.Limit, 1000)
	if len(q.Kinds) == 0 {
		q.Kinds = nil // any
	}
	var first, last any
	if !q.OpenIn.IsZero() {
		first, last = q.OpenIn.Start.String(), q.OpenIn.End().String()
	}
	var rows []organisationRow
	err = db.x.SelectContext(ctx, &rows, selectOrganisations, pq.Array(q.Kinds), q.Within, last, strings.ToUpper(strings.TrimSpace(q.Text)),
		maturity.FoldName(q.Text), first, q.After, q.Limit+1)
	if err != nil {
		return nil, "", asError(err, "The organisations could not be listed.")
	}
	if len(rows) > q.Limit {
		rows = rows[:q.Limit]
		next = rows[q.Limit-1].Code
	}
	for _, row := range rows {
		list = append(list, row.organisation())
	}
	return list, next, nil
}

// OrganisationProfile gives an organisation by code with its other names and its relations in both directions, the
// latest first; of bodies below it at most 500.
func (db *DB) OrganisationProfile(ctx context.Context, code string) (maturity.OrganisationProfile, error) {
	o, err := db.OrganisationByCode(ctx, code)
	if err != nil {
		return maturity.OrganisationProfile{}, err
	}
	profile := maturity.OrganisationProfile{Organisation: o}
	err = db.x.SelectContext(ctx, &profile.Aliases, `SELECT printed AS name, origin FROM organisation_alias WHERE organisation_id = $1 AND printed NOT IN ('', $2) ORDER BY printed`, o.ID, o.Name)
	if err != nil {
		return profile, asError(err, "")
	}
	profile.Relations, err = db.links(ctx, o.ID)
	return profile, asError(err, fmt.Sprintf("The relations of %s could not be read.", o.Code))
}
