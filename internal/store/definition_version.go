package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/lib/pq"

	"waymark/internal/maturity"
)

// keepVersions keeps the wordings of all definitions: a changed one ends the row before and begins another, one that is
// gone ends. Wordings that are kept already are left alone. It belongs into the transaction that enters the catalogue,
// whose lock keeps replicas apart.
func (tx *Tx) keepVersions(ctx context.Context, c *maturity.Catalogue, at time.Time) error {
	var current []struct{ Kind, Ref, Hash string }
	if err := tx.SelectContext(ctx, &current, `SELECT kind, ref, hash FROM definition_version WHERE known_to = 'infinity'`); err != nil {
		return err
	}
	type key struct{ kind, ref string }
	kept := map[key]string{}
	for _, row := range current {
		kept[key{row.Kind, row.Ref}] = row.Hash
	}
	var kinds, refs, hashes, fields, endedKinds, endedRefs []string
	for _, v := range c.Versions() {
		k := key{string(v.Kind), v.ID}
		hash, known := kept[k]
		delete(kept, k)
		if known && hash == v.Hash {
			continue
		}
		text, err := json.Marshal(v.Fields)
		if err != nil {
			return err
		}
		kinds, refs, hashes, fields = append(kinds, k.kind), append(refs, k.ref), append(hashes, v.Hash), append(fields, string(text))
	}
	for k := range kept { // gone
		endedKinds, endedRefs = append(endedKinds, k.kind), append(endedRefs, k.ref)
	}
	endedKinds, endedRefs = append(endedKinds, kinds...), append(endedRefs, refs...)
	if len(endedRefs) == 0 {
		return nil
	}
	if _, err := tx.ExecContext(ctx, `UPDATE definition_version v SET known_to = greatest($3::timestamptz, v.known_from + interval '1 microsecond')
		FROM unnest($1::text[], $2::text[]) AS ended (kind, ref) WHERE v.kind = ended.kind AND v.ref = ended.ref AND v.known_to = 'infinity'`,
		pq.Array(endedKinds), pq.Array(endedRefs), at); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO definition_version (kind, ref, hash, known_from, fields)
		SELECT kind, ref, hash, greatest($5::timestamptz, (SELECT max(known_to) FROM definition_version v WHERE v.kind = given.kind AND v.ref = given.ref)), fields::jsonb
		FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS given (kind, ref, hash, fields)`,
		pq.Array(kinds), pq.Array(refs), pq.Array(hashes), pq.Array(fields), at)
	return err
}

// DefinitionVersions gives the wordings of the definitions of a kind, the newest first of each; without ids, of all.
func (db *DB) DefinitionVersions(ctx context.Context, kind maturity.DefinitionKind, ids ...string) ([]maturity.DefinitionVersion, error) {
	if ids == nil {
		ids = []string{}
	}
	var rows []struct {
		Ref, Hash string
		KnownFrom time.Time    `db:"known_from"`
		KnownTo   sql.NullTime `db:"known_to"`
		Fields    []byte
	}
	err := db.x.SelectContext(ctx, &rows, `SELECT ref, hash, known_from, nullif(known_to, 'infinity') AS known_to, fields FROM definition_version
		WHERE kind = $1 AND (cardinality($2::text[]) = 0 OR ref = ANY ($2)) ORDER BY ref, known_from DESC`, string(kind), pq.Array(ids))
	if err != nil {
		return nil, asError(err, "The history of the definitions could not be read.")
	}
	out := make([]maturity.DefinitionVersion, len(rows))
	for i, r := range rows {
		out[i] = maturity.DefinitionVersion{Kind: kind, ID: r.Ref, Hash: r.Hash, KnownFrom: r.KnownFrom, KnownTo: r.KnownTo.Time}
		if err := json.Unmarshal(r.Fields, &out[i].Fields); err != nil {
			return nil, asError(err, "The history of the definitions could not be read.")
		}
	}
	return out, nil
}
