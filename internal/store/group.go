package store

import (
	"context"
	"time"

	"github.com/lib/pq"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

const selectGroup = `SELECT g.id, g.title, g.words, g.made_by, g.made_at, g.changed_by, g.changed_at, g.version, g.retired,
	ARRAY(SELECT m.organisation_id FROM organisation_group_member m JOIN organisation o ON o.id = m.organisation_id WHERE m.group_id = g.id ORDER BY o.name, o.code) AS members
	FROM organisation_group g`

type groupRow struct {
	ID           int64
	Title, Words string
	MadeBy       string        `db:"made_by"`
	MadeAt       time.Time     `db:"made_at"`
	ChangedBy    string        `db:"changed_by"`
	ChangedAt    time.Time     `db:"changed_at"`
	Members      pq.Int64Array // by name
	Version      int64
	Retired      bool
}

func (r groupRow) group() maturity.OrganisationGroup {
	g := maturity.OrganisationGroup{ID: r.ID, Title: r.Title, Words: r.Words, By: r.MadeBy, At: r.MadeAt, ChangedBy: r.ChangedBy, ChangedAt: r.ChangedAt, Version: r.Version, Retired: r.Retired}
	for _, id := range r.Members {
		g.Members = append(g.Members, maturity.OrganisationID(id))
	}
	return g
}

func groupsOf(rows []groupRow) []maturity.OrganisationGroup {
	out := make([]maturity.OrganisationGroup, len(rows))
	for i, r := range rows {
		out[i] = r.group()
	}
	return out
}

// GroupsByID gives groups with their members by name, retired ones too. Unknown ids are left out.
func (db *DB) GroupsByID(ctx context.Context, ids []int64) ([]maturity.OrganisationGroup, error) {
	var rows []groupRow
	err := db.x.SelectContext(ctx, &rows, selectGroup+` WHERE g.id = ANY ($1) ORDER BY g.id`, pq.Array(ids))
	return groupsOf(rows), asError(err, "The groups could not be read.")
}

// Groups lists groups by title.
func (db *DB) Groups(ctx context.Context, f maturity.GroupFilter) ([]maturity.OrganisationGroup, error) {
	var rows []groupRow
	err := db.x.SelectContext(ctx, &rows, selectGroup+` WHERE NOT g.retired AND ($1 OR g.made_by = $2 OR EXISTS
		(SELECT 1 FROM organisation_group_member m WHERE m.group_id = g.id AND m.organisation_id = ANY ($3)))
		ORDER BY lower(g.title), g.id LIMIT 1000`, f.All, f.By, pq.Array(organisationNumbers(f.Holding)))
	return groupsOf(rows), asError(err, "The groups could not be listed.")
}

// SaveGroup makes a group (ID 0) or changes one; its ChangedBy and ChangedAt say who does it and when. A group that was
// changed since Version was read is maturity.Conflict. The same maker making the same group again gets the one there is.
func (db *DB) SaveGroup(ctx context.Context, g maturity.OrganisationGroup) (maturity.OrganisationGroup, error) {
	err := db.InTx(ctx, func(tx *Tx) error {
		if g.ID == 0 {
			made, err := tx.makeGroup(ctx, &g)
			if err != nil || !made {
				return err
			}
		}
		return tx.changeGroup(ctx, &g)
	})
	return g, asError(err, "The group could not be saved.")
}

// makeGroup enters a new group without members; made is false where its maker has the same one already.
func (tx *Tx) makeGroup(ctx context.Context, g *maturity.OrganisationGroup) (made bool, err error) {
	var rows []groupRow
	if err := tx.SelectContext(ctx, &rows, selectGroup+` WHERE NOT g.retired AND g.made_by = $1 AND lower(g.title) = lower($2)`, g.ChangedBy, g.Title); err != nil {
		return false, err
	}
	if len(rows) > 0 {
		there := rows[0].group()
		if len(there.Members) != len(g.Members) {
			return false, sameName(there)
		}
		for _, id := range g.Members {
			if !there.Has(id) {
				return false, sameName(there)
			}
		}
		*g = there
		return false, nil
	}
	return true, tx.GetContext(ctx, &g.ID, `INSERT INTO organisation_group (title, words, made_by, made_at, changed_by, changed_at, version) VALUES ($1, $2, $3, $4, $3, $4, 0) RETURNING id`,
		g.Title, g.Words, g.ChangedBy, g.ChangedAt)
}

func sameName(there maturity.OrganisationGroup) error {
	return maturity.Errorf(maturity.Conflict, "You have another group called “%s”. Choose another name, or change that group.", there.Title)
}

// changeGroup brings a group to what is given, and says in the audit what came and went.
func (tx *Tx) changeGroup(ctx context.Context, g *maturity.OrganisationGroup) error {
	var before groupRow
	if err := tx.GetContext(ctx, &before, selectGroup+` WHERE g.id = $1 FOR UPDATE OF g`, g.ID); err != nil {
		return asError(err, "There is no such group.")
	}
	if before.Version != g.Version {
		return maturity.Errorf(maturity.Conflict, "The group was changed meanwhile by %s. Look at it again and repeat your change.", before.ChangedBy)
	}
	members := pq.Array(organisationNumbers(g.Members))
	var codes struct{ Added, Removed pq.StringArray }
	if err := tx.GetContext(ctx, &codes, `SELECT
		ARRAY(SELECT code FROM organisation WHERE id = ANY ($2) AND id NOT IN (SELECT organisation_id FROM organisation_group_member WHERE group_id = $1) ORDER BY code) AS added,
		ARRAY(SELECT code FROM organisation o JOIN organisation_group_member m ON m.organisation_id = o.id WHERE m.group_id = $1 AND NOT o.id = ANY ($2) ORDER BY code) AS removed`, g.ID, members); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM organisation_group_member WHERE group_id = $1 AND NOT organisation_id = ANY ($2)`, g.ID, members); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO organisation_group_member (group_id, organisation_id) SELECT $1, id FROM unnest($2::integer[]) AS given (id) ON CONFLICT DO NOTHING`, g.ID, members); err != nil {
		return err
	}
	if err := tx.GetContext(ctx, &g.Version, `UPDATE organisation_group SET title = $2, words = $3, retired = $4, changed_by = $5, changed_at = $6, version = version + 1 WHERE id = $1 RETURNING version`,
		g.ID, g.Title, g.Words, g.Retired, g.ChangedBy, g.ChangedAt); err != nil {
		return err
	}
	action, detail := "group.changed", map[string]any{"title": g.Title}
	switch {
	case before.Version == 0:
		action = "group.made"
	case before.Title != g.Title:
		detail = map[string]any{"from": before.Title, "to": g.Title}
	case g.Retired && !before.Retired:
		action = "group.retired"
	}
	if len(codes.Added) > 0 {
		detail["added"] = []string(codes.Added)
	}
	if len(codes.Removed) > 0 {
		detail["removed"] = []string(codes.Removed)
	}
	g.By, g.At = before.MadeBy, before.MadeAt
	return appendAudit(ctx, tx, maturity.AuditEntry{At: g.ChangedAt, Account: g.ChangedBy, Action: action, Subject: maturity.GroupSubject(g.ID), Detail: detail})
}

// Successors tells who took over from the organisations, the latest first.
func (db *DB) Successors(ctx context.Context, of []maturity.OrganisationID) ([]maturity.Successor, error) {
	var rows []struct {
		Of, To maturity.OrganisationID
		Since  *int64
	}
	err := db.x.SelectContext(ctx, &rows, `SELECT from_id AS "of", to_id AS "to", CASE WHEN isfinite(since) THEN since - DATE '1970-01-01' END AS since
		FROM relation WHERE kind = 'succeeded_by' AND from_id = ANY ($1) ORDER BY relation.since DESC, to_id`, pq.Array(organisationNumbers(of)))
	out := make([]maturity.Successor, len(rows))
	for i, r := range rows {
		out[i] = maturity.Successor{Of: r.Of, To: r.To}
		if r.Since != nil {
			out[i].Since = period.Day(*r.Since)
		}
	}
	return out, asError(err, "The successors could not be read.")
}
