-- +goose Up

-- Computed by jobs, read by pages. known_from is the as-at time of the inputs, so that a page as at a past day shows
-- what could be said then.
CREATE TABLE trajectory (
    organisation_id integer NOT NULL,
    measure_id      smallint NOT NULL,
    target_ref      text NOT NULL DEFAULT '',
    known_from      timestamptz NOT NULL,
    known_to        timestamptz NOT NULL DEFAULT 'infinity',
    status          text NOT NULL,
    probability     double precision,
    latest_value    double precision,
    latest_period   text NOT NULL DEFAULT '',
    forecast_at_due double precision,
    inputs_hash     text NOT NULL,
    definition_hash text NOT NULL,
    detail          jsonb NOT NULL,
    PRIMARY KEY (organisation_id, measure_id, target_ref, known_from),
    CHECK (known_from < known_to)
);

-- A footprint's value made from its organisations' values, with the method and who is missing.
CREATE TABLE roll_up (
    organisation_id integer NOT NULL,
    measure_id      smallint NOT NULL,
    period_kind     smallint NOT NULL,
    period_start    date NOT NULL,
    known_from      timestamptz NOT NULL,
    known_to        timestamptz NOT NULL DEFAULT 'infinity',
    method          text NOT NULL,
    value           double precision NOT NULL,
    numerator       double precision,
    denominator     double precision,
    reporting       integer NOT NULL,
    expected        integer NOT NULL,
    missing         jsonb NOT NULL DEFAULT '[]',
    illustrative    boolean NOT NULL,
    PRIMARY KEY (organisation_id, measure_id, period_start, period_kind, known_from),
    CHECK (known_from < known_to)
);

-- The value of a benchmark in a period for a population: one row serves all organisations compared with it.
CREATE TABLE benchmark (
    measure_id    smallint NOT NULL,
    benchmark_ref text NOT NULL,
    population    text NOT NULL DEFAULT '', -- kind of organisation, where the benchmark is per kind
    period_kind   smallint NOT NULL,
    period_start  date NOT NULL,
    known_from    timestamptz NOT NULL,
    known_to      timestamptz NOT NULL DEFAULT 'infinity',
    value         double precision,
    peers         integer NOT NULL,
    centiles      double precision[] NOT NULL DEFAULT '{}', -- 5, 25, 50, 75, 95
    reason        text NOT NULL DEFAULT '',
    PRIMARY KEY (measure_id, benchmark_ref, population, period_start, period_kind, known_from),
    CHECK (known_from < known_to)
);

-- An organisation's place against a benchmark in its latest period.
CREATE TABLE benchmark_position (
    organisation_id integer NOT NULL,
    measure_id      smallint NOT NULL,
    benchmark_ref   text NOT NULL,
    period_kind     smallint NOT NULL,
    period_start    date NOT NULL,
    known_from      timestamptz NOT NULL,
    known_to        timestamptz NOT NULL DEFAULT 'infinity',
    value           double precision NOT NULL,
    reference       double precision,
    place           text NOT NULL,
    better          boolean,
    centile         double precision,
    peers           integer NOT NULL,
    indicative      boolean NOT NULL,
    reason          text NOT NULL DEFAULT '',
    PRIMARY KEY (organisation_id, measure_id, benchmark_ref, period_start, period_kind, known_from),
    CHECK (known_from < known_to)
);

-- Pictures drawn from an option, by the hash of the option and of the renderer.
CREATE TABLE chart_svg (
    option_hash text PRIMARY KEY,
    svg         bytea NOT NULL,
    made_at     timestamptz NOT NULL
);

CREATE TABLE job_run (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    job         text NOT NULL,
    node        text NOT NULL,
    started_at  timestamptz NOT NULL,
    finished_at timestamptz,
    outcome     text NOT NULL DEFAULT 'running' CHECK (outcome IN ('running', 'done', 'failed', 'panicked', 'skipped', 'lost')),
    counts      jsonb NOT NULL DEFAULT '{}',
    failure     text NOT NULL DEFAULT ''
);
CREATE INDEX job_run_started ON job_run (job, started_at DESC);
