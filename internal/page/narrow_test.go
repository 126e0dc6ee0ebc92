package page_test

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"waymark/internal/board"
	"waymark/internal/chart"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

var smallScreen = regexp.MustCompile(`<source media="screen and \(max-width: 48em\)" srcset="([^"]+)">`)

// A page holds the wide drawing; a small screen fetches its own from an address that changes with what is drawn.
func TestDrawingsForSmallScreens(t *testing.T) {
	t.Parallel()
	drawing := board.Drawing{Key: "twelve hundred and six", Describe: func() (chart.Figure, error) {
		return chart.Trajectory(chart.TrajectoryInput{Organisation: maturity.Organisation{Name: "Gloucestershire"}, Measure: maturity.Measure{ID: "m", Title: "Wards"},
			Trajectory: maturity.Trajectory{Observed: []maturity.PathPoint{{Period: period.Of(period.KindMonth, period.Date(2018, 5, 1)), State: maturity.Reported, Value: 4, HasValue: true}}}})
	}}
	nothing := board.Described(chart.Figure{Kind: chart.KindRanked, Title: "Nobody has sent any", Reading: "Nobody has sent any."})
	results := &canned{
		view:    board.View{Board: maturity.Board{ID: "ldr-steering-group"}, Panels: []board.PanelView{{Panel: maturity.Panel{ID: "path", Kind: maturity.PanelTrajectory}, Drawings: []board.Drawing{drawing, nothing}}}},
		measure: board.MeasureView{Measure: maturity.Measure{ID: "discharge.within-24-hours", Title: "Wards"}, Trajectory: &drawing},
	}
	v := reader(t, results, newCrowd(nil))
	for path, want := range map[string]string{
		"/boards/ldr-steering-group/glos?as_at=2018-11-15":                       "/boards/ldr-steering-group/glos/pictures/path/1?v=7477656c76652068&as_at=2018-11-15",
		"/measures/discharge.within-24-hours?organisation=glos&as_at=2018-11-15": "/measures/discharge.within-24-hours/pictures/trajectory?organisation=glos&v=7477656c76652068&as_at=2018-11-15",
	} {
		found := smallScreen.FindAllStringSubmatch(v.get(path).body, -1)
		if len(found) != 1 {
			t.Fatalf("%s offers %d drawings for small screens, want one", path, len(found))
		}
		address := html.UnescapeString(found[0][1])
		if address != want {
			t.Errorf("%s leads to %s, want %s", path, address, want)
		}
		for _, c := range []struct{ address, kept string }{
			{address, "private, max-age=86400, immutable"},
			{strings.Replace(address, "v=7477", "v=0000", 1), "no-store"}, // what was drawn then is not what is drawn now
		} {
			if a := v.get(c.address); a.status != http.StatusOK || a.header.Get("Content-Type") != "image/svg+xml; charset=utf-8" || a.header.Get("Cache-Control") != c.kept {
				t.Errorf("%s: %d %s, kept %q, want %q", c.address, a.status, a.header.Get("Content-Type"), a.header.Get("Cache-Control"), c.kept)
			}
		}
		stranger := *v
		stranger.client = &http.Client{CheckRedirect: v.client.CheckRedirect}
		if a := stranger.get(address); a.status == http.StatusOK {
			t.Errorf("%s is drawn for somebody who is not signed in", address)
		}
	}
	for _, path := range []string{"/boards/ldr-steering-group/glos/pictures/path/2", "/boards/ldr-steering-group/glos/pictures/path/3", "/boards/ldr-steering-group/glos/pictures/path/0",
		"/boards/ldr-steering-group/glos/pictures/path/x", "/boards/ldr-steering-group/nobody/pictures/path/1", "/measures/discharge.within-24-hours/pictures/ranked?organisation=glos",
		"/measures/discharge.within-24-hours/pictures/pie?organisation=glos"} {
		if a := v.get(path); a.status != http.StatusNotFound {
			t.Errorf("%s: %d, want 404", path, a.status)
		}
	}
}
