-- +goose Up

-- How the figures of a measure moved after they were first known: one row for each measure in which any did. Computed by
-- jobs; known_from is the as-at time, as in the other results.
CREATE TABLE revision (
    measure_id      smallint NOT NULL,
    known_from      timestamptz NOT NULL,
    known_to        timestamptz NOT NULL DEFAULT 'infinity',
    definition_hash text NOT NULL,
    illustrative    boolean NOT NULL,
    record          jsonb NOT NULL,
    PRIMARY KEY (measure_id, known_from),
    CHECK (known_from < known_to)
);
