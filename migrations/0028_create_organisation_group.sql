-- +goose Up

-- Organisations chosen by hand, across all boundaries. A group is never deleted: a retired one is no longer listed, its
-- link still leads to it.
CREATE TABLE organisation_group (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    title      text NOT NULL CHECK (title <> ''),
    words      text NOT NULL DEFAULT '', -- what it is for
    made_by    text NOT NULL, -- login
    made_at    timestamptz NOT NULL,
    changed_by text NOT NULL, -- login
    changed_at timestamptz NOT NULL,
    version    bigint NOT NULL DEFAULT 1,
    retired    boolean NOT NULL DEFAULT false
);
-- One name once for each maker, so that a form sent twice makes one group.
CREATE UNIQUE INDEX organisation_group_title ON organisation_group (made_by, lower(title)) WHERE NOT retired;

CREATE TABLE organisation_group_member (
    group_id        bigint NOT NULL REFERENCES organisation_group,
    organisation_id integer NOT NULL REFERENCES organisation,
    PRIMARY KEY (group_id, organisation_id)
);
CREATE INDEX organisation_group_of ON organisation_group_member (organisation_id);
