-- +goose Up

-- Small numbers. A row of the history is masked as a whole: 1 because its own counts are small, 2 because it would give
-- one away. The mark is on the row and stays: what was masked in one edition is masked at every as-at time.
ALTER TABLE observation ADD COLUMN suppressed smallint NOT NULL DEFAULT 0;
CREATE INDEX observation_suppressed ON observation (measure_id, period_start, period_kind) WHERE suppressed > 0;

-- The rule of a measure, as its definition states it, and whether the value itself is a count and the numerator a part of
-- the denominator.
ALTER TABLE measure
    ADD COLUMN small_number integer NOT NULL DEFAULT 0,
    ADD COLUMN counts       boolean NOT NULL DEFAULT false,
    ADD COLUMN parts        boolean NOT NULL DEFAULT false,
    ADD COLUMN per          double precision NOT NULL DEFAULT 0;

-- How often rows of a measure with a rule were masked that had been shown before: results that were computed from an
-- earlier state may not be written.
CREATE TABLE suppression_count (
    measure_id smallint PRIMARY KEY,
    times      bigint NOT NULL DEFAULT 0
);

-- Values of a plan are wishes: they count nobody.
ALTER TABLE source ADD COLUMN is_plan boolean NOT NULL DEFAULT false;

-- What may be shown. Everything that shows or computes reads this; only what compares, writes and masks reads the table.
CREATE VIEW observation_shown AS
SELECT organisation_id, measure_id, period_kind, period_start, source_id, known_from, known_to,
    CASE WHEN suppressed = 0 THEN state ELSE 5::smallint END AS state, flags,
    CASE WHEN suppressed = 0 THEN value END AS value,
    CASE WHEN suppressed = 0 THEN numerator END AS numerator,
    CASE WHEN suppressed = 0 THEN denominator END AS denominator,
    submission_id, sheet, cell_row, cell_column,
    CASE WHEN suppressed = 0 THEN seen END AS seen
FROM observation;

