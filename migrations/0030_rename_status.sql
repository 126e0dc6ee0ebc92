-- +goose Up

-- The statuses are called what pages call them: "on track" and "unlikely".
UPDATE trajectory SET status = 'on_track' WHERE status = 'on_course';
UPDATE trajectory SET status = 'unlikely' WHERE status = 'off_course';
