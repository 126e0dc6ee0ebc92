-- +goose Up

-- Which state of the organisations a submission found: the same bytes may tell more once more organisations are known.
ALTER TABLE submission ADD COLUMN reference_version bigint NOT NULL DEFAULT -1;
