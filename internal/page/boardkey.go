package page

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"waymark/internal/maturity"
)

// Versions tells one state of all figures from another.
type Versions interface {
	DataVersion(ctx context.Context) (maturity.DataVersion, error)
}

// boardKey stands for everything that a board shows: the board and whose it is, the rows and the time that were chosen,
// the state of the figures and of the organisations. Templates do not change while the program runs, and definitions only
// where a copy of a board was edited, which has another hash then. The
// state is asked of the database for every page, so that what any process writes is shown on the next page of all. It is
// read before the figures: figures that change in between are kept under a state that nobody asks for again.
//
// The key is "", and the board is put together anew, where states cannot be told apart, and for now while something is
// believed only from a later time, as it is for a moment where clocks differ.
func (p *Pages) boardKey(ctx context.Context, definition maturity.Board, at place) (string, error) {
	organisations, known := at.Directory.(interface{ Version() string })
	if p.Versions == nil || !known {
		return "", nil
	}
	data, err := p.Versions.DataVersion(ctx)
	if err != nil {
		return "", err
	}
	asAt := "settled"
	if at.AsAt.Before(data.Latest) {
		if at.at.Time.IsZero() {
			return "", nil
		}
		asAt = strconv.FormatInt(at.AsAt.UnixNano(), 10)
	}
	beside, err := p.besideVersion(ctx, definition)
	if err != nil {
		return "", err
	}
	choice := at.Query // with whatever else can be chosen of a board
	choice.Subject, choice.Directory, choice.AsAt = maturity.Organisation{Code: at.Subject.Code}, nil, time.Time{}
	return strings.Join([]string{definition.ID, definition.Hash, fmt.Sprintf("%#v", choice), at.at.Query, at.at.since, asAt, data.Version, organisations.Version(), beside}, "\x00"), nil
}

// besideVersion tells one state of what a board shows besides figures from another: of returns, where it lists what
// changed, and of meetings' decisions, where it asks for them.
func (p *Pages) besideVersion(ctx context.Context, definition maturity.Board) (string, error) {
	has := func(kind maturity.PanelKind) bool {
		return slices.ContainsFunc(definition.Panels, func(panel maturity.Panel) bool { return panel.Kind == kind })
	}
	var versions []string
	for _, each := range []struct {
		wanted bool
		ask    func(context.Context) (string, error)
	}{{p.Follow != nil && has(maturity.PanelChanges), func(ctx context.Context) (string, error) { return p.Follow.Versions.RoundsVersion(ctx) }},
		{p.Earlier != nil && has(maturity.PanelDecisions), func(ctx context.Context) (string, error) { return p.Earlier.DecisionsVersion(ctx) }}} {
		if !each.wanted {
			continue
		}
		version, err := each.ask(ctx)
		if err != nil {
			return "", err
		}
		versions = append(versions, version)
	}
	return strings.Join(versions, "/"), nil
}
