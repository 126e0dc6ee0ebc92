package roadmap_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"waymark/internal/board"
	"waymark/internal/maturity"
	"waymark/internal/roadmap"
)

func TestBoardsReadMilestonesOfWhoOwnsThem(t *testing.T) {
	t.Parallel()
	d, _ := desk(t)
	r := portal()
	r.Initiatives[1].Milestones = []maturity.Milestone{{ID: "wires", Title: "Wires laid", Date: date("2018-01-01", "2018-03-31"), State: maturity.MilestonePlanned}}
	r.Initiatives = append(r.Initiatives, maturity.Initiative{ID: "all", Title: "Everybody", WholeSystem: true,
		Milestones: []maturity.Milestone{{ID: "agreed", Title: "Agreed", Date: date("2016-05-01", "2016-05-31"), State: maturity.MilestonePlanned}}})
	if _, err := d.Load(t.Context(), planner, r, ""); err != nil {
		t.Fatal(err)
	}
	boards := roadmap.Boards{Desk: d, Location: time.UTC}
	read := func(day string, of ...maturity.OrganisationID) string {
		rows, err := boards.Milestones(t.Context(), of, on(day))
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, r := range rows {
			late := ""
			if r.Late {
				late = "!"
			}
			out = append(out, late+r.Title+" of "+string('0'+rune(r.Organisation))+", "+r.Words)
		}
		return strings.Join(out, "; ")
	}
	for _, c := range []struct {
		day  string
		of   []maturity.OrganisationID
		want string
	}{
		{"2016-12-31", []maturity.OrganisationID{1, 2, 3}, ""}, // nothing was known then
		{"2017-02-10", []maturity.OrganisationID{2}, "Portal go-live of 2, due by 28 February 2017; All wards of 2, no date given"},
		{"2017-02-28", []maturity.OrganisationID{2}, "Portal go-live of 2, due by 28 February 2017; All wards of 2, no date given"},
		{"2017-03-01", []maturity.OrganisationID{2}, "!Portal go-live of 2, 1 day late; All wards of 2, no date given"},
		{"2017-06-01", []maturity.OrganisationID{2, 3, 1}, "!Agreed of 1, 12 months late; !Portal go-live of 2, 3 months late; Wires laid of 3, due in 10 months; All wards of 2, no date given"},
		{"2017-06-01", []maturity.OrganisationID{1}, "!Agreed of 1, 12 months late; !Portal go-live of 1, 3 months late; Wires laid of 1, due in 10 months; All wards of 1, no date given"},
	} {
		if got := read(c.day, c.of...); got != c.want {
			t.Errorf("on %s for %v: %s\nnot %s", c.day, c.of, got, c.want)
		}
	}
	footprints, err := boards.Footprints(t.Context(), on("2017-06-01"))
	if err != nil || !slices.Equal(footprints, []maturity.OrganisationID{1}) {
		t.Errorf("footprints %v %v", footprints, err)
	}
}

func TestBoardsReadWhatBecameOfMilestonesBetweenTwoTimes(t *testing.T) {
	t.Parallel()
	d, now := desk(t)
	r := portal()
	r.Initiatives[0].Milestones = append(r.Initiatives[0].Milestones,
		maturity.Milestone{ID: "early", Title: "Contract", Date: date("2017-05-01", "2017-05-31"), State: maturity.MilestonePlanned},
		maturity.Milestone{ID: "test", Title: "Test", Date: date("2017-04-01", "2017-04-30"), State: maturity.MilestonePlanned},
		maturity.Milestone{ID: "gone", Title: "Gone", State: maturity.MilestonePlanned})
	first, err := d.Load(t.Context(), planner, r, "")
	if err != nil {
		t.Fatal(err)
	}
	now.Set("2017-02-20")
	if _, err := d.Save(t.Context(), planner, "plan", first.ID, maturity.ChangeByMove, "The supplier slips", func(r *maturity.Roadmap) error {
		m := r.Initiatives[0].Milestones
		m[0].Date = date("2017-05-01", "2017-05-31")
		m[1].Date = date("2018-01-01", "2018-03-31")
		m[2].State = maturity.MilestoneDone
		r.Initiatives[0].Milestones = append(m[:4:4], maturity.Milestone{ID: "new", Title: "New", State: maturity.MilestonePlanned})
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	boards := roadmap.Boards{Desk: d, Location: time.UTC}
	changes := func(then, now string, of ...maturity.OrganisationID) (out []string) {
		rows, err := boards.MilestoneChanges(t.Context(), of, on(then), on(now))
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			if r.Kind != board.ChangeMilestone || r.Then == "" || r.Now == "" || !strings.HasPrefix(r.Address, "/roadmap/plan") {
				t.Errorf("%+v", r)
			}
			out = append(out, r.Title+": "+r.Then+" > "+r.Now+" ("+r.Direction()+")")
			switch late := strings.HasSuffix(r.Now, " late"); {
			case late && r.Why != "Its date, April 2017, passed, and nobody reported it as reached.",
				!late && len(of) == 2 && r.Why != "Recorded on 20 February 2017: The supplier slips.", r.Why == "":
				t.Errorf("%s has the reason %q", r.Title, r.Why)
			}
		}
		slices.Sort(out)
		return out
	}
	if got := changes("2017-02-01", "2017-02-15", 1, 2); len(got) != 0 {
		t.Errorf("nothing had changed, yet %q", got)
	}
	if got := changes("2017-02-01", "2017-06-15", 3); len(got) != 0 {
		t.Errorf("nothing of another trust changed, yet %q", got)
	}
	got := strings.Join(changes("2017-02-01", "2017-03-15", 1, 2), "\n")
	want := strings.Join([]string{
		"All wards: planned without a date > planned for January to March 2018 (neither)",
		"Contract: planned for May 2017 > reached (better)",
		"Gone: planned without a date > no longer in the roadmap (neither)",
		"New: not planned > planned without a date (neither)",
		"Portal go-live: planned for February 2017 > planned for May 2017, 3 months later (worse)",
	}, "\n")
	if got != want {
		t.Errorf("it says\n%s\nnot\n%s", got, want)
	}
	if got := changes("2017-04-01", "2017-05-15", 2); len(got) != 1 || got[0] != "Test: planned for April 2017 > 2 weeks late (worse)" {
		t.Errorf("what became late: %q", got)
	}
	if got := changes("2016-12-01", "2017-01-15", 1); len(got) != 1 || got[0] != "Plan: no roadmap was loaded > 5 milestones (neither)" {
		t.Errorf("a roadmap that came: %q", got)
	}
}
