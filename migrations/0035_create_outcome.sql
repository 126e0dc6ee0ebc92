-- +goose Up

-- What a finished deployment did to a measure, as computed at a time. A result like trajectories: it is written anew when
-- what it is made from changes, and read as at any time.
CREATE TABLE deployment_outcome (
    organisation_id integer NOT NULL REFERENCES organisation,
    measure_id      smallint NOT NULL REFERENCES measure,
    roadmap_id      text NOT NULL REFERENCES roadmap,
    deployment      text NOT NULL, -- id of the item
    known_from      timestamptz NOT NULL,
    known_to        timestamptz NOT NULL DEFAULT 'infinity',
    initiative      text NOT NULL,
    verdict         text NOT NULL,
    inputs_hash     text NOT NULL,
    record          jsonb NOT NULL, -- numbers, reason, path; what is not known is not there
    PRIMARY KEY (organisation_id, measure_id, roadmap_id, deployment, known_from),
    CHECK (known_from < known_to)
);
CREATE UNIQUE INDEX deployment_outcome_once ON deployment_outcome (organisation_id, measure_id, roadmap_id, deployment) WHERE known_to = 'infinity';
CREATE INDEX deployment_outcome_known ON deployment_outcome (roadmap_id, known_to, known_from);

-- The deployments of an initiative taken together.
CREATE TABLE initiative_outcome (
    roadmap_id  text NOT NULL REFERENCES roadmap,
    initiative  text NOT NULL, -- id of the item
    measure_id  smallint NOT NULL REFERENCES measure,
    known_from  timestamptz NOT NULL,
    known_to    timestamptz NOT NULL DEFAULT 'infinity',
    inputs_hash text NOT NULL,
    record      jsonb NOT NULL,
    PRIMARY KEY (roadmap_id, initiative, measure_id, known_from),
    CHECK (known_from < known_to)
);
CREATE UNIQUE INDEX initiative_outcome_once ON initiative_outcome (roadmap_id, initiative, measure_id) WHERE known_to = 'infinity';
