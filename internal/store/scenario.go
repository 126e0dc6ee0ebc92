package store

import (
	"context"
	"time"

	"waymark/internal/maturity"
)

const selectScenarios = `SELECT s.id, s.roadmap_id AS roadmap, v.title, v.words, v.steps, v.version, v.saved_by, v.saved_at, v.retired
	FROM scenario s JOIN scenario_version v ON v.scenario_id = s.id`

type scenarioRow struct {
	ID           int64
	Roadmap      string
	Title, Words string
	Steps        []byte
	Version      int64
	SavedBy      string    `db:"saved_by"`
	SavedAt      time.Time `db:"saved_at"`
	Retired      bool
}

func (r scenarioRow) scenario() (maturity.Scenario, error) {
	steps, err := readSteps(r.Steps)
	return maturity.Scenario{ID: r.ID, Roadmap: r.Roadmap, Title: r.Title, Words: r.Words, Steps: steps, By: r.SavedBy, At: r.SavedAt, Version: r.Version, Retired: r.Retired}, err
}

func (db *DB) scenarios(ctx context.Context, where string, args ...any) ([]maturity.Scenario, error) {
	var rows []scenarioRow
	if err := db.x.SelectContext(ctx, &rows, selectScenarios+where, args...); err != nil {
		return nil, asError(err, "The scenarios could not be read.")
	}
	out := make([]maturity.Scenario, len(rows))
	for i, r := range rows {
		var err error
		if out[i], err = r.scenario(); err != nil {
			return nil, asError(err, "The scenarios could not be read.")
		}
	}
	return out, nil
}

// Scenarios lists the newest version of the scenarios of a roadmap that are not retired, the newest first.
func (db *DB) Scenarios(ctx context.Context, roadmap string) ([]maturity.Scenario, error) {
	return db.scenarios(ctx, ` WHERE s.roadmap_id = $1 AND v.version = s.version AND NOT s.retired ORDER BY s.id DESC LIMIT 500`, roadmap)
}

// Scenario reads the newest version of a scenario, of a retired one, too.
func (db *DB) Scenario(ctx context.Context, id int64) (maturity.Scenario, error) {
	list, err := db.scenarios(ctx, ` WHERE s.id = $1 AND v.version = s.version`, id)
	if err == nil && len(list) == 0 {
		err = maturity.Errorf(maturity.NotFound, "There is no such scenario.")
	}
	if err != nil {
		return maturity.Scenario{}, err
	}
	return list[0], nil
}

// ScenarioVersions lists every version of a scenario, the newest first.
func (db *DB) ScenarioVersions(ctx context.Context, id int64) ([]maturity.Scenario, error) {
	return db.scenarios(ctx, ` WHERE s.id = $1 ORDER BY v.version DESC`, id)
}

// SaveScenario makes a scenario (ID 0) or keeps another version after the one that s names, which By saved at At. Where a
// later one is there already it is maturity.Conflict, and nothing is kept.
func (db *DB) SaveScenario(ctx context.Context, s maturity.Scenario, entry maturity.AuditEntry) (maturity.Scenario, error) {
	steps, err := writeSteps(s.Steps)
	if err != nil {
		return s, err
	}
	err = db.InTx(ctx, func(tx *Tx) error {
		if s.ID == 0 {
			err = tx.beginScenario(ctx, &s)
		} else {
			err = tx.continueScenario(ctx, &s)
		}
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO scenario_version (scenario_id, version, title, words, steps, retired, saved_by, saved_at) VALUES ($1, $2, $3, $4, $5::jsonb, $6, $7, $8)`,
			s.ID, s.Version, s.Title, s.Words, steps, s.Retired, s.By, s.At); err != nil {
			return err
		}
		entry.Subject = maturity.ScenarioSubject(s.ID)
		return appendAudit(ctx, tx, entry)
	})
	return s, asError(err, "The scenario could not be saved.")
}

func (tx *Tx) beginScenario(ctx context.Context, s *maturity.Scenario) error {
	s.Version = 1
	err := tx.GetContext(ctx, &s.ID, `INSERT INTO scenario (roadmap_id, title, made_by, made_at) VALUES ($1, $2, $3, $4) RETURNING id`, s.Roadmap, s.Title, s.By, s.At)
	return asError(err, "This roadmap has another scenario of that name. Choose another name.")
}

func (tx *Tx) continueScenario(ctx context.Context, s *maturity.Scenario) error {
	var newest struct {
		Version int64
		Roadmap string
	}
	if err := tx.GetContext(ctx, &newest, `SELECT version, roadmap_id AS roadmap FROM scenario WHERE id = $1 FOR UPDATE`, s.ID); err != nil {
		return asError(err, "There is no such scenario.")
	}
	if newest.Version != s.Version {
		return maturity.Errorf(maturity.Conflict, "The scenario was changed by somebody else meanwhile. Look at it again and repeat your change.")
	}
	s.Version, s.Roadmap = s.Version+1, newest.Roadmap
	_, err := tx.ExecContext(ctx, `UPDATE scenario SET version = $2, title = $3, retired = $4 WHERE id = $1`, s.ID, s.Version, s.Title, s.Retired)
	return asError(err, "This roadmap has another scenario of that name. Choose another name.")
}
