package page

import (
	"context"
	"fmt"
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
	choice := at.Query // with whatever else can be chosen of a board
	choice.Subject, choice.Directory, choice.AsAt = maturity.Organisation{Code: at.Subject.Code}, nil, time.Time{}
	return strings.Join([]string{definition.ID, definition.Hash, fmt.Sprintf("%#v", choice), at.at.Query, at.at.since, asAt, data.Version, organisations.Version()}, "\x00"), nil
}
