package store

// The derivation of organisations, aliases, kinds and relations from reference_fact. Every choice between statements
// is made by their content (vintage, family, code), so the outcome depends on the set of facts alone.

// deriveSame: second codes, such as E38000062 for 11M; the latest statement counts.
const deriveSame = `
CREATE TEMP TABLE same ON COMMIT DROP AS
SELECT DISTINCT ON (related) related AS second, code
FROM reference_fact WHERE relation = 'same_as'
ORDER BY related, vintage DESC, origin, code`

// deriveBody: what each file says of each body, under the body's first code.
const deriveBody = `
CREATE TEMP TABLE body ON COMMIT DROP AS
SELECT coalesce(same.code, f.code) AS code, f.origin, f.vintage, nullif(f.since, '-infinity') AS opened, f.until AS closed, f.name, f.kind,
       coalesce((f.detail ->> 'vague')::boolean, false) AS vague, coalesce((f.detail ->> 'dated')::boolean, false) AS dated,
       coalesce((f.detail ->> 'dormant')::boolean, false) AS dormant, coalesce((f.detail ->> 'kept')::boolean, false) AS kept,
       coalesce((f.detail ->> 'group')::boolean, false) AS is_group, coalesce(f.detail ->> 'short_name', '') AS short_name,
       coalesce(f.detail ->> 'note', '') AS note, (f.detail ->> 'shown_as_at')::date AS shown_as_at
FROM reference_fact f LEFT JOIN same ON same.second = f.code
WHERE f.relation = ''`

// deriveOrganisation: lists kept here decide on names, notes and dates they give; otherwise the latest vintage does.
// The kind is the latest one that is not vague. A body that has gone dormant counts as closed from the first vintage
// that says so without break.
const deriveOrganisation = `
CREATE TEMP TABLE organisation_now ON COMMIT DROP AS
WITH name AS (
    SELECT DISTINCT ON (code) code, name FROM body WHERE name <> '' ORDER BY code, kept DESC, vintage DESC, origin, name
), short AS (
    SELECT DISTINCT ON (code) code, short_name FROM body WHERE short_name <> '' ORDER BY code, kept DESC, vintage DESC, origin, short_name
), kind AS (
    SELECT DISTINCT ON (code) code, kind FROM body WHERE kind <> '' ORDER BY code, vague, vintage DESC, kept DESC, origin, kind
), opened AS (
    SELECT DISTINCT ON (code) code, opened FROM body WHERE opened IS NOT NULL ORDER BY code, kept DESC, vintage DESC, origin, opened
), state AS (
    SELECT DISTINCT ON (code) code, closed, dormant FROM body WHERE dated ORDER BY code, kept DESC, vintage DESC, origin, closed NULLS LAST
), awake AS (
    SELECT code, max(vintage) AS last FROM body WHERE dated AND NOT dormant GROUP BY code
), asleep AS (
    SELECT body.code, min(body.vintage) AS first
    FROM body LEFT JOIN awake USING (code) WHERE body.dormant AND (awake.last IS NULL OR body.vintage > awake.last) GROUP BY body.code
), kept AS (
    SELECT code, bool_or(is_group) AS is_group, max(note) AS note, max(shown_as_at) AS shown_as_at FROM body WHERE kept GROUP BY code
)
SELECT name.code, name.name, coalesce(short.short_name, name.name) AS short_name, coalesce(kind.kind, 'other') AS kind, opened.opened,
       coalesce(state.closed, CASE WHEN state.dormant THEN greatest(asleep.first, opened.opened) END) AS closed,
       coalesce(kept.is_group, false) AS is_group, coalesce(kept.note, '') AS note, kept.shown_as_at
FROM name LEFT JOIN short USING (code) LEFT JOIN kind USING (code) LEFT JOIN opened USING (code) LEFT JOIN state USING (code)
     LEFT JOIN asleep USING (code) LEFT JOIN kept USING (code)`

const updateOrganisation = `
UPDATE organisation o
SET name = n.name, short_name = n.short_name, kind = n.kind, opened = n.opened, closed = n.closed, is_group = n.is_group, note = n.note, shown_as_at = n.shown_as_at
FROM organisation_now n
WHERE o.code = n.code AND (o.name, o.short_name, o.kind, o.opened, o.closed, o.is_group, o.note, o.shown_as_at)
      IS DISTINCT FROM (n.name, n.short_name, n.kind, n.opened, n.closed, n.is_group, n.note, n.shown_as_at)`

