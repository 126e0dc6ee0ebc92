-- +goose Up

-- The plan of a footprint. What it says stands in its items.
CREATE TABLE roadmap (
    id           text PRIMARY KEY CHECK (id ~ '^[a-z0-9][a-z0-9-]{0,79}$'),
    footprint_id integer NOT NULL REFERENCES organisation
);

-- A file somebody sent as a roadmap: kept as it came, looked at, and saved or not.
CREATE TABLE roadmap_upload (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    roadmap_id text REFERENCES roadmap, -- NULL: it would make a new one
    file_name  text NOT NULL,
    sha256     text NOT NULL,
    bytes      bytea NOT NULL,
    media      text NOT NULL,
    state      text NOT NULL CHECK (state IN ('received', 'checked', 'saved', 'cancelled')),
    made_by    text NOT NULL,
    made_at    timestamptz NOT NULL
);
CREATE INDEX roadmap_upload_roadmap ON roadmap_upload (roadmap_id, id DESC);

-- One row a change; what it brought is known from its time on. None is changed or removed.
CREATE TABLE roadmap_change (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    roadmap_id text NOT NULL REFERENCES roadmap,
    known_from timestamptz NOT NULL,
    made_by    text NOT NULL,
    way        text NOT NULL,
    reason     text NOT NULL DEFAULT '',
    upload_id  bigint REFERENCES roadmap_upload,
    undoes     bigint REFERENCES roadmap_change,
    added      integer NOT NULL,
    changed    integer NOT NULL,
    removed    integer NOT NULL
);
-- The newest as at a time is one step along this index; no two are known from the same time.
CREATE UNIQUE INDEX roadmap_change_known ON roadmap_change (roadmap_id, known_from DESC);

-- One item of a roadmap, as it was believed from known_from until known_to. A change closes rows and opens others.
CREATE TABLE roadmap_item (
    roadmap_id text NOT NULL REFERENCES roadmap,
    kind       text NOT NULL,
    key        text NOT NULL, -- '' for the head
    known_from timestamptz NOT NULL,
    known_to   timestamptz NOT NULL DEFAULT 'infinity',
    position   integer NOT NULL,
    content    jsonb NOT NULL,
    change_id  bigint NOT NULL REFERENCES roadmap_change, -- that brought it
    ended_by   bigint REFERENCES roadmap_change,
    PRIMARY KEY (roadmap_id, kind, key, known_from),
    CHECK (known_from < known_to),
    CHECK ((known_to = 'infinity') = (ended_by IS NULL))
);
-- What is believed now, each item once.
CREATE UNIQUE INDEX roadmap_item_once ON roadmap_item (roadmap_id, kind, key) WHERE known_to = 'infinity';
-- As at any time: rows that ended later, begun before.
CREATE INDEX roadmap_item_known ON roadmap_item (roadmap_id, known_to, known_from);
CREATE INDEX roadmap_item_change ON roadmap_item (change_id);
CREATE INDEX roadmap_item_ended ON roadmap_item (ended_by) WHERE ended_by IS NOT NULL;
