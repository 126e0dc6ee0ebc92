// Package explore shows chosen measures for chosen organisations and periods: the choice as a sentence, a table that
// says a state in words wherever there is no figure, pictures of it, and the same table as CSV, XLSX and JSON. All of a
// choice stands in an address, and the same choice always has the same address. It reads through a small interface in
// sets, computes no statistics and writes no HTML. It also keeps the groups: organisations chosen by hand, across all
// boundaries.
package explore

import (
	"context"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Reader gives stored figures as known at a time. Small numbers are masked where it reads.
type Reader interface {
	// KnownPeriods gives the periods for which anything is known of the filter's organisations and measures.
	KnownPeriods(ctx context.Context, f maturity.ObservationFilter) ([]maturity.KnownPeriod, error)
	// EachSeries gives every organisation and measure with its periods, the preferred source of each.
	EachSeries(ctx context.Context, f maturity.ObservationFilter, yield func(maturity.Series) error) error
	// RollUps gives the computed values of footprints.
	RollUps(ctx context.Context, footprints []maturity.OrganisationID, measures []string, asAt time.Time) ([]maturity.RollUpValue, error)
}

// Directory knows the organisations.
type Directory interface {
	ByID(id maturity.OrganisationID) (maturity.Organisation, bool)
	ByCode(code string) (maturity.Organisation, bool)
	Members(of maturity.OrganisationID, day period.Day) []maturity.Organisation
	Within(of maturity.OrganisationID, day period.Day) []maturity.Organisation
	OfKind(kind string, day period.Day) []maturity.Organisation
}

// GroupReader reads groups.
type GroupReader interface {
	GroupsByID(ctx context.Context, ids []int64) ([]maturity.OrganisationGroup, error)
}

// Explorer answers. It is safe for concurrent use.
type Explorer struct {
	Catalogue *maturity.Catalogue
	Reader    Reader
	Groups    GroupReader // nil: there are no groups
}

// The sizes of a choice. A page shows as many figures as fit on it and leads to the next; pictures need all figures at
// once; beyond a number of series only files are made, and beyond another none.
const (
	MaxMeasures    = 100 // chosen at once
	MaxPicks       = 300 // chosen at once: organisations, or sets of them
	PageCells      = 200
	PictureCells   = 5_000
	MaxPageSeries  = 30_000
	MaxFileSeries  = 300_000
	organisationsA = 250 // organisations read with one query, for a file
)
