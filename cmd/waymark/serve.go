package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"sync"
	"time"

	"waymark/internal/httpkit"
	"waymark/internal/intake"
	"waymark/internal/job"
	"waymark/internal/maturity"
	"waymark/internal/openid"
	"waymark/internal/pack/paper"
	"waymark/internal/page"
	"waymark/internal/returns"
	"waymark/internal/store"
	"waymark/seeds"
	"waymark/web"
)

type serveCommand struct {
	Addr string `placeholder:"HOST:PORT" help:"Where to listen (WAYMARK_ADDR; default 127.0.0.1:8080)."`
	Demo bool   `help:"Load the demonstration first, where it is not there."`
}

// Run serves until it is told to stop; then requests finish and jobs stop at a safe point.
func (c serveCommand) Run(a *app) error {
	a.alone = true
	// The address is taken before anything else is started: a port in use is found out at once.
	settings, err := a.config(map[string]string{"WAYMARK_ADDR": c.Addr})
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", settings.Address)
	if err != nil {
		return environmentError(fmt.Errorf("cannot listen on %s: %w; stop the other program or give another address with --addr or WAYMARK_ADDR", settings.Address, err))
	}
	defer listener.Close()
	s, err := a.begin(map[string]string{"WAYMARK_ADDR": c.Addr})
	if err != nil {
		return err
	}
	for _, sentence := range settings.Warnings() {
		s.log.Warn(sentence)
	}
	if c.Demo {
		if err := a.demonstrate(s, seeds.Files); err != nil {
			return errors.Join(s.db.because(err), s.db.close())
		}
	}
	return errors.Join(a.serve(s, listener), s.db.close())
}

// joined is everything that works while the program serves.
type joined struct {
	runner   *job.Runner
	desk     *intake.Desk
	returned *returns.Desk
	kit      *httpkit.Kit
}

// join makes the rooms and tells them of one another; nothing works yet.
func (a *app) join(s *session) (j joined, err error) {
	host, _ := os.Hostname()
	if j.runner, err = s.jobs(fmt.Sprintf("%s/%d", host, os.Getpid())); err != nil {
		return j, &exitError{exitUsage, err}
	}
	issuing, _, err := s.receipts(a.ctx)
	if err != nil {
		return j, err
	}
	j.desk = s.desk(s.receipting(a.ctx, issuing, func(maturity.Submission) { changed(j.runner) }))
	if j.returned, err = s.joinReturns(a.ctx, j.runner); err != nil {
		return j, err
	}
	s.intoReturns(j.desk, j.returned)
	if err := s.joinQuality(j.runner); err != nil {
		return j, err
	}
	if err := s.joinReminders(j.runner); err != nil {
		return j, &exitError{exitUsage, err}
	}
	if j.kit, err = s.site(j.desk, j.returned); err != nil {
		return j, err
	}
	return j, joinDelivery(j.runner, s.holding)
}

func (a *app) serve(s *session, listener net.Listener) error {
	j, err := a.join(s)
	if err != nil {
		return err
	}
	desk, runner, kit := j.desk, j.runner, j.kit
	handler, err := kit.Handler()
	if err != nil {
		return err
	}
	server := kit.Server(s.config.Address, handler)
	work, stopWork := context.WithCancel(a.ctx)
	defer stopWork()
	var workers sync.WaitGroup
	workers.Add(2)
	go func() { defer workers.Done(); intake.NewWorker(desk).Run(work) }()
	go func() { defer workers.Done(); s.holding.Run(work) }()
	runner.Start()
	changed(runner)
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	fmt.Fprintf(a.words, "Waymark is at http://%s\n", listener.Addr())
	select {
	case err = <-failed:
	case <-s.db.ended():
		err = environmentError(s.db.because(maturity.Errorf(maturity.Unavailable, "The private PostgreSQL has ended. Nothing that was written is lost: start waymark again.")))
	case <-a.ctx.Done():
		fmt.Fprintln(a.words, "Stopping: requests finish, jobs stop at a safe point.")
	}
	return errors.Join(clean(err), a.stop(s, server, stopWork, runner, &workers))
}

type stopper interface{ Stop(context.Context) error }

// stop lets requests finish and work stop at a safe point, each within the time the settings give.
func (a *app) stop(s *session, server *http.Server, stopWork func(), runner stopper, workers *sync.WaitGroup) error {
	ending, cancel := context.WithTimeout(context.Background(), s.config.ShutdownAfter)
	defer cancel()
	err := clean(server.Shutdown(ending))
	stopWork()
	err = errors.Join(err, runner.Stop(ending))
	done := make(chan struct{})
	go func() { workers.Wait(); close(done) }()
	select {
	case <-done:
	case <-ending.Done():
		err = errors.Join(err, errors.New("the intake did not stop in time; its work is taken up again at the next start"))
	}
	return err
}

func clean(err error) error {
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// provider is the OpenID provider of the settings, nil for none.
func (s *session) provider() page.OpenID {
	if s.config.OpenID.Issuer == "" {
		return nil
	}
	return openid.New(openid.Options{Issuer: s.config.OpenID.Issuer, ClientID: s.config.OpenID.ClientID, ClientSecret: s.config.OpenID.ClientSecret})
}

// site joins pages, API and kit.
func (s *session) site(desk *intake.Desk, returned *returns.Desk) (*httpkit.Kit, error) {
	accounts, err := s.accounts()
	if err != nil {
		return nil, err
	}
	kit := httpkit.New(httpkit.Options{Log: s.log, Accounts: accounts, Sessions: s.db.Sessions().IdleAfter(s.config.SessionIdle), Journal: s.db, SessionLife: time.Duration(s.config.SessionHours) * time.Hour,
		SecureCookies: s.config.SecureCookies, TrustProxy: s.config.TrustProxy, DemandTwoStep: s.config.DemandTwoStep, Rate: s.config.Requests, MetricsToken: s.config.MetricsToken, Count: store.Counting, Remember: store.Remembering})
	renderer, err := s.pictures()
	if err != nil {
		return nil, err
	}
	held, err := s.meetings(accounts)
	if err != nil {
		return nil, err
	}
	pages, err := page.New(kit, page.Options{
		Templates: web.Templates(), Static: web.Static(), Location: s.config.Location, Catalogue: s.catalogue, MaxUpload: s.config.MaxUpload,
		OpenID: s.provider(), OpenIDName: s.config.OpenID.Name, OpenIDIssuer: s.config.OpenID.Issuer, PublicURL: s.config.PublicURL,
		Accounts: accounts, Health: health{s.db.DB}, Submissions: s.db, Returns: desk, Quality: &page.Quality{Findings: s.db, Desk: s.inspection(accounts)}, Desk: returned, ReturnForms: s.returnForms(accounts), Follow: s.follow(accounts), Origins: s.db, Parts: s.db, Forms: writeForm,
		Results: s.boards(), Meetings: &page.Meetings{Desk: held, Store: s.db, Policy: paper.Policy()}, Organisations: organisations{s.db.DB}, Versions: s.db, Pictures: renderer, Earlier: s.db,
		Receipts: s.issuing, Audit: s.db, Reach: accounts, Explore: s.explore(accounts), Boards: s.copies(accounts), Wordings: s.db, Roadmaps: &page.Roadmaps{Desk: s.roadmaps(accounts), Files: s.roadmapFiles(accounts), Outcomes: s.db, Scenarios: s.scenarios(accounts), Standings: s.db},
	})
	if err != nil {
		return nil, err
	}
	s.gauges(kit)
	pages.Register()
	return kit, s.api(kit, desk, returned, accounts)
}
