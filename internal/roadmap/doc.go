// Package roadmap is the use case of roadmaps: it keeps them as known at a time, loads them from files, changes them with a
// reason, takes changes back, compares two times, and takes owners' monthly reports. It draws nothing and computes no
// figure of a measure.
package roadmap

import (
	"context"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/schedule"
)

// Store keeps roadmaps. Nothing that was kept is changed: a change closes rows and opens others.
type Store interface {
	// Roadmaps lists the heads of all roadmaps with any item known at a time.
	Roadmaps(ctx context.Context, asAt time.Time) ([]RoadmapHead, error)
	// RoadmapItems gives the items of a roadmap known at a time, by kind and position.
	RoadmapItems(ctx context.Context, id string, asAt time.Time) ([]maturity.RoadmapItem, error)
	// RoadmapVersion is the newest change of a roadmap known at a time; 0 for none.
	RoadmapVersion(ctx context.Context, id string, asAt time.Time) (maturity.RoadmapChange, error)
	RoadmapChanges(ctx context.Context, id string, limit int) ([]maturity.RoadmapChange, error)
	RoadmapChange(ctx context.Context, id int64) (maturity.RoadmapChange, []ItemChange, error)
	// ChangeRoadmap writes one change in one transaction with its audit row: maturity.Conflict when version is not the
	// newest any more, or when at is not later than it.
	ChangeRoadmap(ctx context.Context, change maturity.RoadmapChange, version int64, footprint maturity.OrganisationID, items []ItemChange, entry maturity.AuditEntry) (maturity.RoadmapChange, error)
}

// RoadmapHead is what lists say of a roadmap.
type RoadmapHead = maturity.RoadmapHead

// ItemChange is one item before and after a change; a nil side says that it was not there.
type ItemChange = maturity.ItemChange

// Rights tells for which organisations an account may do something.
type Rights interface {
	Reach(ctx context.Context, a maturity.Account, what maturity.Permission, c maturity.Collection) (maturity.Scope, error)
}

// Directory finds organisations.
type Directory interface {
	ByID(id maturity.OrganisationID) (maturity.Organisation, bool)
	ByCode(code string) (maturity.Organisation, bool)
	// Named finds what a source calls an organisation, by code, name or alias; false where none or several fit.
	Named(name string) (maturity.Organisation, bool)
	// Version tells one state of the organisations from another.
	Version() string
}

// Who does something, and the request with which it is done.
type Who struct {
	Account   maturity.Account
	RequestID string
}

// Desk is where roadmaps are read and changed. It is safe for concurrent use.
type Desk struct {
	Store     Store
	Rights    Rights
	Catalogue *maturity.Catalogue
	Directory func(ctx context.Context) (Directory, error)
	Clock     func() time.Time // as at which changes are known; the demonstration works as in the past
	Recorded  func() time.Time // of the audit; nil: as Clock

	plans plans
}

// Plan is a roadmap as known at a time, with what follows from it. It is shared between requests: nobody changes it.
type Plan struct {
	maturity.KeptRoadmap
	Network *schedule.Network
	// Bodies are the organisations that names of the roadmap stand for; a name that stands for none is missing.
	Bodies map[string]maturity.Organisation
	// Warnings are what is doubtful about it, each with the item it is about.
	Warnings []Warning

	index index
	views *views // nil in a plan that nobody keeps
}

// Warning is a doubt about a roadmap that stops nothing: a cycle, a baseline measured after go-live, an unknown name.
// Where Check gives it as a fault, it stops the roadmap from being kept.
type Warning struct {
	Code  string // cycle, baseline_after_go_live, unknown_organisation, unknown_measure, unknown_link, ...
	Item  string
	Words string
}