const insertOrganisation = `
INSERT INTO organisation (code, name, short_name, kind, opened, closed, is_group, note, shown_as_at)
SELECT code, name, short_name, kind, opened, closed, is_group, note, shown_as_at FROM organisation_now n
WHERE NOT EXISTS (SELECT 1 FROM organisation o WHERE o.code = n.code)
ORDER BY code`

// selectNames: all names, short names, aliases and second codes that facts give, best origin first.
const selectNames = `
SELECT o.id, given.name, given.origin
FROM (
    SELECT code, name, origin, vintage, kept FROM body
    UNION ALL SELECT code, short_name, origin, vintage, kept FROM body WHERE short_name <> ''
    UNION ALL SELECT coalesce(same.code, f.code), alias, f.origin, f.vintage, true
              FROM reference_fact f CROSS JOIN LATERAL jsonb_array_elements_text(f.detail -> 'aliases') AS alias
                   LEFT JOIN same ON same.second = f.code
              WHERE f.detail ? 'aliases'
    UNION ALL SELECT code, related, origin, vintage, false FROM reference_fact WHERE relation = 'same_as'
) AS given JOIN organisation o USING (code)
ORDER BY o.code, given.kept DESC, given.vintage DESC, given.origin, given.name`

var syncAliases = []string{
	`ANALYZE alias_now`,
	`DELETE FROM organisation_alias a WHERE NOT EXISTS (SELECT 1 FROM alias_now n WHERE n.organisation_id = a.organisation_id AND n.alias = a.alias)`,
	`INSERT INTO organisation_alias AS a (organisation_id, alias, origin, printed) SELECT organisation_id, alias, origin, printed FROM alias_now
	 ON CONFLICT (alias, organisation_id) DO UPDATE SET origin = EXCLUDED.origin, printed = EXCLUDED.printed
	 WHERE (a.origin, a.printed) <> (EXCLUDED.origin, EXCLUDED.printed)`,
}

var deriveKinds = []string{
	`CREATE TEMP TABLE kind_now ON COMMIT DROP AS
	 SELECT DISTINCT o.id AS organisation_id, body.kind FROM body JOIN organisation o USING (code) WHERE body.kind <> ''`,
	`DELETE FROM organisation_was k WHERE NOT EXISTS (SELECT 1 FROM kind_now n WHERE n.organisation_id = k.organisation_id AND n.kind = k.kind)`,
	`INSERT INTO organisation_was SELECT organisation_id, kind FROM kind_now ON CONFLICT DO NOTHING`,
}

