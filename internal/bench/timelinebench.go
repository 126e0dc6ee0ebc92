package bench

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"time"

	"waymark/internal/account"
	"waymark/internal/chart/render"
	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/page"
	"waymark/internal/period"
	"waymark/internal/roadmap"
	"waymark/internal/store"
	"waymark/web"
)

// The aim for the page of a roadmap against time.
const (
	mostTimeline   = 300 * time.Millisecond
	timelineRounds = 9
)

// everybody may do everything: who may is not what is measured.
type everybody struct{}

func (everybody) Reach(context.Context, maturity.Account, maturity.Permission, maturity.Collection) (maturity.Scope, error) {
	return maturity.Scope{All: true}, nil
}

// planned finds organisations by code or by the short names of a directory.
type planned struct{ *store.Directory }

func (p planned) Named(name string) (maturity.Organisation, bool) { return p.ByCode(name) }

// drawn is a roadmap as a page has to show it: strands, owners, statuses, loose dates, milestones and prerequisites.
func drawn(initiatives int) maturity.Roadmap {
	r := *Scheduled(initiatives)
	r.ID, r.Organisation, r.Title, r.Document = "bench", "BENCH", "A large roadmap", "the measuring program"
	for w := range 20 {
		r.Workstreams = append(r.Workstreams, maturity.Workstream{ID: fmt.Sprintf("strand-%d", w), Title: fmt.Sprintf("Workstream %d", w+1)})
	}
	for i := range r.Initiatives {
		in := &r.Initiatives[i]
		in.Title = fmt.Sprintf("Initiative %d of the roadmap", i+1)
		in.Workstream, in.Organisations = r.Workstreams[i%20].ID, []string{"BENCH"}
		in.Status = maturity.InitiativeStatuses()[i%5]
		in.Start.AsGiven = in.Start.Latest.Long()
		in.End.Precision, in.End.Earliest, in.End.AsGiven = maturity.PrecisionRange, in.End.Latest-30, "some time in the month before "+in.End.Latest.Long()
		if i%7 == 0 {
			in.Start, in.End = nil, nil
		}
		for m := range 2 {
			day := period.Date(2018, 1, 1) + period.Day((i+m*90)%2200)
			in.Milestones = append(in.Milestones, maturity.Milestone{ID: fmt.Sprintf("%s-m%d", in.ID, m+1), Title: fmt.Sprintf("Result %d", m+1), State: maturity.MilestonePlanned,
				Date: &maturity.LooseDate{AsGiven: day.Long(), Precision: maturity.PrecisionDay, Earliest: day, Latest: day}})
		}
	}
	return r
}

// timeline measures the page of a large roadmap against the bare query of its items.
func (r *runner) timeline(ctx context.Context, db *store.DB) error {
	n := r.scaled(scheduledInitiatives, 50)
	if _, err := db.SQL().ExecContext(ctx, `INSERT INTO organisation (code, name, short_name, kind) VALUES ('BENCH', 'A footprint', 'Footprint', 'footprint')`); err != nil {
		return err
	}
	desk := &roadmap.Desk{Store: db, Rights: everybody{}, Catalogue: r.Catalogue, Clock: func() time.Time { return siteNow }, Recorded: time.Now,
		Directory: func(ctx context.Context) (roadmap.Directory, error) {
			d, err := db.Directory(ctx)
			return planned{d}, err
		}}
	if _, err := desk.Load(ctx, roadmap.Who{}, drawn(n), "to be measured"); err != nil {
		return err
	}
	site, err := r.timelineSite(ctx, db, desk)
	if err != nil {
		return err
	}
	defer site.close()
	bare, err := median(timelineRounds, func() error { return readItems(ctx, db) })
	if err != nil {
		return err
	}
	if _, err := site.get(ctx, "/roadmap/bench"); err != nil { // puts the plan together once
		return err
	}
	seen, err := median(timelineRounds, func() error { _, err := site.get(ctx, "/roadmap/bench"); return err })
	if err != nil {
		return err
	}
	next := 1
	first, err := median(timelineRounds, func() error {
		next++
		_, err := site.get(ctx, fmt.Sprintf("/roadmap/bench?page=%d", next))
		return err
	})
	if err != nil {
		return err
	}
	milliseconds := func(d time.Duration) string {
		return fmt.Sprintf("%.1f ms", float64(d)/float64(time.Millisecond))
	}
	baseline := "the bare query of all its items: " + milliseconds(bare)
	what := fmt.Sprintf("timeline page of %s initiatives, 40 rows of them", thousands(n))
	r.report.add(Figure{Part: "timeline", What: what + ", seen before", Measured: milliseconds(seen), Baseline: baseline, Ratio: float64(seen) / float64(bare), Aim: "at most 300 ms"}.reached(seen <= mostTimeline),
		Figure{Part: "timeline", What: what + ", rows never drawn before", Measured: milliseconds(first), Baseline: baseline, Ratio: float64(first) / float64(bare), Aim: "at most 300 ms"}.reached(first <= mostTimeline))
	return nil
}

// readItems is the least that anything that shows a roadmap without keeping it must do: read its items.
func readItems(ctx context.Context, db *store.DB) error {
	rows, err := db.SQL().QueryContext(ctx, `SELECT kind, key, content FROM roadmap_item WHERE roadmap_id = 'bench' AND known_to = 'infinity' ORDER BY kind, position`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var kind, item string
		var content []byte
		if err := rows.Scan(&kind, &item, &content); err != nil {
			return err
		}
	}
	return rows.Err()
}

// timelineSite serves the pages of roadmaps to one visitor who has signed in.
func (r *runner) timelineSite(ctx context.Context, db *store.DB, desk *roadmap.Desk) (*boardSite, error) {
	accounts, err := account.New(account.Options{Store: db, Random: rand.Reader})
	if err != nil {
		return nil, err
	}
	_, password, err := accounts.Add(ctx, account.NewAccount{Login: "bench", Demonstration: true, Grants: []account.NewGrant{{Role: maturity.RoleViewer}}}, "command")
	if err != nil {
		return nil, err
	}
	renderer, err := render.New(render.Options{ECharts: web.ECharts(), Cache: db.ChartCache()})
	if err != nil {
		return nil, err
	}
	kit := httpkit.New(httpkit.Options{Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Accounts: accounts, Sessions: db.Sessions()})
	pages, err := page.New(kit, page.Options{Templates: web.Templates(), Static: web.Static(), Location: time.UTC, Now: func() time.Time { return siteNow }, Catalogue: r.Catalogue, Accounts: accounts,
		Organisations: organisations{db}, Pictures: renderer, Roadmaps: &page.Roadmaps{Desk: desk}})
	if err != nil {
		return nil, err
	}
	pages.Register()
	return newBoardSite(ctx, kit, password)
}
