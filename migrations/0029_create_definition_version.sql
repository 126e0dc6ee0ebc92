-- +goose Up

-- Every wording of a definition that was in use here, with its fields as they were. The first row of a definition is the
-- oldest wording that is kept; a definition that is gone has no row without an end.
CREATE TABLE definition_version (
    kind       text NOT NULL, -- measure, target, framework, benchmark
    ref        text NOT NULL, -- id of the definition
    hash       text NOT NULL,
    known_from timestamptz NOT NULL,
    known_to   timestamptz NOT NULL DEFAULT 'infinity',
    fields     jsonb NOT NULL, -- a list of {name, value}, in order
    PRIMARY KEY (kind, ref, known_from),
    CHECK (known_from < known_to)
);
CREATE UNIQUE INDEX definition_version_current ON definition_version (kind, ref) WHERE known_to = 'infinity';
