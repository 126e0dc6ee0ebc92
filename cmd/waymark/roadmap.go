package main

import (
	"context"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/roadmap"
	"waymark/internal/store"
)

// roadmaps is where roadmaps are read and changed. The same desk serves pages, API, jobs and boards, so that it puts a
// version together once; who only reads needs no rights.
func (s *session) roadmaps(rights roadmap.Rights) *roadmap.Desk {
	if s.planning == nil {
		s.planning = s.planningAt(rights, time.Now)
	}
	if s.planning.Rights == nil {
		s.planning.Rights = rights
	}
	return s.planning
}

// roadmapFiles is where files with roadmaps are received.
func (s *session) roadmapFiles(rights roadmap.Rights) *roadmap.Files {
	return &roadmap.Files{Desk: s.roadmaps(rights), Store: s.db}
}

// planningAt is a desk by a clock of its own. The audit tells the true time.
func (s *session) planningAt(rights roadmap.Rights, clock func() time.Time) *roadmap.Desk {
	return &roadmap.Desk{Store: s.db, Rights: rights, Catalogue: s.catalogue, Clock: clock, Recorded: time.Now,
		Directory: func(ctx context.Context) (roadmap.Directory, error) {
			directory, err := s.db.Directory(ctx)
			return bodies{directory}, err
		}}
}

// roadmapsThen makes desks that work as at a time of the past, for the demonstration and the command line.
func (s *session) roadmapsThen(rights roadmap.Rights) func(func() time.Time) *roadmap.Desk {
	return func(clock func() time.Time) *roadmap.Desk { return s.planningAt(byCommand{rights}, clock) }
}

// byCommand lets the command line do everything: whoever runs it has the database.
type byCommand struct{ roadmap.Rights }

func (r byCommand) Reach(ctx context.Context, a maturity.Account, what maturity.Permission, c maturity.Collection) (maturity.Scope, error) {
	if a.Login == "" {
		return maturity.Scope{All: true}, nil
	}
	return r.Rights.Reach(ctx, a, what, c)
}

// bodies finds organisations as roadmaps call them.
type bodies struct{ *store.Directory }

// Named finds what a source calls an organisation, whether it is still open or not.
func (b bodies) Named(name string) (maturity.Organisation, bool) {
	found := b.Find(name, nil, period.Period{})
	return found.Organisation, found.OK || found.ClosedIn
}
