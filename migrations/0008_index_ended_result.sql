-- +goose Up

-- Results of a measure that ended after a time: none where time goes forward, and asked for in every merge.
CREATE INDEX trajectory_ended ON trajectory (measure_id, known_to) WHERE known_to <> 'infinity';
CREATE INDEX roll_up_ended ON roll_up (measure_id, known_to) WHERE known_to <> 'infinity';
CREATE INDEX benchmark_ended ON benchmark (measure_id, known_to) WHERE known_to <> 'infinity';
CREATE INDEX benchmark_position_ended ON benchmark_position (measure_id, known_to) WHERE known_to <> 'infinity';
