-- +goose Up

-- Results are merged measure by measure; pages read them by organisation, which the primary keys serve.
CREATE INDEX trajectory_measure ON trajectory (measure_id) WHERE known_to = 'infinity';
CREATE INDEX roll_up_measure ON roll_up (measure_id) WHERE known_to = 'infinity';
CREATE INDEX benchmark_position_measure ON benchmark_position (measure_id) WHERE known_to = 'infinity';
-- Superseded values of a measure, for a look at an earlier time: few beside the current ones.
CREATE INDEX observation_superseded ON observation (measure_id) WHERE known_to <> 'infinity';

-- Results are near two kilobytes each and always read whole: kept in their row, they need no compression and no
-- second look.
ALTER TABLE trajectory SET (toast_tuple_target = 4080);
