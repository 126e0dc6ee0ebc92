package page_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"waymark/internal/board"
	"waymark/internal/maturity"
	"waymark/internal/recompute"
	"waymark/internal/store"
)

// interrupted is the store, with something that happens between two of a page's queries.
type interrupted struct {
	*store.DB
	meanwhile func() // after the first query of the next page; nil: nothing
}

func (i *interrupted) now() {
	if f := i.meanwhile; f != nil {
		i.meanwhile = nil
		f()
	}
}

func (i *interrupted) Trajectories(ctx context.Context, organisations []maturity.OrganisationID, measures []string, asAt time.Time) ([]maturity.Trajectory, error) {
	defer i.now()
	return i.DB.Trajectories(ctx, organisations, measures, asAt)
}

func (i *interrupted) Summaries(ctx context.Context, organisations []maturity.OrganisationID, measures []string, asAt time.Time) ([]maturity.Trajectory, error) {
	defer i.now()
	return i.DB.Summaries(ctx, organisations, measures, asAt)
}

func (i *interrupted) LatestObservations(ctx context.Context, organisations []maturity.OrganisationID, measures, plans []string, asAt time.Time) ([]maturity.Observation, error) {
	defer i.now()
	return i.DB.LatestObservations(ctx, organisations, measures, plans, asAt)
}

// TestAPublicationDuringAPageView: a page that is being put together while a return is published and computed with shows
// nothing of it in any of its parts, and the next page all of it, also where pages are kept.
func TestAPublicationDuringAPageView(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/organisations/RTE", "/measures/" + discharged + "?organisation=RTE", "/boards/trust/RTE"} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			s := inRound(t)
			catalogue, err := shipped()
			if err != nil {
				t.Fatal(err)
			}
			reader := &interrupted{DB: s.db}
			other := newSite(t, func(set *settings) { set.share, set.results = s, board.New(catalogue, reader) })
			submitter, approver, analyst, viewer := s.as("submitter"), s.as("approver"), s.as("analyst"), other.as("viewer")
			must(t, submitter.post(oneReturn, oneReturn+"/values", typed("0", "", "7131", "10000", "")), http.StatusSeeOther)
			for _, step := range []struct {
				who *visitor
				act string
			}{{submitter, "submit"}, {approver, "approve"}} {
				must(t, step.who.post(oneReturn, oneReturn+"/"+step.act, map[string][]string{"version": {step.who.version()}}), http.StatusSeeOther)
			}
			version, token, published := analyst.version(), analyst.token(oneReturn), false
			reader.meanwhile = func() {
				s.clock.Time = s.clock.Add(time.Second)
				published = analyst.post("", oneReturn+"/publish", map[string][]string{"version": {version}, "form_token": {token}}).status == http.StatusSeeOther
				if _, err := recompute.New(s.db, s.db, catalogue, recompute.Options{Location: time.UTC}).Run(t.Context(), s.clock.Time, recompute.Stale); err != nil {
					t.Error(err)
				}
			}
			during := must(t, viewer.get(path), http.StatusOK)
			if !published {
				t.Fatal("nothing was published while the page was put together")
			}
			if strings.Contains(during.body, "71.3") {
				t.Errorf("the page shows a part of what was published while it was put together: %.3000s", during.text())
			}
			if after := must(t, viewer.get(path), http.StatusOK); !strings.Contains(after.body, "71.3") {
				t.Errorf("the next page does not show what is published: %.3000s", after.text())
			}
		})
	}
}
