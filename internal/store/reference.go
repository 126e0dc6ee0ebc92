package store

import (
	"context"
	"encoding/json"
	"iter"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// LoadFacts keeps the facts of reference files and derives organisations, aliases and relations anew from the set of
// all facts, in one transaction. A list kept here (origin seed:...) replaces its earlier edition; published files add
// to what is kept of their vintage. One load runs at a time.
func (db *DB) LoadFacts(ctx context.Context, facts iter.Seq2[maturity.Fact, error]) (maturity.ReferenceCounts, error) {
	var counts maturity.ReferenceCounts
	err := db.InTx(ctx, func(tx *Tx) error {
		if _, err := tx.ExecContext(ctx, `LOCK TABLE reference_fact IN SHARE ROW EXCLUSIVE MODE`); err != nil {
			return err
		}
		if err := tx.keepFacts(ctx, facts, &counts); err != nil {
			return err
		}
		if err := tx.deriveReference(ctx, &counts); err != nil || counts.Facts == 0 {
			return err
		}
		return appendAudit(ctx, tx, maturity.AuditEntry{At: time.Now().UTC(), Account: maturity.ByCommand, Action: "reference.loaded", Subject: "reference",
			Detail: map[string]any{"facts": counts.Facts, "organisations": counts.Organisations, "new_organisations": counts.NewOnes, "relations": counts.Relations}})
	})
	return counts, asError(err, "The reference files could not be stored; nothing was changed.")
}

func (tx *Tx) keepFacts(ctx context.Context, facts iter.Seq2[maturity.Fact, error], counts *maturity.ReferenceCounts) error {
	if _, err := tx.ExecContext(ctx, `CREATE TEMP TABLE incoming (LIKE reference_fact INCLUDING DEFAULTS) ON COMMIT DROP`); err != nil {
		return err
	}
	if err := tx.copyFacts(ctx, facts); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM reference_fact WHERE origin LIKE 'seed:%' AND origin IN (SELECT DISTINCT origin FROM incoming)`); err != nil {
		return err
	}
	done, err := tx.ExecContext(ctx, insertFacts)
	if err != nil {
		return err
	}
	if counts.Facts, err = done.RowsAffected(); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `ANALYZE reference_fact`)
	return err
}

// insertFacts settles two statements about the same thing by their content, never by the order they came in.
const insertFacts = `
INSERT INTO reference_fact AS kept (origin, vintage, code, related, relation, since, until, name, kind, detail)
SELECT DISTINCT ON (code, origin, vintage, relation, related, since) origin, vintage, code, related, relation, since, until, name, kind, detail
FROM incoming
ORDER BY code, origin, vintage, relation, related, since, name DESC, kind DESC, until DESC, detail DESC
ON CONFLICT (code, origin, vintage, relation, related, since) DO UPDATE
SET until = EXCLUDED.until, name = EXCLUDED.name, kind = EXCLUDED.kind, detail = EXCLUDED.detail
WHERE (EXCLUDED.name, EXCLUDED.kind, coalesce(EXCLUDED.until, 'infinity'), EXCLUDED.detail) > (kept.name, kept.kind, coalesce(kept.until, 'infinity'), kept.detail)`

func (tx *Tx) copyFacts(ctx context.Context, facts iter.Seq2[maturity.Fact, error]) error {
	in, err := tx.PrepareContext(ctx, `COPY incoming (origin, vintage, code, related, relation, since, until, name, kind, detail) FROM STDIN`)
	if err != nil {
		return err
	}
	defer in.Close()
	for fact, err := range facts {
		if err != nil {
			return err
		}
		detail := []byte("{}")
		if fact.Relation == "" {
			if detail, err = json.Marshal(fact.Detail); err != nil {
				return err
			}
		}
		since := "-infinity"
		if fact.Since != nil {
			since = fact.Since.String()
		}
		if _, err := in.ExecContext(ctx, fact.Origin, fact.Vintage.String(), fact.Code, fact.Related, fact.Relation, since, dayOrNil(fact.Until), fact.Name, fact.Kind, string(detail)); err != nil {
			return err
		}
	}
	_, err = in.ExecContext(ctx)
	return err
}

// deriveReference makes organisations, aliases and relations follow from the facts. Organisations are never deleted,
// because observations may refer to them.
func (tx *Tx) deriveReference(ctx context.Context, counts *maturity.ReferenceCounts) error {
	for _, statement := range []string{deriveSame, deriveBody, `ANALYZE body`, deriveOrganisation, touchedOrganisations, updateOrganisation} {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	done, err := tx.ExecContext(ctx, insertOrganisation)
	if err != nil {
		return err
	}
	if counts.NewOnes, err = done.RowsAffected(); err != nil {
		return err
	}
	if err := tx.deriveAliases(ctx); err != nil {
		return err
	}
	for _, statement := range append(append(append(deriveKinds, deriveRelations...), markTouched...), `UPDATE reference_state SET version = version + 1`) {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	if err := tx.suppressMoved(ctx); err != nil {
		return err
	}
	return tx.QueryRowContext(ctx, `
		SELECT (SELECT count(*) FROM organisation), (SELECT count(*) FROM organisation_alias), (SELECT count(*) FROM relation),
		       (SELECT count(*) FROM stated WHERE from_id IS NULL OR to_id IS NULL)`).
		Scan(&counts.Organisations, &counts.Aliases, &counts.Relations, &counts.Unplaced)
}

// deriveAliases folds every name that any fact gives a body. Folding is maturity's, so it is done here and not in SQL.
func (tx *Tx) deriveAliases(ctx context.Context) error {
	var rows []struct {
		ID           int32
		Name, Origin string
	}
	if err := tx.SelectContext(ctx, &rows, selectNames); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `CREATE TEMP TABLE alias_now (organisation_id integer, alias text, origin text, printed text) ON COMMIT DROP`); err != nil {
		return err
	}
	in, err := tx.PrepareContext(ctx, `COPY alias_now FROM STDIN`)
	if err != nil {
		return err
	}
	defer in.Close()
	type key struct {
		id    int32
		alias string
	}
	seen := make(map[key]bool, len(rows))
	for _, row := range rows {
		k := key{row.ID, maturity.FoldName(row.Name)}
		if k.alias == "" || seen[k] {
			continue
		}
		seen[k] = true
		if _, err := in.ExecContext(ctx, row.ID, k.alias, row.Origin, row.Name); err != nil {
			return err
		}
	}
	if _, err := in.ExecContext(ctx); err != nil {
		return err
	}
	for _, statement := range syncAliases {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

func dayOrNil(d *period.Day) any {
	if d == nil {
		return nil
	}
	return d.String()
}
