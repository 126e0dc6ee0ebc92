package store_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/store"
)

func save(t *testing.T, db *store.DB, g maturity.OrganisationGroup) maturity.OrganisationGroup {
	t.Helper()
	g, err := db.SaveGroup(t.Context(), g)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// auditOf lists the actions and details about a group, the oldest first.
func auditOf(t *testing.T, db *store.DB, id int64) (out []string) {
	t.Helper()
	lines, err := db.AuditTrail(t.Context(), []string{maturity.GroupSubject(id)}, 20)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range slices.Backward(lines) {
		var detail map[string]any
		if err := json.Unmarshal([]byte(l.Detail), &detail); err != nil {
			t.Fatal(err)
		}
		out = append(out, fmt.Sprint(l.Action, " ", detail))
	}
	return out
}

func TestAGroupIsMadeChangedAndRetired(t *testing.T) {
	t.Parallel()
	db := believed(t)
	at := time.Date(2019, 3, 1, 9, 0, 0, 0, time.UTC)
	wanted := maturity.OrganisationGroup{Title: "Early <b>starters</b>", Words: "who began first", Members: []maturity.OrganisationID{2, 1}, ChangedBy: "amal", ChangedAt: at}
	made := save(t, db, wanted)
	if again := save(t, db, wanted); again.ID != made.ID {
		t.Errorf("the same form sent twice made groups %d and %d", made.ID, again.ID)
	}
	other := wanted
	other.Members = []maturity.OrganisationID{3}
	if _, err := db.SaveGroup(t.Context(), other); maturity.CodeOf(err) != maturity.Conflict {
		t.Errorf("another group of the same name: %v", err)
	}
	found, err := db.GroupsByID(t.Context(), []int64{made.ID, 999})
	if err != nil || len(found) != 1 || found[0].Title != wanted.Title || found[0].By != "amal" || !slices.Equal(found[0].Members, []maturity.OrganisationID{1, 2}) {
		t.Fatalf("%+v, %v", found, err)
	}
	changed := found[0]
	changed.Members, changed.ChangedBy = []maturity.OrganisationID{1, 3}, "bo"
	changed = save(t, db, changed)
	stale := found[0]
	stale.Title = "Mine"
	if _, err := db.SaveGroup(t.Context(), stale); maturity.CodeOf(err) != maturity.Conflict || !strings.Contains(maturity.SentenceOf(err), "bo") {
		t.Errorf("a change of what was changed meanwhile: %v", err)
	}
	changed.Retired = true
	save(t, db, changed)
	if list, err := db.Groups(t.Context(), maturity.GroupFilter{All: true}); err != nil || len(list) != 0 {
		t.Errorf("a retired group is listed: %v, %v", list, err)
	}
	if found, _ = db.GroupsByID(t.Context(), []int64{made.ID}); !found[0].Retired {
		t.Error("the link of a retired group leads nowhere")
	}
	got, want := auditOf(t, db, made.ID), []string{"group.made map[added:[O1 O2] title:Early <b>starters</b>]", "group.changed map[added:[O3] removed:[O2] title:Early <b>starters</b>]",
		"group.retired map[title:Early <b>starters</b>]"}
	if !slices.Equal(got, want) {
		t.Errorf("audit:\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestGroupsAreListedForTheirMakerAndTheirOrganisations(t *testing.T) {
	t.Parallel()
	db := believed(t)
	at := time.Date(2019, 3, 1, 9, 0, 0, 0, time.UTC)
	for _, g := range []maturity.OrganisationGroup{{Title: "b of amal", Members: []maturity.OrganisationID{1}, ChangedBy: "amal"}, {Title: "A of amal", Members: []maturity.OrganisationID{2, 3}, ChangedBy: "amal"},
		{Title: "of bo", Members: []maturity.OrganisationID{3}, ChangedBy: "bo"}} {
		g.ChangedAt = at
		save(t, db, g)
	}
	for _, c := range []struct {
		point  string
		filter maturity.GroupFilter
		want   string
	}{
		{"everything", maturity.GroupFilter{All: true}, "A of amal, b of amal, of bo"},
		{"one's own", maturity.GroupFilter{By: "bo"}, "of bo"},
		{"one's own and those that hold one's organisation", maturity.GroupFilter{By: "bo", Holding: []maturity.OrganisationID{2}}, "A of amal, of bo"},
		{"nothing", maturity.GroupFilter{By: "cy"}, ""},
	} {
		list, err := db.Groups(t.Context(), c.filter)
		var titles []string
		for _, g := range list {
			titles = append(titles, g.Title)
		}
		if got := strings.Join(titles, ", "); err != nil || got != c.want {
			t.Errorf("%s: %q, %v; want %q", c.point, got, err, c.want)
		}
	}
}

func TestSuccessorsAreTold(t *testing.T) {
	t.Parallel()
	db := believed(t)
	if _, err := db.SQL().ExecContext(t.Context(), `INSERT INTO relation (from_id, to_id, kind, since, origin) VALUES (1, 2, 'succeeded_by', '2019-04-01', 'seed'), (3, 2, 'succeeded_by', '-infinity', 'seed')`); err != nil {
		t.Fatal(err)
	}
	found, err := db.Successors(t.Context(), []maturity.OrganisationID{1, 2, 3})
	if err != nil || len(found) != 2 || found[0].Of != 1 || found[0].To != 2 || found[0].Since.String() != "2019-04-01" || found[1].Of != 3 || found[1].Since != 0 {
		t.Errorf("%+v, %v", found, err)
	}
}

func TestKnownPeriodsAreEachThereOnce(t *testing.T) {
	t.Parallel()
	db := believed(t)
	for _, c := range []struct {
		point  string
		filter maturity.ObservationFilter
		want   string
	}{
		{"of one measure", maturity.ObservationFilter{Measures: []string{"eps"}}, "eps M2018-01, eps Q2018-01, eps M2018-02, eps M2018-03, eps M2018-04"},
		{"without the plans' own", maturity.ObservationFilter{Measures: []string{"eps"}, Organisations: []maturity.OrganisationID{1}, Sources: []string{"return", "plan"}, Except: []string{"plan"}}, "eps M2018-03"},
		{"before anything was known", maturity.ObservationFilter{AsAt: time.Date(2018, 7, 1, 0, 0, 0, 0, time.UTC)}, ""},
	} {
		found, err := db.KnownPeriods(t.Context(), c.filter)
		var got []string
		for _, k := range found {
			got = append(got, k.Measure+" "+k.Period.Code())
		}
		if err != nil || strings.Join(got, ", ") != c.want {
			t.Errorf("%s: %q, %v; want %q", c.point, strings.Join(got, ", "), err, c.want)
		}
	}
}