// deriveRelations: what is stated about pairs (stated); the relations of which a body has one at a time, part_of and
// commissioned_by, as a chain in which the next parent ends the one before (chained); and the rest as stated. A
// statement without dates (soft) speaks for its vintage only: it opens a link where none is known, and says nothing
// of the time before unless it is the first.
var deriveRelations = []string{
	`CREATE TEMP TABLE stated ON COMMIT DROP AS
	 SELECT a.id AS from_id, b.id AS to_id, a.opened AS from_opened, a.closed AS from_closed, b.opened AS to_opened, b.closed AS to_closed,
	        f.relation AS kind, nullif(f.since, '-infinity') AS since, f.until, f.vintage, f.origin, coalesce(t.code, f.related) AS to_code
	 FROM reference_fact f
	      LEFT JOIN same s ON s.second = f.code LEFT JOIN organisation a ON a.code = coalesce(s.code, f.code)
	      LEFT JOIN same t ON t.second = f.related LEFT JOIN organisation b ON b.code = coalesce(t.code, f.related)
	 WHERE f.relation NOT IN ('', 'same_as')`,
	`CREATE TEMP TABLE chained ON COMMIT DROP AS
	 WITH placed AS (
	     SELECT * FROM stated WHERE from_id IS NOT NULL AND to_id IS NOT NULL AND from_id <> to_id AND kind IN ('part_of', 'commissioned_by')
	 ), dated AS (
	     SELECT DISTINCT ON (from_id, kind, to_id, since) *, since AS at, false AS soft
	     FROM placed WHERE since IS NOT NULL ORDER BY from_id, kind, to_id, since, vintage DESC, origin, until NULLS LAST
	 ), soft AS (
	     SELECT DISTINCT ON (from_id, kind, to_id, vintage) *, vintage AS at, true AS soft
	     FROM placed p
	     WHERE since IS NULL AND NOT EXISTS (
	         SELECT 1 FROM dated d
	         WHERE (d.from_id, d.kind, d.to_id) = (p.from_id, p.kind, p.to_id) AND p.vintage BETWEEN d.since AND coalesce(d.until, 'infinity'))
	     ORDER BY from_id, kind, to_id, vintage, origin
	 ), event AS (
	     SELECT DISTINCT ON (from_id, kind, at) *
	     FROM (SELECT * FROM dated UNION ALL SELECT * FROM soft) AS both_kinds
	     ORDER BY from_id, kind, at, soft, until DESC NULLS FIRST, origin, to_code
	 ), step AS (
	     SELECT *, (lag(to_id) OVER before IS DISTINCT FROM to_id OR coalesce(lag(until) OVER before < at, false))::int AS opens
	     FROM event WINDOW before AS (PARTITION BY from_id, kind ORDER BY at)
	 ), numbered AS (
	     SELECT *, sum(opens) OVER (PARTITION BY from_id, kind ORDER BY at) AS run FROM step
	 ), run AS (
	     SELECT from_id, kind, to_id, run, min(at) AS at, (array_agg(soft ORDER BY at))[1] AS soft, (array_agg(until ORDER BY at DESC))[1] AS until,
	            (array_agg(origin ORDER BY at))[1] AS origin, greatest(min(from_opened), min(to_opened)) AS opened, least(min(from_closed), min(to_closed)) AS closed
	     FROM numbered GROUP BY from_id, kind, to_id, run
	 )
	 SELECT from_id, to_id, kind, origin,
	        CASE WHEN soft AND lag(at) OVER chain IS NULL THEN coalesce(opened, '-infinity') ELSE at END AS since,
	        least(until, lead(at) OVER chain - 1, closed, 'infinity'::date) AS until
	 FROM run WINDOW chain AS (PARTITION BY from_id, kind ORDER BY at)`,
	`CREATE TEMP TABLE relation_now ON COMMIT DROP AS
	 SELECT from_id, to_id, kind, since, until, origin FROM chained WHERE since <= until
	 UNION ALL
	 SELECT from_id, to_id, kind, coalesce(min(since), '-infinity'), coalesce((array_agg(until ORDER BY vintage DESC, origin))[1], 'infinity'), min(origin)
	 FROM stated WHERE from_id IS NOT NULL AND to_id IS NOT NULL AND from_id <> to_id AND kind NOT IN ('part_of', 'commissioned_by')
	 GROUP BY from_id, to_id, kind`,
	`ANALYZE relation_now`,
	touchedRelations,
	`DELETE FROM relation r WHERE NOT EXISTS (
	     SELECT 1 FROM relation_now n WHERE (n.from_id, n.kind, n.to_id, n.since) = (r.from_id, r.kind, r.to_id, r.since))`,
	`INSERT INTO relation AS r (from_id, to_id, kind, since, until, origin) SELECT from_id, to_id, kind, since, until, origin FROM relation_now
	 ON CONFLICT (from_id, kind, to_id, since) DO UPDATE SET until = EXCLUDED.until, origin = EXCLUDED.origin
	 WHERE (r.until, r.origin) <> (EXCLUDED.until, EXCLUDED.origin)`,
	// A body first known under its second code alone has now got its first: the empty shell goes, unless it is in use.
	`DELETE FROM organisation o
	 WHERE o.code IN (SELECT second FROM same) AND o.code NOT IN (SELECT code FROM organisation_now)
	   AND NOT EXISTS (SELECT 1 FROM observation WHERE organisation_id = o.id)
	   AND NOT EXISTS (SELECT 1 FROM submission_organisation WHERE organisation_id = o.id)
	   AND NOT EXISTS (SELECT 1 FROM account_grant WHERE organisation_id = o.id)`,
}
