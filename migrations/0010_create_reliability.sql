-- +goose Up

-- What came of a measure's forecasts: one row for each measure, with the record of those that were stored and the one of
-- those made afterwards for past days. Computed by jobs; known_from is the as-at time, as in the other results.
CREATE TABLE reliability (
    measure_id      smallint NOT NULL,
    known_from      timestamptz NOT NULL,
    known_to        timestamptz NOT NULL DEFAULT 'infinity',
    inputs_hash     text NOT NULL,
    definition_hash text NOT NULL,
    stated          jsonb NOT NULL,
    back_test       jsonb NOT NULL,
    PRIMARY KEY (measure_id, known_from),
    CHECK (known_from < known_to)
);
