package quality_test

import (
	"context"
	"crypto/rand"
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/google/go-cmp/cmp"

	"waymark/capabilities"
	"waymark/dashboards"
	"waymark/internal/account"
	"waymark/internal/definition"
	"waymark/internal/demo"
	"waymark/internal/ingest"
	"waymark/internal/intake"
	"waymark/internal/maturity"
	"waymark/internal/quality"
	"waymark/internal/recompute"
	"waymark/internal/store"
	"waymark/internal/store/storetest"
	"waymark/seeds"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func shipped(t testing.TB) *maturity.Catalogue {
	t.Helper()
	c, err := definition.Load(capabilities.Files, dashboards.Files)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

type nothing struct{}

func (nothing) Run(context.Context, time.Time, recompute.Scope) (recompute.Counts, error) {
	return recompute.Counts{}, nil
}

// demonstration is a database with everything the demonstration loads, but nothing computed.
func demonstration(t *testing.T, c *maturity.Catalogue) *store.DB {
	t.Helper()
	db := storetest.New(t)
	if err := db.SyncCatalogue(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	accounts, err := account.New(account.Options{Store: db, Random: rand.Reader, Hash: &argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}})
	if err != nil {
		t.Fatal(err)
	}
	desk := intake.NewDesk(intake.Options{Store: db, Catalogue: c, Directory: func(ctx context.Context) (ingest.Directory, error) { return db.Directory(ctx) }})
	_, err = demo.Load(t.Context(), demo.Options{Files: seeds.Files, Facts: db, Desk: desk, Recompute: nothing{}, Accounts: accounts,
		Catalogue: c, Body: func(context.Context, string) (maturity.Organisation, error) {
			return maturity.Organisation{}, maturity.Errorf(maturity.NotFound, "no returns here")
		},
		Known: func(context.Context, string) (bool, error) { return false, nil }, Location: time.UTC, Now: time.Now, Say: func(string, ...any) {}})
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// The contradictions that the documents hold are found when the demonstration is loaded, each by a declared rule, and the
// whole list is what it was. A second run finds the same.
func TestDemonstration(t *testing.T) {
	c := shipped(t)
	db := demonstration(t, c)
	q := quality.New(c, db, db)
	first, err := q.Run(t.Context(), time.Now())
	if err != nil || first.New == 0 {
		t.Fatalf("%+v, %v", first, err)
	}
	if again, err := q.Run(t.Context(), time.Now()); err != nil || again != (quality.Counts{}) {
		t.Errorf("a run with nothing due does %+v, %v", again, err)
	}
	if _, err := db.SQL().Exec(`UPDATE finding_state SET definitions = 'others'`); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if again, err := q.Run(t.Context(), time.Now()); err != nil || again.FindingWrite != (maturity.FindingWrite{}) || again.Series == 0 {
		t.Errorf("looking at everything again does %+v, %v", again, err)
	}
	t.Logf("everything in %v", time.Since(began))
	lines := found(t, db)
	golden(t, "testdata/demonstration.golden", strings.Join(lines, "\n")+"\n")
	for _, quirk := range quirks {
		if !slices.ContainsFunc(lines, regexp.MustCompile(quirk.finding).MatchString) {
			t.Errorf("%s: nothing like %q is found", quirk.id, quirk.finding)
		}
	}
	for _, never := range silences {
		for _, line := range lines {
			if regexp.MustCompile(never.finding).MatchString(line) {
				t.Errorf("%s: %s", never.id, line)
			}
		}
	}
}

type quirk struct{ id, finding string }

// What each quirk of the documents is found as: rule, organisation, measure, numbers.
var quirks = []quirk{
	{"Q1", `sources-agree gloucestershire-ldr uc\.9c .* 12% \| 13%`},
	{"Q2", `eps-denominators gloucestershire-ldr uc\.9a .* 57% \| 52%`},
	{"Q3", `statement-transfers-of-care R1J .* 38 \| 48`},
	{"Q3", `statement-transfers-of-care RTQ .* 44 \| 48`},
	{"Q4", `place-inferred RTE dma-2015\.orders`},
	{"Q4", `place-inferred RTQ dma-2015\.medicines`},
	{"Q4", `place-inferred RYF dma-2015\.asset`},
	{"Q6", `sources-agree gcc dma-social-care-2016\.information-governance .* 79\.17 \| 100`},
	{"Q7", `table-9-is-not-table-12 gcc .* 79\.17 \| 79\.17`},
	{"Q8", `statement-council-consistently-high gcc dma-social-care-2016\.strategic-alignment .* 71 \| 76`},
	{"Q8", `statement-council-consistently-high gcc dma-social-care-2016\.standards .* 38 \| 41`},
	{"Q8", `statement-council-consistently-high gcc dma-social-care-2016\.enabling-infrastructure .* 50 \| 68`},
	{"Q10", `score-on-scale RYF dma-2015\.mobile-devices .* 5 \|`},
	{"Q13", `statement-information-governance R1J .* 67 \| 73`},
	{"Q20", `target-met-before-it-was-due gloucestershire-ldr uc\.9d .* 83% \| 80%`},
	{"Q21", `available-is-not-used gloucestershire-ldr uc\.3a .* 2% \| 100%`},
	{"Q24", `two-systems-make-100 RYF .* 100% \| 100%`},
	{"Q43", `statement-readiness R1J dma-2015\.leadership .* 45 \| 77`},
	{"Q43", `statement-readiness R1J dma-2015\.governance .* 60 \| 74`},
}

// What must not be found.
var silences = []quirk{
	{"Q13: 71 against 73 is similar", `statement-information-governance (RTQ|RYF)`},
	{"Q19: a dash is not available, and no zero", ` uc\.8[ab] .*glos-ldr`},
	{"Q22 and Q87: four definitions of online use are never held against each other", `(primary-care\.e-booking|uc\.10[ab] .*(primary-care|patient-online)).* \| `},
	{"Q43: one point low on resourcing is within the tolerance", `dma-2015\.resourcing`},
	{"84 in Table 2 is 84.38 rounded", `sources-agree gcc dma-social-care-2016\.(leadership|governance)`},
	{"an invented figure contradicts no document", `sources-agree .* illustrative`},
}

// found lists all open findings: severity, rule, organisation, measure, period, source, left | right: message.
func found(t *testing.T, db *store.DB) (out []string) {
	t.Helper()
	directory, err := db.Directory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	filter := maturity.FindingFilter{Limit: 1000}
	for {
		page, next, err := db.Findings(t.Context(), filter)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range page {
			o, _ := directory.ByID(f.Organisation)
			out = append(out, fmt.Sprintf("%s %s %s %s %s %s %s | %s: %s", f.Severity, f.Rule, o.Code, f.Measure, f.Period.Code(), f.Source, f.Left, f.Right, f.Message))
		}
		if filter.After = next; next == "" {
			break
		}
	}
	slices.Sort(out)
	return out
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Error(diff)
	}
}
