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

	"waymark/internal/board"
	"waymark/internal/chart/render"
	"waymark/internal/httpkit"
	"waymark/internal/intake"
	"waymark/internal/maturity"
	"waymark/internal/page"
	"waymark/internal/returns"
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

func (a *app) serve(s *session, listener net.Listener) error {
	host, _ := os.Hostname()
	runner, err := s.jobs(fmt.Sprintf("%s/%d", host, os.Getpid()))
	if err != nil {
		return &exitError{exitUsage, err}
	}
	issuing, _, err := s.receipts(a.ctx)
	if err != nil {
		return err
	}
	desk := s.desk(s.receipting(a.ctx, issuing, func(maturity.Submission) { changed(runner) }))
	returned, err := s.joinReturns(a.ctx, runner)
	if err != nil {
		return err
	}
	if err := s.joinQuality(runner); err != nil {
		return err
	}
	if err := s.joinReminders(runner); err != nil {
		return &exitError{exitUsage, err}
	}
	kit, err := s.site(desk, returned)
	if err != nil {
		return err
	}
	handler, err := kit.Handler()
	if err != nil {
		return err
	}
	server := kit.Server(s.config.Address, handler)
	work, stopWork := context.WithCancel(a.ctx)
	defer stopWork()
	var workers sync.WaitGroup
	workers.Add(1)
	go func() { defer workers.Done(); intake.NewWorker(desk).Run(work) }()
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

// site joins pages, API and kit.
func (s *session) site(desk *intake.Desk, returned *returns.Desk) (*httpkit.Kit, error) {
	accounts, err := s.accounts()
	if err != nil {
		return nil, err
	}
	kit := httpkit.New(httpkit.Options{Log: s.log, Accounts: accounts, Sessions: s.db.Sessions(), Journal: s.db, SessionLife: time.Duration(s.config.SessionHours) * time.Hour,
		SecureCookies: s.config.SecureCookies, TrustProxy: s.config.TrustProxy, Rate: s.config.Requests, MetricsToken: s.config.MetricsToken})
	renderer, err := render.New(render.Options{ECharts: web.ECharts(), Cache: s.db.ChartCache(),
		OnCacheError: func(err error) { s.log.Warn("drawings are not kept", "error", err) }})
	if err != nil {
		return nil, err
	}
	pages, err := page.New(kit, page.Options{
		Templates: web.Templates(), Static: web.Static(), Location: s.config.Location, Catalogue: s.catalogue, MaxUpload: s.config.MaxUpload,
		Accounts: accounts, Health: health{s.db.DB}, Submissions: s.db, Returns: desk, Desk: returned, Follow: s.follow(accounts), Origins: s.db, Parts: s.db, Forms: writeForm,
		Results: board.New(s.catalogue, s.db.DB), Organisations: organisations{s.db.DB}, Versions: s.db, Pictures: renderer,
		Receipts: s.issuing, Audit: s.db, Reach: accounts,
	})
	if err != nil {
		return nil, err
	}
	pages.Register()
	return kit, s.api(kit, desk, accounts)
}
