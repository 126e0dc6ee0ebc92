-- +goose Up

-- How a position was judged, and the 95 % interval of a proportion. What is stored was judged by tolerance alone; the next
-- run of recompute writes the rest.
ALTER TABLE benchmark_position
    ADD COLUMN by_tolerance text NOT NULL DEFAULT 'unknown',
    ADD COLUMN by_interval  text NOT NULL DEFAULT '',
    ADD COLUMN low          double precision,
    ADD COLUMN high         double precision;
UPDATE benchmark_position SET by_tolerance = place;
