-- +goose Up

CREATE TABLE submission (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    received_at   timestamptz NOT NULL,
    known_from    timestamptz NOT NULL,
    submitted_by  text NOT NULL DEFAULT '',
    account_id    integer REFERENCES account,
    via           text NOT NULL CHECK (via IN ('page', 'api', 'command', 'demonstration')),
    file_name     text NOT NULL,
    size          bigint NOT NULL,
    sha256        text NOT NULL,
    state         text NOT NULL CHECK (state IN ('received', 'reading', 'checked', 'writing', 'written', 'refused', 'cancelled', 'failed')),
    check_only    boolean NOT NULL,
    auto_write    boolean NOT NULL,
    layout_hint   text NOT NULL DEFAULT '',
    period_hint   text NOT NULL DEFAULT '', -- period code chosen by the sender
    may           integer[], -- organisations the sender had the right to write for; NULL: all
    layout        text NOT NULL DEFAULT '',
    layout_version integer NOT NULL DEFAULT 0,
    definitions   text NOT NULL DEFAULT '', -- hash of the catalogue it was read with
    source        text NOT NULL DEFAULT '',
    rows_read     bigint NOT NULL DEFAULT 0,
    report        jsonb NOT NULL DEFAULT '{}',
    failure       text NOT NULL DEFAULT '',
    worker        text NOT NULL DEFAULT '',
    heartbeat     timestamptz,
    attempts      integer NOT NULL DEFAULT 0,
    finished_at   timestamptz,
    staging       text NOT NULL DEFAULT '', -- table in schema staging that holds its checked rows
    staged        bigint NOT NULL DEFAULT 0 -- how many: after a crash of the server the table is there, but empty
);
CREATE INDEX submission_open ON submission (id) WHERE state IN ('received', 'reading', 'writing');
CREATE INDEX submission_sha256 ON submission (sha256);
CREATE INDEX submission_received ON submission (received_at DESC);

-- The bytes as received, in pieces, so that neither side holds a whole file in memory.
CREATE TABLE submission_chunk (
    submission_id bigint NOT NULL REFERENCES submission,
    position      integer NOT NULL,
    bytes         bytea NOT NULL,
    PRIMARY KEY (submission_id, position)
);

-- What a submission did per organisation: shown on its page and used for the right to see it.
CREATE TABLE submission_organisation (
    submission_id   bigint NOT NULL REFERENCES submission,
    organisation_id integer NOT NULL REFERENCES organisation,
    held_back       boolean NOT NULL,
    new_values      bigint NOT NULL,
    changed_values  bigint NOT NULL,
    unchanged_values bigint NOT NULL,
    held_values     bigint NOT NULL,
    PRIMARY KEY (submission_id, organisation_id)
);

-- The sheets of a submission by number, so that an observation keeps two small numbers instead of a name.
CREATE TABLE submission_sheet (
    submission_id bigint NOT NULL REFERENCES submission,
    sheet         smallint NOT NULL,
    name          text NOT NULL,
    PRIMARY KEY (submission_id, sheet)
);

-- Rows read and checked but not yet written live in one unlogged table per submission in this schema; it is made
-- again from the kept bytes if it is lost.
CREATE SCHEMA staging;
