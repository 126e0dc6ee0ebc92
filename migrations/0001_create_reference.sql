-- +goose Up
-- Organisations and the small numbers that stand for catalogue ids. Small enough to copy to every node.

CREATE TABLE organisation (
    id          integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code        text NOT NULL UNIQUE,
    name        text NOT NULL,
    short_name  text NOT NULL,
    kind        text NOT NULL,
    opened      date,
    closed      date,
    is_group    boolean NOT NULL DEFAULT false,
    note        text NOT NULL DEFAULT '',
    shown_as_at date,
    CHECK (code <> '' AND name <> '')
);
CREATE INDEX organisation_kind ON organisation (kind);

-- Names an organisation is printed under; alias is folded (see maturity.FoldName). One alias may stand for several
-- bodies at different times or in different footprints, so it is no key.
CREATE TABLE organisation_alias (
    organisation_id integer NOT NULL REFERENCES organisation,
    alias           text NOT NULL,
    origin          text NOT NULL,
    printed         text NOT NULL DEFAULT '', -- as the source writes it
    PRIMARY KEY (alias, organisation_id)
);
CREATE INDEX organisation_alias_organisation ON organisation_alias (organisation_id);

-- All kinds that files of any vintage state: a CCG that became a sub-ICB location is found as either.
CREATE TABLE organisation_was (
    organisation_id integer NOT NULL REFERENCES organisation,
    kind            text NOT NULL,
    PRIMARY KEY (organisation_id, kind)
);

-- Counts the changes of organisations, aliases and relations, so that a replica sees that its copy in memory is old.
CREATE TABLE reference_state (
    single  boolean PRIMARY KEY DEFAULT true CHECK (single),
    version bigint NOT NULL
);
INSERT INTO reference_state (version) VALUES (0);

-- What each published reference file said: a fact per file and code. Organisations and relations are derived from
-- the set of facts, so that the order in which files arrive makes no difference.
CREATE TABLE reference_fact (
    origin      text NOT NULL,            -- file family: epraccur, etr, eccg, epcmem, ons_ccg_stp, seed ...
    vintage     date NOT NULL,            -- the day the file speaks of
    code        text NOT NULL,
    related     text NOT NULL DEFAULT '', -- the other code, for relations
    relation    text NOT NULL DEFAULT '', -- '' for a fact about the body itself
    since       date NOT NULL DEFAULT '-infinity',
    until       date,
    name        text NOT NULL DEFAULT '',
    kind        text NOT NULL DEFAULT '',
    detail      jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (code, origin, vintage, relation, related, since)
);

CREATE TABLE relation (
    from_id  integer NOT NULL REFERENCES organisation,
    to_id    integer NOT NULL REFERENCES organisation,
    kind     text NOT NULL,
    since    date NOT NULL DEFAULT '-infinity',
    until    date NOT NULL DEFAULT 'infinity',
    origin   text NOT NULL,
    PRIMARY KEY (from_id, kind, to_id, since),
    CHECK (since <= until)
);
CREATE INDEX relation_to ON relation (to_id, kind);

CREATE TABLE measure (
    id  smallint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL UNIQUE
);

CREATE TABLE source (
    id  smallint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL UNIQUE,
    preference smallint NOT NULL -- the lower, the more it is preferred
);
