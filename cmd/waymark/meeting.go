package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"waymark/internal/account"
	"waymark/internal/board"
	"waymark/internal/chart/render"
	"waymark/internal/job"
	"waymark/internal/meeting"
	"waymark/internal/roadmap"
	"waymark/web"
)

// jobDeliver writes the messages that bring packs to their readers.
const jobDeliver = "deliver"

// boards answers what boards, pages and packs ask.
func (s *session) boards() *board.Builder {
	plans := roadmap.Boards{Desk: s.roadmaps(nil), Location: s.config.Location}
	return board.New(s.catalogue, s.db.DB).WithChanges(s.db.DB, s.rounds(), plans).WithMilestones(plans).WithGoLives(goLives{s}).WithDecisions(s.db.DB).WithBoards(s.copies(nil).Board)
}

// pictures draws; one renderer serves pages and packs.
func (s *session) pictures() (*render.Renderer, error) {
	if s.renderer == nil {
		var err error
		if s.renderer, err = render.New(render.Options{ECharts: web.ECharts(), Cache: s.db.ChartCache(),
			OnCacheError: func(err error) { s.log.Warn("drawings are not kept", "error", err) }}); err != nil {
			return nil, err
		}
	}
	return s.renderer, nil
}

// meetings is where meetings are planned and packs made. The same desk serves pages, API, jobs and worker.
func (s *session) meetings(accounts *account.Service) (*meeting.Desk, error) {
	if s.holding != nil {
		return s.holding, nil
	}
	options, err := s.meetingOptions(accounts)
	if err == nil {
		s.holding = meeting.New(options)
	}
	return s.holding, err
}

// meetingsThen makes desks that work as at a time of the past, for the demonstration. The audit tells the true time.
func (s *session) meetingsThen(accounts *account.Service) (func(func() time.Time) *meeting.Desk, error) {
	options, err := s.meetingOptions(accounts)
	return func(clock func() time.Time) *meeting.Desk {
		then := options
		then.Clock, then.Recorded = clock, func() time.Time { return time.Now().UTC() }
		return meeting.New(then)
	}, err
}

func (s *session) meetingOptions(accounts *account.Service) (meeting.Options, error) {
	renderer, err := s.pictures()
	host, _ := os.Hostname()
	return meeting.Options{
		Store: s.db.DB, Rights: accounts, Catalogue: s.catalogue, Boards: s.boards(), Basis: s.rounds().Basis, Board: s.copies(accounts).Board, Pictures: renderer, Writers: packForms(renderer, s.config.Browser),
		Directory: func(ctx context.Context) (meeting.Directory, error) { return s.db.Directory(ctx) },
		Location:  s.config.Location, BaseURL: s.config.PublicURL, Worker: fmt.Sprintf("%s/%d", host, os.Getpid()), Log: s.log,
	}, err
}

// joinDelivery adds the job that brings packs to their readers.
func joinDelivery(runner *job.Runner, desk *meeting.Desk) error {
	return runner.Add(job.Job{Name: jobDeliver, Schedule: "* * * * *", Run: func(ctx context.Context) (job.Counts, error) {
		written, err := desk.Deliver(ctx)
		if written > 0 {
			runner.Nudge(jobOutbox)
		}
		return job.Counts{"messages": written}, err
	}})
}

type packCommand struct {
	Verify packVerifyCommand `cmd:"" help:"Put a frozen pack together anew and compare it, byte for byte, with what is kept."`
}

type packVerifyCommand struct {
	Pack int64 `arg:"" help:"Number of the pack."`
}

// verifiedPack is the outcome as --json prints it.
type verifiedPack struct {
	Pack        int64    `json:"pack"`
	Same        bool     `json:"same"`
	HTML        bool     `json:"html"`
	Pictures    int      `json:"pictures"`
	Different   []string `json:"different,omitempty"`
	Definitions bool     `json:"definitions"` // those it was frozen with are loaded
	Sentence    string   `json:"sentence"`
}

// Run compares. Exit 1 when anything differs.
func (c packVerifyCommand) Run(a *app) error {
	s, err := a.begin(nil)
	if err != nil {
		return err
	}
	out, err := s.verifyPack(a.ctx, c.Pack)
	if err = errors.Join(s.db.because(err), s.db.close()); err != nil {
		return err
	}
	if err := a.result(out, func(w io.Writer) { fmt.Fprintln(w, out.Sentence) }); err != nil {
		return err
	}
	if !out.Same {
		return &exitError{code: exitRefused}
	}
	return nil
}

func (s *session) verifyPack(ctx context.Context, id int64) (out verifiedPack, err error) {
	accounts, err := s.accounts()
	if err != nil {
		return out, err
	}
	desk, err := s.meetings(accounts)
	if err != nil {
		return out, err
	}
	limited, cancel := context.WithTimeout(ctx, 10*time.Minute)
	defer cancel()
	check, err := desk.Verify(limited, id)
	return verifiedPack{Pack: id, Same: check.Same(), HTML: check.HTML, Pictures: check.Pictures, Different: check.Different, Definitions: check.Definitions, Sentence: check.Sentence()}, err
}
