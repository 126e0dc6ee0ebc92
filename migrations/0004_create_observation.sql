-- +goose Up

-- One measure, organisation, period and source: what was believed from known_from until known_to. Nothing is deleted
-- and no value is changed in place: a correction closes the old row (known_to) and opens a new one.
-- No foreign keys: they would cost more than the rows themselves; intake writes only resolved numbers.
CREATE TABLE observation (
    organisation_id integer NOT NULL,
    measure_id      smallint NOT NULL,
    period_kind     smallint NOT NULL,
    period_start    date NOT NULL,
    source_id       smallint NOT NULL,
    known_from      timestamptz NOT NULL,
    known_to        timestamptz NOT NULL DEFAULT 'infinity',
    state           smallint NOT NULL,
    flags           smallint NOT NULL DEFAULT 0,
    value           double precision,
    numerator       double precision,
    denominator     double precision,
    submission_id   bigint NOT NULL,
    sheet           smallint NOT NULL,
    cell_row        integer NOT NULL,
    cell_column     smallint NOT NULL,
    seen            text,
    PRIMARY KEY (organisation_id, measure_id, period_start, period_kind, source_id, known_from),
    CHECK (known_from < known_to)
);
-- A measure across all organisations in a period: benchmarks and ranked comparison.
CREATE INDEX observation_measure ON observation (measure_id, period_start, period_kind, organisation_id) WHERE known_to = 'infinity';

-- Series whose computed results no longer follow from what is stored.
CREATE TABLE stale_series (
    organisation_id integer NOT NULL,
    measure_id      smallint NOT NULL,
    since           timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, measure_id)
);
