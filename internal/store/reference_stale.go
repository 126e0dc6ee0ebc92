package store

// Results follow from organisations as well as from values: from kinds, from the days they opened and closed, and from
// who contains whom. Names and codes are not stored with results. What a load changes of these marks the series of the
// bodies concerned, and of all that contain them, so that the next run makes them again.

// touchedOrganisations runs before the organisations are brought up to date.
const touchedOrganisations = `
CREATE TEMP TABLE touched ON COMMIT DROP AS
SELECT o.id FROM organisation o JOIN organisation_now n USING (code)
WHERE (o.kind, o.opened, o.closed, o.is_group) IS DISTINCT FROM (n.kind, n.opened, n.closed, n.is_group)`

// touchedRelations runs before the relations are brought up to date.
const touchedRelations = `
WITH was AS (
    SELECT from_id, to_id, kind, since, until FROM relation WHERE kind IN ('member_of', 'part_of', 'commissioned_by', 'succeeded_by')
), now AS (
    SELECT from_id, to_id, kind, since, until FROM relation_now WHERE kind IN ('member_of', 'part_of', 'commissioned_by', 'succeeded_by')
), differing AS (
    (SELECT * FROM was EXCEPT SELECT * FROM now) UNION ALL (SELECT * FROM now EXCEPT SELECT * FROM was)
)
INSERT INTO touched SELECT from_id FROM differing UNION SELECT to_id FROM differing`

var markTouched = []string{
	`ANALYZE touched`,
	`WITH RECURSIVE concerned AS (
	     SELECT id FROM touched
	     UNION
	     SELECT r.to_id FROM relation r JOIN concerned ON r.from_id = concerned.id WHERE r.kind IN ('member_of', 'part_of', 'commissioned_by')
	 )
	 INSERT INTO stale_series (organisation_id, measure_id, since)
	 SELECT organisation_id, measure_id, clock_timestamp() FROM (
	     SELECT DISTINCT organisation_id, measure_id FROM trajectory WHERE known_to = 'infinity' AND organisation_id IN (SELECT id FROM concerned)) AS series
	 ON CONFLICT (organisation_id, measure_id) DO UPDATE SET since = EXCLUDED.since`,
}
