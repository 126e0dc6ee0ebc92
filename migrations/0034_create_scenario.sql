-- +goose Up

-- Named "what ifs" of roadmaps. They touch no roadmap and no figure. A scenario is never deleted: a retired one is no
-- longer listed, its link still leads to it.
CREATE TABLE scenario (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    roadmap_id text NOT NULL REFERENCES roadmap,
    title      text NOT NULL CHECK (title <> ''), -- of the newest version
    version    bigint NOT NULL DEFAULT 1, -- the newest
    made_by    text NOT NULL, -- login
    made_at    timestamptz NOT NULL,
    retired    boolean NOT NULL DEFAULT false
);
-- One name once in a roadmap, so that a form sent twice makes one scenario.
CREATE UNIQUE INDEX scenario_title ON scenario (roadmap_id, lower(title)) WHERE NOT retired;

-- Every version as it was saved.
CREATE TABLE scenario_version (
    scenario_id bigint NOT NULL REFERENCES scenario,
    version     bigint NOT NULL,
    title       text NOT NULL CHECK (title <> ''),
    words       text NOT NULL DEFAULT '', -- what it is for
    steps       jsonb NOT NULL,
    retired     boolean NOT NULL DEFAULT false,
    saved_by    text NOT NULL, -- login
    saved_at    timestamptz NOT NULL,
    PRIMARY KEY (scenario_id, version)
);
