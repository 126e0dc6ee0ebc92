-- +goose Up

-- A copy of a board that analysts edit. What it says stands in its versions.
CREATE TABLE board_copy (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organisation_id integer NOT NULL REFERENCES organisation,
    base            text NOT NULL DEFAULT '', -- id of the board it was copied from; '' where it was brought as a text
    base_hash       text NOT NULL DEFAULT '',
    version         bigint NOT NULL DEFAULT 1, -- the newest
    made_by         text NOT NULL,
    made_at         timestamptz NOT NULL
);
CREATE INDEX board_copy_organisation ON board_copy (organisation_id);

-- One row a saving; none is changed or removed. Undoing is a new version with the text of an earlier one.
CREATE TABLE board_copy_version (
    copy_id  bigint NOT NULL REFERENCES board_copy,
    version  bigint NOT NULL CHECK (version > 0),
    title    text NOT NULL,
    text     text NOT NULL CHECK (octet_length(text) <= 65536),
    restored bigint NOT NULL DEFAULT 0, -- the version whose text this is once more
    saved_by text NOT NULL,
    saved_at timestamptz NOT NULL,
    PRIMARY KEY (copy_id, version)
);
