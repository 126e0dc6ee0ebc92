-- +goose Up

-- What the rules found in stored values. A row is one finding for ever: when its rule is content again it is resolved,
-- and when it finds the same once more the row is open again. Columns that name it are its key.
CREATE TABLE finding (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    rule            text NOT NULL,
    organisation_id integer NOT NULL REFERENCES organisation,
    measure_id      smallint NOT NULL REFERENCES measure,
    period_kind     smallint NOT NULL,
    period_start    date NOT NULL,
    source_id       smallint NOT NULL REFERENCES source,
    other           text NOT NULL DEFAULT '', -- the source it was held against
    severity        text NOT NULL CHECK (severity IN ('error', 'warning', 'info')),
    message         text NOT NULL,
    seen_left       text NOT NULL,
    seen_right      text NOT NULL,
    acceptable      boolean NOT NULL,
    first_seen      timestamptz NOT NULL,
    last_seen       timestamptz NOT NULL,
    resolved_at     timestamptz,
    accepted_by     text NOT NULL DEFAULT '', -- login
    accepted_at     timestamptz,
    comment         text NOT NULL DEFAULT '',
    UNIQUE (organisation_id, measure_id, period_start, period_kind, source_id, rule, other),
    CHECK ((accepted_at IS NULL) = (accepted_by = '') AND (accepted_at IS NULL) = (comment = ''))
);
CREATE INDEX finding_open ON finding (severity, id) WHERE resolved_at IS NULL;

-- Series whose findings no longer follow from what is stored. Whatever marks a series for recomputing marks it here.
CREATE TABLE finding_due (
    organisation_id integer NOT NULL,
    measure_id      smallint NOT NULL,
    since           timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, measure_id)
);
-- +goose StatementBegin
CREATE FUNCTION finding_mark() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO finding_due (organisation_id, measure_id, since) SELECT organisation_id, measure_id, clock_timestamp() FROM marked
    ON CONFLICT (organisation_id, measure_id) DO UPDATE SET since = excluded.since;
    RETURN NULL;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER finding_mark_new AFTER INSERT ON stale_series REFERENCING NEW TABLE AS marked FOR EACH STATEMENT EXECUTE FUNCTION finding_mark();
CREATE TRIGGER finding_mark_again AFTER UPDATE ON stale_series REFERENCING NEW TABLE AS marked FOR EACH STATEMENT EXECUTE FUNCTION finding_mark();

-- The definitions with which everything was looked at the last time: with others, everything is due.
CREATE TABLE finding_state (
    single      boolean PRIMARY KEY DEFAULT true CHECK (single),
    definitions text NOT NULL DEFAULT ''
);
INSERT INTO finding_state DEFAULT VALUES;

-- Words on a stored value, printed with it. Nothing is deleted: other words end the ones before.
CREATE TABLE observation_comment (
    organisation_id integer NOT NULL REFERENCES organisation,
    measure_id      smallint NOT NULL REFERENCES measure,
    period_kind     smallint NOT NULL,
    period_start    date NOT NULL,
    source_id       smallint NOT NULL REFERENCES source,
    words           text NOT NULL CHECK (words <> ''),
    set_by          text NOT NULL, -- login
    known_from      timestamptz NOT NULL,
    known_to        timestamptz NOT NULL DEFAULT 'infinity',
    PRIMARY KEY (organisation_id, measure_id, period_start, period_kind, source_id, known_from),
    CHECK (known_from < known_to)
);

-- A question that a reviewer raised about a stored value (source), or about a return or one of its values (collection).
CREATE TABLE flag (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    collection      text NOT NULL DEFAULT '',
    organisation_id integer NOT NULL REFERENCES organisation,
    measure_id      smallint REFERENCES measure, -- NULL: the return as a whole
    period_kind     smallint NOT NULL,
    period_start    date NOT NULL,
    source_id       smallint REFERENCES source, -- NULL: a value of a return
    words           text NOT NULL CHECK (words <> ''),
    raised_by       text NOT NULL, -- login
    raised_at       timestamptz NOT NULL,
    closed_by       text NOT NULL DEFAULT '', -- login
    closed_at       timestamptz,
    CHECK ((closed_at IS NULL) = (closed_by = '')),
    CHECK (measure_id IS NOT NULL OR collection <> '')
);
CREATE INDEX flag_organisation ON flag (organisation_id, period_start, id);
CREATE INDEX flag_open ON flag (id) WHERE closed_at IS NULL;

CREATE TABLE flag_reply (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    flag_id    bigint NOT NULL REFERENCES flag,
    words      text NOT NULL CHECK (words <> ''),
    replied_by text NOT NULL, -- login
    replied_at timestamptz NOT NULL
);
CREATE INDEX flag_reply_flag ON flag_reply (flag_id, id);

-- Everything that is stored already is due.
INSERT INTO finding_due (organisation_id, measure_id, since) SELECT DISTINCT organisation_id, measure_id, now() FROM observation WHERE known_to = 'infinity';
