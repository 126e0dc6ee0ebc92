package store

import (
	"context"
	"database/sql"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/lib/pq"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// selectReceived finds for each return when its last required figure was there: in an observation of the source that was
// believed at the time asked about, by when its first version was known; or in a return that had been handed in by then, and
// not taken back since, by the first time it was handed in with that figure.
const selectReceived = `
WITH observed AS (
    SELECT organisation_id, period_start, measure_id, min(known_from) AS at
    FROM (
        SELECT organisation_id, period_start, measure_id, known_from, known_to FROM observation
        WHERE measure_id = ANY ($1::smallint[]) AND period_start = ANY ($3::date[]) AND period_kind = $4::integer AND source_id = $2::integer AND known_to = 'infinity'
        UNION ALL
        SELECT organisation_id, period_start, measure_id, known_from, known_to FROM observation
        WHERE measure_id = ANY ($1::smallint[]) AND period_start = ANY ($3::date[]) AND period_kind = $4::integer AND source_id = $2::integer AND known_to <> 'infinity'
    ) o
    WHERE known_from <= $6::timestamptz GROUP BY 1, 2, 3 HAVING max(known_to) > $6::timestamptz
), begun AS (
    SELECT r.id, r.organisation_id, r.period_start, max(s.id) FILTER (WHERE s.action = 'withdrawn' AND s.round = 1) AS withdrawn,
        (array_agg(s.to_state ORDER BY s.id DESC))[1] AS state
    FROM return r JOIN return_step s ON s.return_id = r.id AND s.at <= $6::timestamptz
    WHERE r.collection = $5::text AND r.period_start = ANY ($3::date[]) AND r.period_kind = $4::integer
    GROUP BY r.id
), first_saved AS (
    SELECT c.return_id, c.measure_id, min(c.version) AS version
    FROM return_change c JOIN begun b ON b.id = c.return_id
    WHERE c.state IS NOT NULL AND c.measure_id = ANY ($1::smallint[]) AND c.saved_at <= $6::timestamptz GROUP BY 1, 2
), returned AS (
    SELECT b.organisation_id, b.period_start, c.measure_id, min(s.at) AS at
    FROM begun b JOIN first_saved c ON c.return_id = b.id
    JOIN return_step s ON s.return_id = b.id AND s.action = 'submitted' AND s.at <= $6::timestamptz AND s.version >= c.version AND s.id > coalesce(b.withdrawn, 0)
    GROUP BY 1, 2, 3
), figures AS (
    SELECT organisation_id, period_start, measure_id, min(at) AS at
    FROM (SELECT * FROM observed UNION ALL SELECT * FROM returned) f GROUP BY 1, 2, 3
), received AS (
    SELECT organisation_id, period_start, count(*) AS measures, CASE WHEN count(*) = cardinality($1::smallint[]) THEN max(at) END AS at
    FROM figures GROUP BY 1, 2
)
SELECT coalesce(r.organisation_id, b.organisation_id) AS organisation, coalesce(r.period_start, b.period_start) - date '1970-01-01' AS start,
    coalesce(r.measures, 0) AS measures, r.at, coalesce(b.state, '') AS state
FROM received r FULL JOIN begun b USING (organisation_id, period_start)`

// Received says for each question, about each organisation and period of a collection, what was in at a time: one row for
// each of which there is anything. It is one query whatever the number of questions, organisations and periods.
func (db *DB) Received(ctx context.Context, questions []maturity.ReceiptQuery) ([][]maturity.Received, error) {
	return once(ctx, "received", []any{questions}, func() ([][]maturity.Received, error) { return db.received(ctx, questions) })
}

func (db *DB) received(ctx context.Context, questions []maturity.ReceiptQuery) ([][]maturity.Received, error) {
	out := make([][]maturity.Received, len(questions))
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return nil, err
	}
	var parts []string
	var arguments []any
	for n, q := range questions {
		if len(q.Periods) == 0 {
			continue
		}
		own, err := receiptArguments(refs, q)
		if err != nil {
			return nil, err
		}
		parts = append(parts, `SELECT `+strconv.Itoa(n)+` AS question, each.* FROM (`+shifted(selectReceived, len(arguments))+`) AS each`)
		arguments = append(arguments, own...)
	}
	if len(parts) == 0 {
		return out, nil
	}
	var rows []struct {
		Question     int
		Organisation maturity.OrganisationID
		Start        period.Day
		Measures     int
		At           sql.NullTime
		State        maturity.ReturnState
	}
	if err := db.x.SelectContext(ctx, &rows, strings.Join(parts, "\nUNION ALL\n"), arguments...); err != nil {
		return nil, asError(err, "What has come in could not be read.")
	}
	for _, r := range rows {
		kind := questions[r.Question].Periods[0].Kind
		out[r.Question] = append(out[r.Question], maturity.Received{Organisation: r.Organisation, Period: period.Period{Kind: kind, Start: r.Start}, Measures: r.Measures, At: r.At.Time, State: r.State})
	}
	return out, nil
}

// receiptArguments are those of selectReceived.
func receiptArguments(refs *refs, q maturity.ReceiptQuery) ([]any, error) {
	measures, _ := measureNumbers(refs, q.Required)
	if len(measures) != len(q.Required) {
		return nil, maturity.Errorf(maturity.Internal, "A measure of collection %s is not entered in the database.", q.Collection)
	}
	starts := make([]string, len(q.Periods))
	for i, p := range q.Periods {
		starts[i] = p.Start.String()
	}
	if q.AsAt.IsZero() {
		q.AsAt = time.Now()
	}
	return []any{pq.Array(measures), refs.sourceID[q.Source], pq.Array(starts), q.Periods[0].Kind, q.Collection, q.AsAt}, nil
}

var parameter = regexp.MustCompile(`\$\d+`)

// shifted is a query whose parameters come after so many others.
func shifted(query string, by int) string {
	return parameter.ReplaceAllStringFunc(query, func(p string) string {
		n, _ := strconv.Atoi(p[1:])
		return "$" + strconv.Itoa(n+by)
	})
}
